import { withNumber, moment } from '../phrases.ts';
import type { ElectedEvent } from '../history.ts';
import { earliest, latest } from '../history.ts';
import type { Property } from '../property.ts';
import { Tally } from '../tally.ts';

/** ElectionSafety: a term (or token, where there is no term) has one leader in all of history. */
export const s1: Property = {
  id: 'S1',
  title: 'Two candidates never hold the same term',
  formula: '[](forall i # j, k: ~(elected(i,k) in hist /\\ elected(j,k) in hist))',
  kind: 'always',
  sources: ['Ongaro, Consensus: Bridging Theory and Practice (2014), figure 3.2', 'raft.tla, `elections`'],
  usualCause:
    'A number that is not drawn in the same atomic step as the grant, a vote or counter that a restart forgets, or two processes that share one identity. Look at where the term or token comes from.',
  reads: ['elected'],
  needsLedger: false,
  claimed: (claims) => claims.fencing === 'monotonic' || claims.timing.kind === 'peers',
  start: () => {
    const tally = new Tally();
    const byTerm = new Map<string, { readonly event: ElectedEvent; readonly index: number }>();
    const byToken: typeof byTerm = new Map();
    return {
      step: (event, index) => {
        if (event.type !== 'elected') return;
        const number = event.term ?? event.token;
        if (number === undefined) return;
        const known = event.term === undefined ? byToken : byTerm;
        const first = known.get(number);
        if (first === undefined || first.event.who === event.who) {
          if (first === undefined) known.set(number, { event, index });
          tally.judged += 1;
          return;
        }
        if (tally.decided) return;
        tally.violated(() => ({
          sentence: `${first.event.who} and ${event.who} were both elected${withNumber(event)}: ${first.event.who} ${moment(first.event.at)}, ${event.who} ${moment(event.at)}.`,
          events: [first.index, index],
          steps: [
            `${first.event.who} is elected${withNumber(first.event)}.`,
            `${event.who} is elected with the same ${event.term === undefined ? 'token' : 'term'}.`,
          ],
          fromUs: earliest(first.event.at),
          toUs: latest(event.at),
        }));
      },
      end: () => tally.judgement(),
    };
  },
};
