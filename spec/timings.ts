/**
 * How long an election took to respond, each response beside the bound that it was judged by. The monitors of liveness
 * tell what they judged, so that what is measured is what was promised: a history on which nothing was promised gives
 * nothing, and the share of the bound is above one exactly where the promise was broken.
 */
import type { Beliefs } from './belief.ts';
import type { Micros } from './history.ts';
import type { PropertyId } from './property.ts';
import type { Stretch } from './standstill.ts';
import { unbelieved, vacancies } from './vacancies.ts';

/**
 * - `leaderless`: a stretch in which nobody led, or whoever did stood still, while somebody waited;
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
  /** In which nobody believed. */
  readonly us: Micros;
  /** Besides, time in which whoever believed stood still. Stalls of a busy machine count, however short. */
  readonly stillUs: Micros;
  /** How long the history was. */
  readonly ofUs: Micros;
  /** In which nobody believed. */
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
    const stretches = unbelieved(beliefs, endUs);
    const us = totalUs(stretches);
    const longestUs = stretches.reduce((most, { fromUs, toUs }) => Math.max(most, toUs - fromUs), 0);
    const stillUs = totalUs(vacancies(beliefs, endUs)) - us;
    this.leaderless = { us, stillUs, ofUs: endUs, stretches: stretches.length, longestUs };
  }
}

function totalUs(stretches: readonly Stretch[]): Micros {
  return stretches.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0);
}
