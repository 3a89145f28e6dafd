import { beliefReads, beliefsOf } from '../belief.ts';
import type { Beliefs, Leadership } from '../belief.ts';
import { earliest, latest } from '../history.ts';
import type { Micros } from '../history.ts';
import { misplacedWitness } from '../misplaced-report.ts';
import { participationOf, participationReads } from '../participation.ts';
import type { Participant, Question } from '../participation.ts';
import { moment, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { touchesAny } from '../standstill.ts';
import { Tally } from '../tally.ts';

/** CallbackWellFormed: the reports of a process alternate, and `isLeader` says the same as they do. */
export const s8: Property = {
  id: 'S8',
  title: 'Reports alternate, and isLeader agrees with them',
  formula:
    '(elected lost)* per process; isLeader() = x over [inv,ret] => B is x at some instant of it, or of the next 2 ms where x is no, outside the callback window',
  kind: 'always',
  sources: ['kubernetes/client-go #1187'],
  usualCause:
    'A flag and a callback that are set in different places, an error path that clears the flag without a report, or a loop that reports again after a retry. Look at every place that changes the flag.',
  reads: eventTypes(beliefReads, participationReads),
  needsLedger: false,
  claimed: () => true,
  start: (context) => {
    const beliefs = beliefsOf(context);
    const participation = participationOf(context);
    const { uncertaintyUs } = context.header;
    return judgeAtEnd([beliefs, participation], () => {
      const tally = new Tally();
      for (const leadership of beliefs.leaderships) if (leadership.end?.by !== 'elected') tally.judged += 1;
      for (const report of beliefs.misplaced) {
        if (report.kind !== 'after-close') tally.violated(misplacedWitness, report);
      }
      const wrong: WrongAnswer[] = [];
      for (const each of participation.all()) judge(tally, wrong, each, beliefs, uncertaintyUs);
      wrong.sort((left, right) => left.question.answeredIndex - right.question.answeredIndex);
      for (const { question, last } of wrong) tally.violated(witness, question, last);
      return tally.judgement();
    });
  },
};

interface WrongAnswer {
  readonly question: Question;
  /** What the process reported before. */
  readonly last: Leadership | undefined;
}

/** The timers of a platform count in milliseconds, and ring up to two of them after the moment that a clock shows. */
const TIMER_LATE_US = 2000;

/** Judges all answers of one process; those that are wrong are left to be told in the order of the history. */
function judge(
  tally: Tally,
  wrong: WrongAnswer[],
  { who, questions }: Participant,
  beliefs: Beliefs,
  uncertaintyUs: Micros,
): void {
  const all = beliefs.of(who);
  const standstills = beliefs.standstillsOf(who);
  for (const question of questions) {
    const fromUs = earliest(question.invoked.at) - uncertaintyUs;
    const toUs = latest(question.answered.at) + uncertaintyUs;
    const last = lastBefore(all, toUs);
    const end = last?.end;
    // The callback window: a report within the call or in the same turn, or a process that has just resumed.
    const elected = last !== undefined && latest(last.elected) >= fromUs;
    const ended = end !== undefined && earliest(end.at) <= toUs && latest(end.at) >= fromUs;
    const believes = last !== undefined && (end === undefined || earliest(end.at) > toUs);
    // It has read on its clock what its timer is about to say.
    const isAboutToEnd = !question.leading && end?.by === 'lost' && earliest(end.at) - toUs <= TIMER_LATE_US;
    const stood = standstills.length > 0 && touchesAny(standstills, { fromUs, toUs });
    if (elected || ended || stood || isAboutToEnd) tally.inconclusive += 1;
    else if (believes === question.leading) tally.judged += 1;
    else wrong.push({ question, last });
  }
}

/** The last leadership that may have begun by then. They are in order, so the search halves. */
function lastBefore(all: readonly Leadership[], byUs: Micros): Leadership | undefined {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const leadership = all[middle];
    if (leadership !== undefined && earliest(leadership.elected) <= byUs) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? undefined : all[low - 1];
}

function witness(question: Question, last: Leadership | undefined): Witness {
  const { who } = question.answered;
  const reported =
    last === undefined
      ? 'it has never reported that it was elected'
      : last.end === undefined || earliest(last.end.at) > latest(question.answered.at)
        ? `it was elected${withNumber(last)} ${moment(last.elected)} and had not lost`
        : `its last leadership${withNumber(last)} had ended ${moment(last.end.at)}`;
  const report =
    last === undefined
      ? []
      : last.end !== undefined && last.end.index < question.answeredIndex
        ? [last.end.index]
        : [last.electedIndex];
  return {
    sentence: `isLeader of ${who} answered ${question.leading ? 'yes' : 'no'} ${moment(question.answered.at)}, but ${reported}.`,
    events: [...report, question.invokedIndex, question.answeredIndex],
    steps: [
      ...report.map(() => `The last report of ${who}: ${reported}.`),
      `${who} is asked whether it leads.`,
      `It answers ${question.leading ? 'yes' : 'no'}.`,
    ],
    fromUs: earliest(question.invoked.at),
    toUs: latest(question.answered.at),
  };
}
