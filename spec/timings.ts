/**
 * How long an election took to respond, each response beside the bound that it was judged by. The monitors of liveness
 * tell what they judged, so that what is measured is what was promised: a history on which nothing was promised gives
 * nothing, and the share of the bound is above one exactly where the promise was broken.
 */
import type { Beliefs } from './belief.ts';
import type { Micros } from './history.ts';
import type { PropertyId } from './property.ts';
import type { Stretch } from './standstill.ts';
import type { PieceTaker, TimedMeasure, TimedPiece } from './timed-piece.ts';
import { unbelieved, vacancies } from './vacancies.ts';

/** The measures in the order in which they are told, each with the promise that bounds it. */
export const timedMeasures: readonly { readonly measure: TimedMeasure; readonly property: PropertyId }[] = [
  { measure: 'leaderless', property: 'L1' },
  { measure: 'failover', property: 'L2' },
  { measure: 'handover', property: 'L4' },
  { measure: 'demotion', property: 'L3' },
];

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
export class Timings implements PieceTaker {
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
