/** Beginnings that several golden histories share. */
import { historyOf } from './build-history.ts';
import type { HistoryBuilder, HistoryOptions } from './build-history.ts';

/** a is granted token 1 at 1 s and believes it from 1.010 s on. */
export function led(options?: HistoryOptions): HistoryBuilder {
  return historyOf(options).campaigns(900, 'a#0').granted(1000, 'a#0', { token: 1 }).elected(1010, 'a#0', 1);
}

/** The same without tokens, on a resource that checks none. */
export function ledUnfenced(): HistoryBuilder {
  const options: HistoryOptions = { resource: 'open', claims: { fencing: 'none' } };
  return historyOf(options).campaigns(900, 'a#0').granted(1000, 'a#0').elected(1010, 'a#0');
}

/** a is granted token 1 at 1 s for 10 s, and hears of it when the record has expired. */
export function lateReplyHistory(electedMs: number): HistoryBuilder {
  return historyOf()
    .campaigns(900, 'a#0')
    .granted(1000, 'a#0', { token: 1 })
    .expired([11_000, 11_040])
    .elected(electedMs, 'a#0', 1);
}
