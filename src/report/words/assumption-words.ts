/** What a verdict takes for granted: the trouble that the claims tolerate, and what store and testbed are like. In phrases. */
import type { Claims } from '../../../spec/claims.ts';
import type { HistoryHeader } from '../../../spec/history.ts';
import { count, seconds } from './quantities.ts';

/** What is assumed of one thing: `['network', 'a message takes at most 100 ms one way']`. */
export type Assumption = readonly [of: string, what: string];

/** `header` of any history of the same testbed; without one, only what is claimed is known. */
export function assumptionsOf(claims: Claims, header: HistoryHeader | undefined): readonly Assumption[] {
  return [...claimed(claims), ...(header === undefined ? [] : measured(header))];
}

function claimed({ exclusivity, liveness, tolerates, timing }: Claims): readonly Assumption[] {
  if (exclusivity === 'none' && !liveness) return [['time', 'nothing that is promised here depends on it']];
  const { clockRatePpm, pauseMs, networkDelayMs } = tolerates;
  const since = timing.anchor === 'send' ? 'sending of its last renewal' : 'receipt of the answer to its last renewal';
  return [
    ['clocks', `run at most ${count(clockRatePpm)} ppm too fast or too slow`],
    ['candidates', `stand still for at most ${seconds(pauseMs * 1_000)} at a time`],
    ['network', `takes at most ${seconds(networkDelayMs * 1_000)} for a message, one way`],
    ['belief', `ends ${seconds(timing.validityMs * 1_000)} after the ${since}, by the ${timing.clock} clock`],
  ];
}

function measured(header: HistoryHeader): readonly Assumption[] {
  const { kind, granularityMs, clockRatePpm, members = 1 } = header.store;
  const clock = clockRatePpm === 0 ? 'its clock is exact' : `its clock is at most ${count(clockRatePpm)} ppm wrong`;
  const which = members === 1 ? kind : `${members} independent ${kind}`;
  return [
    ['store', `${which}: frees a record at most ${seconds(granularityMs * 1_000)} after its end; ${clock}`],
    ...(header.ledger
      ? []
      : [['record', 'nobody beside the store notes who holds the election: what needs that is not judged'] as const]),
    ['testbed', testbedWords(header)],
  ];
}

/** In the simulation each plan has delays of its own, so that those of one history say nothing of the others. */
function testbedWords({ testbed, networkDelayUsMax, uncertaintyUs }: HistoryHeader): string {
  if (testbed === 'simulated') return 'one clock times everything; links are as fast as each plan says';
  const clocks =
    uncertaintyUs === 0 ? 'one clock times everything' : `its clocks differ by at most ${seconds(2 * uncertaintyUs)}`;
  return `a healthy link takes at most ${seconds(networkDelayUsMax)}; ${clocks}`;
}
