/** One response that a monitor of liveness judged, beside its bound: what `timings.ts` gathers. */
import type { Micros } from './history.ts';

/**
 * - `leaderless`: a stretch in which nobody led, or whoever did stood still, while somebody waited;
 * - `failover`: from the crash of a leader, or its cut, to the next leader;
 * - `handover`: from the `ok` of a resign to the next leader;
 * - `demotion`: from the last renewal, or the cut, to the end of belief, in the running time of the holder.
 */
export type TimedMeasure = 'leaderless' | 'failover' | 'handover' | 'demotion';

/** One response that was judged. */
export interface TimedPiece {
  readonly measure: TimedMeasure;
  readonly tookUs: Micros;
  /**
   * From the same instant to when it was due: the bound itself, and before it the time for which a former holder may
   * rightly block the election. Infinity where nobody was entitled to lead when the response came.
   */
  readonly boundUs: Micros;
  /** It had not come when the promise, or the history, was over: it took at least as long. */
  readonly isOpen: boolean;
}

/** Takes the pieces of one history. */
export interface PieceTaker {
  took(piece: TimedPiece): void;
}
