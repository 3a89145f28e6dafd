import type { Claims } from '../claims.ts';
import { compareTokens, earliest, latest } from '../history.ts';
import { participationOf, participationReads, type View } from '../participation.ts';
import { moment } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { Tally } from '../tally.ts';

/**
 * LeaderView V2, monotone reads: what an observer is told never goes back. An observer is one process, which is a session;
 * only answers of which one was complete before the other was asked for are compared, in the order of the process itself.
 */
export const s5V2: Property = {
  id: 'S5-V2',
  title: 'What an observer is told about the leader never goes back',
  formula: 'view(o) = (h,k) returned before view(o) = (j,m) is invoked => k <= m',
  kind: 'always',
  sources: ['Terry et al., Session guarantees for weakly consistent replicated data (1994)', 'ZooKeeper, sync'],
  usualCause:
    'Answers come from different replicas, or a late event overwrites what a newer one had put into a cache. Look for a read that does not go through the leader of the store, and for a cache that does not compare numbers.',
  reads: participationReads,
  needsLedger: false,
  claimed: ({ leaderView }: Claims) => leaderView === 'monotonic' || leaderView === 'linearizable',
  start: (context) => {
    const participation = participationOf(context);
    return judgeAtEnd([participation], () => {
      const tally = new Tally();
      for (const { who, views } of participation.all()) compareInOrder(views, who, tally);
      return tally.judgement();
    });
  },
};

function compareInOrder(views: readonly View[], who: string, tally: Tally): void {
  let highest: View | undefined;
  for (const view of views) {
    if (view.number === undefined) continue;
    if (highest?.number === undefined) {
      highest = view;
      continue;
    }
    const order = compareTokens(view.number, highest.number);
    if (view.invokedIndex > highest.answeredIndex) {
      if (order < 0) tally.violated(witness, highest, view, who);
      else tally.judged += 1;
    }
    if (order > 0) highest = view;
  }
}

function witness(before: View, after: View, who: string): Witness {
  const told = ({ holder, number }: View): string => `${holder ?? 'nobody'} with number ${number ?? 'none'}`;
  return {
    sentence: `${who} was told ${moment(before.answered.at)} that ${told(before)} leads, and ${moment(after.answered.at)}, asked later, that ${told(after)} does.`,
    events: [before.answeredIndex, after.invokedIndex, after.answeredIndex],
    steps: [
      `${who} is told that ${told(before)} leads.`,
      `${who} asks again.`,
      `It is told ${told(after)}: an older leadership.`,
    ],
    fromUs: earliest(before.answered.at),
    toUs: latest(after.answered.at),
  };
}
