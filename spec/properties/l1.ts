import { beliefsOf, type Beliefs } from '../belief.ts';
import { boundsOf, eventualLeaderBoundUs, factsOf } from '../bounds.ts';
import { latest, type HistoryHeader } from '../history.ts';
import { seconds, span } from '../phrases.ts';
import { premiseOf, premiseReads, type Membership } from '../premise.ts';
import type { Property, Witness } from '../property.ts';
import { findOverdue, responseOf, someoneWaits, type Overdue } from '../response.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import type { Stretch } from '../standstill.ts';
import { Tally } from '../tally.ts';
import { vacancies } from '../vacancies.ts';

/** EventualLeader_B. */
export const l1: Property = {
  id: 'L1',
  title: 'While a candidate can lead, someone leads within the bound',
  formula: "[](core(C) on [t', t'+B] => exists t in [t', t'+B], i: B_i(t)), B = F + session re-creation",
  kind: 'within',
  sources: [
    'Dwork, Lynch and Stockmeyer, Consensus in the presence of partial synchrony (1988)',
    'Chandra and Toueg, Unreliable failure detectors (1996)',
    'Ongaro, Consensus: bridging theory and practice (2014), section 3.9',
  ],
  usualCause:
    'A waiting candidate stopped trying after an error, a record without an end of life blocks the election, or candidates keep undoing each other. Look at what the waiting candidate last sent, and at what the store still holds.',
  reads: premiseReads,
  needsLedger: false,
  claimed: (claims) => claims.liveness,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const premise = premiseOf(context);
    const { header, timings } = context;
    return judgeAtEnd(premise.evidence, (endUs) => {
      const tally = new Tally();
      const boundUs = boundsOf(header, eventualLeaderBoundUs);
      for (const window of vacancies(beliefs, endUs)) {
        const question = {
          premise,
          window,
          eligible: () => true,
          boundUs: ({ candidate }: Membership) => boundUs(candidate),
        };
        if (!someoneWaits(question)) continue;
        const overdue = premise.delaysAreTolerated ? findOverdue(question) : undefined;
        const isOpen = window.toUs >= endUs;
        if (overdue !== undefined) tally.violated(witness, overdue, beliefs, header, window);
        else if (premise.delaysAreTolerated && !isOpen) tally.judged += 1;
        else {
          tally.inconclusive += 1;
          continue;
        }
        timings?.took(responseOf('leaderless', question, { overdue, isOpen }));
      }
      return tally.judgement();
    });
  },
};

function witness(
  { member, fromUs, dueUs, untilUs }: Overdue,
  beliefs: Beliefs,
  header: HistoryHeader,
  window: Stretch,
): Witness {
  const bound = eventualLeaderBoundUs(factsOf(header, member.candidate));
  const before = beliefs.leaderships.findLast(({ end }) => end !== undefined && latest(end.at) <= window.fromUs);
  const ended =
    before?.end === undefined
      ? []
      : [{ index: before.end.index, step: `${before.who} ceases to lead: from here on nobody leads.` }];
  const events = [
    ...ended,
    {
      index: member.index,
      step: `${member.who} campaigns, and nothing keeps it from the store from ${seconds(fromUs)} on; it is not elected by ${seconds(dueUs)}.`,
    },
  ].sort((left, right) => left.index - right.index);
  return {
    sentence: `Nobody leads from ${seconds(window.fromUs)} to ${seconds(untilUs)}, although ${member.who} campaigns without hindrance from ${seconds(fromUs)} on and someone should lead within ${span(bound)}.`,
    events: events.map(({ index }) => index),
    steps: events.map(({ step }) => step),
    fromUs: dueUs,
    toUs: untilUs,
  };
}
