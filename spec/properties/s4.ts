import { beliefReads, beliefsOf } from '../belief.ts';
import type { Beliefs, Leadership } from '../belief.ts';
import { earliest, latest } from '../history.ts';
import type { Micros } from '../history.ts';
import { moment, seconds, span, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import type { Stretch } from '../standstill.ts';
import { Tally } from '../tally.ts';

/** LeaseExclusivity: no two processes believe at once. An overlap counts only when it is certain and longer than the clocks may differ. */
export const s4: Property = {
  id: 'S4',
  title: 'At most one candidate believes that it leads',
  formula: '[] forall t: card{i : B_i(t)} <= 1',
  kind: 'always',
  sources: ['Gray and Cheriton, Leases (1989)', 'Ongaro, Consensus: Bridging Theory and Practice (2014), section 6.4'],
  usualCause:
    'The holder believes longer than the store keeps its record: no local deadline, one that counts from the reply or runs on the wall clock, or a renewal or release that hit the record of another. Compare the end of belief with the last renewal that the store applied.',
  reads: beliefReads,
  needsLedger: false,
  claimed: (claims) => claims.exclusivity === 'timed',
  start: (context) => {
    const beliefs = beliefsOf(context);
    const { uncertaintyUs } = context.header;
    return judgeAtEnd([beliefs], (endUs) => {
      const tally = new Tally();
      tally.judged = beliefs.leaderships.length;
      const overlap = firstOverlap(certainBelief(beliefs, endUs), uncertaintyUs);
      if (overlap !== undefined) {
        tally.judged -= 1;
        tally.violated(witness, overlap);
      } else {
        tally.inconclusive = undecided(beliefs.leaderships, endUs);
        tally.judged -= Math.min(tally.judged, tally.inconclusive);
      }
      return tally.judgement();
    });
  },
};

interface Believing extends Stretch {
  readonly leadership: Leadership;
}

interface Overlap extends Stretch {
  /** Elected before the other. */
  readonly first: Leadership;
  readonly second: Leadership;
}

function certainBelief(beliefs: Beliefs, endUs: Micros): readonly Believing[] {
  const all: Believing[] = [];
  for (const leadership of beliefs.leaderships) {
    for (const { fromUs, toUs } of beliefs.certain(leadership, endUs)) all.push({ leadership, fromUs, toUs });
  }
  return all.sort((left, right) => left.fromUs - right.fromUs);
}

/** Sweeps in time. Of what began before, only the longest belief of two different processes can matter. */
function firstOverlap(all: readonly Believing[], uncertaintyUs: Micros): Overlap | undefined {
  let longest: Believing | undefined;
  let second: Believing | undefined;
  for (const each of all) {
    const { who } = each.leadership;
    const other = longest?.leadership.who === who ? second : longest;
    if (other !== undefined) {
      const toUs = Math.min(other.toUs, each.toUs);
      if (toUs - each.fromUs > uncertaintyUs) {
        return { ...inOrder(other.leadership, each.leadership), fromUs: each.fromUs, toUs };
      }
    }
    if (longest === undefined || each.toUs > longest.toUs) {
      if (longest !== undefined && longest.leadership.who !== who) second = longest;
      longest = each;
    } else if (longest.leadership.who !== who && (second === undefined || each.toUs > second.toUs)) {
      second = each;
    }
  }
  return undefined;
}

/** A stretch of certain belief may begin long after the election, behind a stall: what is told begins with the elections. */
function inOrder(one: Leadership, other: Leadership): Pick<Overlap, 'first' | 'second'> {
  return one.electedIndex < other.electedIndex ? { first: one, second: other } : { first: other, second: one };
}

/** How many leaderships may have overlapped with an earlier one of another process, though not for certain. */
function undecided(leaderships: readonly Leadership[], endUs: Micros): number {
  let count = 0;
  let longest: Leadership | undefined;
  let untilUs = -Infinity;
  for (const each of leaderships) {
    const toUs = each.end === undefined ? endUs : latest(each.end.at);
    if (longest !== undefined && longest.who !== each.who && earliest(each.elected) < untilUs) count += 1;
    if (toUs > untilUs) {
      longest = each;
      untilUs = toUs;
    }
  }
  return count;
}

function witness({ first, second, fromUs, toUs }: Overlap): Witness {
  const ended =
    first.end?.by === 'lost' ? `${first.who} gives up only ${moment(first.end.at)}` : `${first.who} has not given up`;
  return {
    sentence: `${first.who}${withNumber(first)} and ${second.who}${withNumber(second)} both believed that they lead for ${span(toUs - fromUs)}, from ${seconds(fromUs)} to ${seconds(toUs)}.`,
    events: [first.electedIndex, second.electedIndex],
    steps: [
      `${first.who} is elected${withNumber(first)} ${moment(first.elected)}.`,
      `${second.who} is elected${withNumber(second)} ${moment(second.elected)}; ${ended}.`,
    ],
    fromUs,
    toUs,
  };
}
