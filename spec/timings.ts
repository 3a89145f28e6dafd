/**
 * How long an election took to respond, each response beside the bound that it was judged by. The monitors of liveness
 * tell what they judged, so that what is measured is what was promised: a history on which nothing was promised gives
 * nothing, and the share of the bound is above one exactly where the promise was broken.
 */
import type { Beliefs } from './belief.ts';
import type { Micros } from './history.ts';
import type { PropertyId } from './property.ts';
import { vacancies } from './vacancies.ts';

/**
 * - `leaderless`: a stretch in which nobody led, while somebody waited;
 * - `failover`: from the crash of a leader, or its cut, to the next leader;
 * - `handover`: from the `ok` of a resign to the next leader;
 * - `demotion`: from the last renewal, or the cut, to the end of belief, in the running time of the holder.
 */
export type TimedMeasure = 'leaderless' | 'failover' | 'handover' | 'demotion';

/** The measures in the order in which they are told, each with the promise that bounds it. */
export const timedMeasures: readonly { readonly measure: TimedMeasure; readonly property: PropertyId }[] = [
  { measure: 'leaderless', property: 'L1' },
  { measure: 'failover', property: 'L2' },
  { measure: 'handover', property: 'L4' },
  { measure: 'demotion', property: 'L3' },
];

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

/** Time without a leader, whatever the reason, faults included. */
export interface LeaderlessTime {
  readonly us: Micros;
  /** How long the history was. */
  readonly ofUs: Micros;
  readonly stretches: number;
  readonly longestUs: Micros;
}

/** What is measured while one history is judged. */
export class Timings {
  readonly pieces: TimedPiece[] = [];
  /** Undefined where nothing that was judged asked who leads. */
  leaderless: LeaderlessTime | undefined;

  took(piece: TimedPiece): void {
    this.pieces.push(piece);
  }

  /** To be told when the history has ended. */
  ended(beliefs: Beliefs, endUs: Micros): void {
    if (beliefs.feeding === undefined) return;
    let us = 0;
    let longestUs = 0;
    const stretches = vacancies(beliefs, endUs);
    for (const { fromUs, toUs } of stretches) {
      us += toUs - fromUs;
      longestUs = Math.max(longestUs, toUs - fromUs);
    }
    this.leaderless = { us, ofUs: endUs, stretches: stretches.length, longestUs };
  }
}
