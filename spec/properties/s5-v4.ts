import { beliefReads } from '../belief.ts';
import type { Claims } from '../claims.ts';
import { earliest, latest, type Micros } from '../history.ts';
import { beliefAndRecordOf } from '../holding.ts';
import { leadershipsByLedger } from '../leadership-by-ledger.ts';
import { leadershipsByNumber } from '../leadership-by-number.ts';
import type { LeadershipHistory, LeadershipOperation } from '../leadership-history.ts';
import { linearizability } from '../linearizability.ts';
import { participationOf, participationReads, type View } from '../participation.ts';
import { moment, seconds } from '../phrases.ts';
import type { Judgement, MonitorContext, Property, Witness } from '../property.ts';
import { eventTypes, judgeAtEnd } from '../shared-evidence.ts';
import { storeReads } from '../store-record.ts';

/**
 * LeaderView V4, linearizable: campaigns, resignations and views are the operations of one election object (election.ts),
 * which ends a leadership by itself only after its lease. It is the one level that compares what different observers were
 * told: V2 lets two of them see leaders in opposite orders, V3 lets each be late.
 */
export const s5V4: Property = {
  id: 'S5-V4',
  title: 'All answers about the leader fit into one order of events',
  formula:
    'exists a total order of campaigns, resigns and views that extends real time and that the election object allows, with expire(k) only after the lease of k',
  kind: 'always',
  sources: [
    'Herlihy and Wing, Linearizability (1990)',
    'Ongaro, Consensus: Bridging Theory and Practice (2014), section 6.4',
    'etcd-io/etcd #20418',
  ],
  usualCause:
    'An answer comes from a replica, a watch or a cache that may be behind, although somebody has been told of a newer leader; or a leader answers from a lease that it counts too long. Read where a majority agrees, or from the leader of the store.',
  reads: eventTypes(participationReads, beliefReads, storeReads),
  needsLedger: false,
  claimed: ({ leaderView }: Claims) => leaderView === 'linearizable',
  start: (context) => {
    const participation = participationOf(context);
    const { beliefs, record, holdings } = beliefAndRecordOf(context);
    const { header } = context;
    return judgeAtEnd([participation, beliefs, record], (endUs) => {
      const asked = countViews(participation.all());
      if (asked === 0) return nothing;
      const history = header.ledger
        ? leadershipsByLedger({ header, participation, beliefs, record, holdings }, endUs)
        : leadershipsByNumber({ header, participation, beliefs });
      return 'why' in history
        ? { judged: 0, inconclusive: asked, reason: history.why }
        : judgeOrder(context, history, asked);
    });
  },
};

const nothing: Judgement = { judged: 0, inconclusive: 0 };

function countViews(participants: Iterable<{ readonly views: readonly View[] }>): number {
  let count = 0;
  for (const { views } of participants) count += views.length;
  return count;
}

function judgeOrder(context: MonitorContext, history: LeadershipHistory, asked: number): Judgement {
  const { operations, undecided } = history;
  if (undecided === asked) return { judged: 0, inconclusive: asked };
  const answer = linearizability(context, 'election', operations);
  switch (answer.verdict) {
    case 'linearizable':
      return { judged: asked - undecided, inconclusive: undecided };
    case 'unknown':
      return { judged: 0, inconclusive: asked, reason: answer.reason };
    case 'not-linearizable':
      return {
        judged: asked - undecided,
        inconclusive: undecided,
        witness: witness(history, answer.culprits),
      };
  }
}

function witness(history: LeadershipHistory, culprits: readonly number[]): Witness {
  const told = culprits.flatMap((place) => history.operations[place] ?? []).sort((a, b) => a.index - b.index);
  const last = told.findLast(({ view }) => view !== undefined);
  return {
    sentence: sentence(history, told, last),
    events: told.map(({ index }) => index),
    steps: told.map((operation) => step(history, operation)),
    ...contradicted(told),
  };
}

/** What makes the last of the answers impossible, where that is one thing; else that no order fits. */
function sentence(
  history: LeadershipHistory,
  told: readonly LeadershipOperation[],
  last: LeadershipOperation | undefined,
): string {
  if (last?.view === undefined) return 'No order of these operations fits what an election does.';
  const { view, who, number } = last;
  const leader = number === 0 ? 'nobody' : leaderIn(view);
  const [asked, answered] = [moment(view.invoked.at), moment(view.answered.at)];
  const answer = `${who}, asking ${asked}, was told ${asked === answered ? '' : `${answered} `}that ${leader} leads`;
  const before = told.filter((operation) => operation !== last && operation.toUs < last.fromUs);
  const newer = before.findLast((operation) => number !== 0 && operation.number > number);
  if (newer !== undefined) return `${answer}, after ${happened(history, newer)}.`;
  const over = before.findLast((operation) => operation.does === 'resign' && operation.number === number);
  if (over !== undefined) return `${answer}, after ${happened(history, over)}.`;
  const vacant = before.findLast((operation) => number !== 0 && operation.view !== undefined && operation.number === 0);
  if (vacant !== undefined) return `${answer}, after ${happened(history, vacant)}.`;
  const begun = before.findLast((operation) => operation.number > 0);
  const kept = told.find(({ does, view: answered, fromUs }) => isKept(does, answered) && fromUs > last.toUs);
  if (number === 0 && begun !== undefined && kept !== undefined) {
    return `${answer}, after ${happened(history, begun)} and while that leadership lasted without a gap.`;
  }
  const later = told.find(({ does, fromUs }) => does === 'campaign' && fromUs > last.toUs);
  if (later !== undefined) return `${answer}, before that leadership had begun.`;
  return `${answer}, which fits into no order with the other answers.`;
}

function isKept(does: LeadershipOperation['does'], view: View | undefined): boolean {
  return does === 'view' && view === undefined;
}

/** As a part of a sentence. */
function happened({ nameOf }: LeadershipHistory, { does, number, who, toUs, view }: LeadershipOperation): string {
  const leader = number === 0 ? 'nobody' : nameOf(number);
  if (does === 'campaign') return `${leader} had been elected ${moment(Math.max(0, toUs))}`;
  if (does === 'resign') return `${leader} had resigned ${moment(toUs)}`;
  if (view === undefined) return `${leader} had held its record`;
  return `${who} had been told ${moment(view.answered.at)} that ${leader} leads`;
}

/** As a step of the witness. */
function step({ nameOf }: LeadershipHistory, operation: LeadershipOperation): string {
  const { does, number, who, view, happened: isCertain } = operation;
  const leader = number === 0 ? 'nobody' : nameOf(number);
  if (does === 'campaign') return isCertain ? `${leader} is elected.` : `${leader} is granted the election.`;
  if (does === 'resign') return `The resignation of ${leader} is complete.`;
  if (view === undefined) return `Until here the record of ${leader} was there.`;
  const [askedUs, toldUs] = [earliest(view.invoked.at), earliest(view.answered.at)];
  const asked = seconds(askedUs) === seconds(toldUs) ? '' : `; it asked at ${seconds(askedUs)}`;
  return `${who} is told that ${number === 0 ? 'nobody' : leaderIn(view)} leads${asked}.`;
}

function leaderIn({ holder, number, answered }: View): string {
  const kind = answered.value?.token === undefined ? 'term' : 'token';
  return `${holder ?? 'nobody'}${number === undefined ? '' : ` with ${kind} ${number}`}`;
}

/** From when the last but one of them was known until the last was: until then there was an order. */
function contradicted(told: readonly LeadershipOperation[]): Pick<Witness, 'fromUs' | 'toUs'> {
  const known = told.map((operation) => knownUs(operation)).sort((left, right) => left - right);
  const toUs = known.at(-1) ?? 0;
  return { fromUs: known.at(-2) ?? toUs, toUs };
}

/** When what an operation shows was known, as far as the history tells. */
function knownUs({ toUs, fromUs, view }: LeadershipOperation): Micros {
  if (view !== undefined) return latest(view.answered.at);
  return toUs === Infinity ? Math.max(0, fromUs) : Math.max(0, toUs);
}
