import { candidateOf, compareTokens, earliest, latest } from '../history.ts';
import type { CandidateId, ElectedEvent } from '../history.ts';
import { moment, withNumber } from '../phrases.ts';
import type { Property } from '../property.ts';
import { Tally } from '../tally.ts';

/** TermMonotonePerCandidate: what a candidate reports never falls, restarts included. */
export const w2: Property = {
  id: 'W2',
  title: 'A candidate never reports a lower term than before',
  formula: 'elected(b#m,k) before elected(b#n,l) => k <= l',
  kind: 'always',
  sources: ['Ongaro, Consensus: Bridging Theory and Practice (2014), section 3.4: durable current term'],
  usualCause:
    'The counter or the durable state behind the number was lost, in the store or on the candidate’s disk, or a late reply was taken for a new one. Look at what a restart reads back.',
  reads: ['elected'],
  needsLedger: false,
  claimed: (claims) => claims.fencing === 'monotonic' || claims.timing.kind === 'peers',
  start: () => {
    const tally = new Tally();
    const largest = new Map<
      CandidateId,
      { readonly event: ElectedEvent; readonly index: number; readonly number: string }
    >();
    return {
      step: (event, index) => {
        if (event.type !== 'elected') return;
        const number = event.term ?? event.token;
        if (number === undefined) return;
        const candidate = candidateOf(event.who);
        const before = largest.get(candidate);
        if (before === undefined || compareTokens(before.number, number) <= 0) {
          tally.judged += 1;
          largest.set(candidate, { event, index, number });
          return;
        }
        // Incarnations are different processes: their order is certain only where their times do not touch.
        if (before.event.who !== event.who && latest(before.event.at) >= earliest(event.at)) {
          tally.inconclusive += 1;
          return;
        }
        if (tally.decided) return;
        tally.violated(() => ({
          sentence: `${event.who} was elected${withNumber(event)} ${moment(event.at)}, after ${before.event.who} had been elected${withNumber(before.event)} ${moment(before.event.at)}.`,
          events: [before.index, index],
          steps: [
            `${before.event.who} is elected${withNumber(before.event)}.`,
            `${event.who} is elected${withNumber(event)}, which is lower.`,
          ],
          fromUs: earliest(before.event.at),
          toUs: latest(event.at),
        }));
      },
      end: () => tally.judgement(),
    };
  },
};
