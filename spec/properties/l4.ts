import { beliefsOf, type Beliefs } from '../belief.ts';
import { boundsOf, factsOf, handoverBoundUs } from '../bounds.ts';
import { candidateOf, earliest, type HistoryHeader, type Micros } from '../history.ts';
import type { Call } from '../participation.ts';
import { seconds, span } from '../phrases.ts';
import { premiseOf, premiseReads, type Membership } from '../premise.ts';
import type { Property, Witness } from '../property.ts';
import { findOverdue, responseOf, someoneWaits, type Overdue, type Question } from '../response.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { Tally } from '../tally.ts';

/** Handover_H. */
export const l4: Property = {
  id: 'L4',
  title: 'After a resign, a waiting candidate leads within the bound',
  formula: "resign(i) ok at t /\\ someone else waits /\\ premise => exists j: elected(j) in [t, max(t, t') + H]",
  kind: 'within',
  sources: ['Burrows, The Chubby lock service (2006)', 'ZooKeeper recipes: leader election'],
  usualCause:
    'Resigning did not free the record, so that the others wait for its expiry, or nobody wakes them. Look at whether the store recorded a release, and at what the waiting candidates did after it.',
  reads: premiseReads,
  needsLedger: false,
  claimed: (claims) => claims.liveness,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const premise = premiseOf(context);
    const { header, timings } = context;
    return judgeAtEnd(premise.evidence, (endUs) => {
      const tally = new Tally();
      const boundUs = boundsOf(header, ({ claims }) => handoverBoundUs(claims));
      for (const resign of premise.handovers()) {
        const next = successor(beliefs, resign);
        const question: Question = {
          premise,
          window: { fromUs: resign.toUs, toUs: Math.min(endUs, next ?? Infinity) },
          eligible: ({ candidate }) => candidate !== candidateOf(resign.who),
          boundUs: ({ candidate }: Membership) => boundUs(candidate),
        };
        // Whoever takes over before the resign has settled is a response as well, and one that somebody waited for.
        if (next !== undefined && next <= resign.toUs) {
          tally.judged += 1;
          const atOnce = { ...question, window: { fromUs: resign.toUs, toUs: resign.toUs } };
          timings?.took(responseOf('handover', atOnce, { overdue: undefined, isOpen: false }));
          continue;
        }
        if (!someoneWaits(question)) continue;
        const overdue = premise.delaysAreTolerated ? findOverdue(question) : undefined;
        if (overdue !== undefined) tally.violated(witness, resign, overdue, header);
        else if (premise.delaysAreTolerated && next !== undefined) tally.judged += 1;
        else {
          tally.inconclusive += 1;
          continue;
        }
        timings?.took(responseOf('handover', question, { overdue, isOpen: next !== question.window.toUs }));
      }
      return tally.judgement();
    });
  },
};

/** When a leadership began that was not there yet when the resign was called. */
function successor(beliefs: Beliefs, resign: Call): Micros | undefined {
  let first: Micros | undefined;
  for (const { elected, electedIndex, end } of beliefs.leaderships) {
    const led =
      electedIndex > resign.index ||
      (end !== undefined && end.index > (resign.returnedIndex ?? Infinity)) ||
      end === undefined;
    if (!led) continue;
    const at = earliest(elected);
    if (first === undefined || at < first) first = at;
  }
  return first;
}

function witness(resign: Call, { member, fromUs, dueUs, untilUs }: Overdue, header: HistoryHeader): Witness {
  const bound = handoverBoundUs(factsOf(header, member.candidate).claims);
  const events = [
    {
      index: member.index,
      step: `${member.who} campaigns; nothing keeps it from the store from ${seconds(fromUs)} on, and it is not elected by ${seconds(dueUs)}.`,
    },
    { index: resign.index, step: `${resign.who}, the leader, resigns at ${seconds(resign.fromUs)}.` },
    {
      index: resign.returnedIndex ?? resign.index,
      step: `The resign of ${resign.who} settles at ${seconds(resign.toUs)}.`,
    },
  ].sort((left, right) => left.index - right.index);
  return {
    sentence: `${resign.who} has resigned at ${seconds(resign.toUs)}, and nobody leads until ${seconds(untilUs)}, although ${member.who} campaigns without hindrance from ${seconds(fromUs)} on and a handover should take at most ${span(bound)}.`,
    events: events.map((each) => each.index),
    steps: events.map((each) => each.step),
    fromUs: dueUs,
    toUs: untilUs,
  };
}
