import { beliefReads } from '../belief.ts';
import type { Beliefs, Leadership } from '../belief.ts';
import { demotionBoundUs, factsOf } from '../bounds.ts';
import { beliefAndRecordOf } from '../holding.ts';
import { earliest, latest } from '../history.ts';
import type { Micros } from '../history.ts';
import { misplacedWitness } from '../misplaced-report.ts';
import { moment, span, withNumber } from '../phrases.ts';
import type { MonitorContext, Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { outside } from '../standstill.ts';
import { storeReads } from '../store-record.ts';
import type { Tenure, TenureEnd } from '../store-record.ts';
import { Tally } from '../tally.ts';

/** WellPaired: every leadership is reported to begin and to end, and it ends in time when its record has gone. */
export const w3: Property = {
  id: 'W3',
  title: 'Every leadership is reported lost, once and in time',
  formula:
    '(elected lost)* per process, none after close; exclusivity timed: end of record(i,k) at t => lost(i,k) within D/(1-rho) + P of running time after t',
  kind: 'always',
  sources: ['kubernetes/client-go #1187', 'Gray and Cheriton, Leases (1989)'],
  usualCause:
    'An error ends the loop that renews, and nobody tells the application; or an acquisition that was under way when `close` was called is reported after it. Look at every way out of the renewal loop.',
  reads: eventTypes(beliefReads, storeReads),
  needsLedger: false,
  claimed: () => true,
  start: (context) => {
    const { beliefs, record, holdings } = beliefAndRecordOf(context);
    return judgeAtEnd([beliefs, record], (endUs) => {
      const tally = new Tally();
      for (const report of beliefs.misplaced) tally.violated(misplacedWitness, report);
      for (const leadership of beliefs.leaderships) {
        const { claims } = factsOf(context.header, leadership.candidate);
        if (context.header.ledger && claims.exclusivity === 'timed') {
          judge(tally, {
            leadership,
            tenures: holdings.of(leadership),
            beliefs,
            context,
            endUs,
            boundUs: demotionBoundUs(claims),
          });
        } else if (leadership.end?.by === 'lost') {
          tally.judged += 1;
        }
      }
      return tally.judgement();
    });
  },
};

interface Question {
  readonly leadership: Leadership;
  readonly tenures: readonly Tenure[];
  readonly beliefs: Beliefs;
  readonly context: MonitorContext;
  readonly endUs: Micros;
  readonly boundUs: Micros;
}

/** Judges how long the leadership outlived its record, in time in which its process ran. */
function judge(tally: Tally, question: Question): void {
  const { leadership, tenures, endUs, boundUs, context } = question;
  const overUs = leadership.end === undefined ? endUs : earliest(leadership.end.at);
  let late = false;
  for (const [place, tenure] of tenures.entries()) {
    if (tenure.end === undefined) continue;
    const endedUs = latest(tenure.end.at);
    // Without tokens an earlier record of the same candidate is another leadership's.
    if (leadership.token === undefined && endedUs < earliest(leadership.elected)) continue;
    const fromUs = Math.max(endedUs, latest(leadership.elected));
    const next = tenures[place + 1];
    const toUs = Math.min(overUs, next === undefined ? Infinity : earliest(next.grant.event.at));
    if (toUs - fromUs <= boundUs + context.header.uncertaintyUs) continue;
    const ranUs = runningTime(question, fromUs, toUs);
    if (ranUs <= boundUs + context.header.uncertaintyUs) continue;
    late = true;
    tally.violated(witness, question, { tenure, end: tenure.end, ranUs, fromUs, toUs });
    break;
  }
  if (late) return;
  if (leadership.end?.by === 'lost') tally.judged += 1;
  else if (leadership.end === undefined && tenures.at(-1)?.end !== undefined) tally.inconclusive += 1;
}

function runningTime({ beliefs, leadership }: Question, fromUs: Micros, toUs: Micros): Micros {
  return outside({ fromUs, toUs }, beliefs.bareStandstillsOf(leadership.who)).reduce(
    (sum, each) => sum + each.toUs - each.fromUs,
    0,
  );
}

interface Lateness {
  readonly tenure: Tenure;
  readonly end: TenureEnd;
  readonly ranUs: Micros;
  readonly fromUs: Micros;
  readonly toUs: Micros;
}

function witness({ leadership, boundUs }: Question, { tenure, end, ranUs, fromUs, toUs }: Lateness): Witness {
  const { who } = leadership;
  const lost = leadership.end?.by === 'lost' ? leadership.end : undefined;
  const then =
    lost === undefined ? 'it never reported that it lost' : `it reported that it lost only ${moment(lost.at)}`;
  return {
    sentence: `The record of ${who}${withNumber(tenure)} was ${end.by} ${moment(end.at)}; ${then}, ${span(ranUs)} of its running time later, where at most ${span(boundUs)} are promised.`,
    events:
      lost === undefined ? [leadership.electedIndex, end.index] : [leadership.electedIndex, end.index, lost.index],
    steps: [
      `${who} is elected${withNumber(leadership)}.`,
      `Its record is ${end.by}; from now on it has ${span(boundUs)} of running time to notice.`,
      ...(lost === undefined ? [] : [`Only now ${who} reports that it lost.`]),
    ],
    fromUs,
    toUs,
  };
}
