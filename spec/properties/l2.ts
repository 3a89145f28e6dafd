import { beliefsOf, type Beliefs, type Leadership } from '../belief.ts';
import { boundsOf, factsOf, failoverBoundUs } from '../bounds.ts';
import { earliest, latest, type HistoryHeader, type Micros } from '../history.ts';
import { moment, seconds, span, withNumber } from '../phrases.ts';
import { premiseOf, premiseReads, type Membership, type Premise } from '../premise.ts';
import type { Property, Witness } from '../property.ts';
import { findOverdue, responseOf, someoneWaits, type Overdue, type Question } from '../response.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { Tally } from '../tally.ts';

/** Failover_F. */
export const l2: Property = {
  id: 'L2',
  title: 'When a leader crashes or is cut off, another one leads within the bound',
  formula: "(crash(l) or isolated(l)) at t /\\ premise on the rest on [t', t'+F] => exists i: elected(i) in [t, t'+F]",
  kind: 'within',
  sources: [
    'Gray and Cheriton, Leases (1989)',
    'Burrows, The Chubby lock service (2006)',
    'Ongaro (2014), section 3.9',
  ],
  usualCause:
    'The record of the dead leader does not expire, or those who wait are not woken and do not poll. Look at the lifetime of the record in the store and at the waiting candidates after its end.',
  reads: premiseReads,
  needsLedger: false,
  claimed: (claims) => claims.liveness,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const premise = premiseOf(context);
    const { header, timings } = context;
    return judgeAtEnd(premise.evidence, (endUs) => {
      const tally = new Tally();
      const boundUs = boundsOf(header, failoverBoundUs);
      for (const failure of failures(beliefs, premise)) {
        const next = successor(beliefs, failure);
        const window = { fromUs: failure.fromUs, toUs: Math.min(endUs, failure.untilUs, next ?? Infinity) };
        const question: Question = {
          premise,
          window,
          eligible: ({ who, candidate }) =>
            failure.died ? who !== failure.of.who : candidate !== failure.of.candidate,
          boundUs: ({ candidate }: Membership) => boundUs(candidate),
        };
        if (!someoneWaits(question)) continue;
        const overdue = premise.delaysAreTolerated ? findOverdue(question) : undefined;
        if (overdue !== undefined) tally.violated(witness, failure, overdue, header);
        else if (premise.delaysAreTolerated && next !== undefined && next <= failure.untilUs) tally.judged += 1;
        else {
          tally.inconclusive += 1;
          continue;
        }
        timings?.took(responseOf('failover', question, { overdue, isOpen: next !== window.toUs }));
      }
      return tally.judgement();
    });
  },
};

interface Failure {
  readonly of: Leadership;
  readonly fromUs: Micros;
  /** When the isolation ends; Infinity for a crash. */
  readonly untilUs: Micros;
  readonly died: boolean;
  readonly index: number;
}

/** Leaders that died or were isolated while they led. */
function failures(beliefs: Beliefs, premise: Premise): readonly Failure[] {
  const found: Failure[] = [];
  for (const leadership of beliefs.leaderships) {
    const { elected, end, candidate } = leadership;
    if (end?.by === 'crashed') {
      found.push({ of: leadership, fromUs: latest(end.at), untilUs: Infinity, died: true, index: end.index });
      continue;
    }
    const endUs = end === undefined ? Infinity : earliest(end.at);
    for (const { fromUs, toUs, index, isolates } of premise.troubles.of(candidate)) {
      const hits = isolates && fromUs >= latest(elected) && fromUs < endUs;
      if (hits) found.push({ of: leadership, fromUs, untilUs: toUs, died: false, index });
    }
  }
  return found;
}

/** When another leadership began, or was there already. */
function successor(beliefs: Beliefs, { of, fromUs }: Failure): Micros | undefined {
  let first: Micros | undefined;
  for (const other of beliefs.leaderships) {
    if (other === of || (other.end !== undefined && latest(other.end.at) < fromUs)) continue;
    const at = Math.max(fromUs, earliest(other.elected));
    if (first === undefined || at < first) first = at;
  }
  return first;
}

function witness({ of, fromUs: failedUs, died, index }: Failure, overdue: Overdue, header: HistoryHeader): Witness {
  const { member, fromUs, dueUs, untilUs } = overdue;
  const bound = failoverBoundUs(factsOf(header, member.candidate));
  const what = died ? 'crashes' : 'is cut off';
  const events = [
    { index: of.electedIndex, step: `${of.who} is elected${withNumber(of)} ${moment(of.elected)}.` },
    {
      index: member.index,
      step: `${member.who} campaigns; nothing keeps it from the store from ${seconds(fromUs)} on, and it is not elected by ${seconds(dueUs)}.`,
    },
    { index, step: `${of.who} ${what} at ${seconds(failedUs)}.` },
  ].sort((left, right) => left.index - right.index);
  return {
    sentence: `${of.who}, the leader${withNumber(of)}, ${what} at ${seconds(failedUs)}, and nobody else leads until ${seconds(untilUs)}, although ${member.who} campaigns without hindrance from ${seconds(fromUs)} on and a failover should take at most ${span(bound)} from then.`,
    events: events.map((each) => each.index),
    steps: events.map((each) => each.step),
    fromUs: dueUs,
    toUs: untilUs,
  };
}
