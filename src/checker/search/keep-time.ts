/** Long histories take a while to prepare, and a limit of time counts for that, too. */
import type { Limits } from '../engine.ts';

/** Thrown by `keepTime`, and caught where the search is begun. */
export class TimeIsOver extends Error {}

/** Looked at in loops over many operations: the time is asked for at each index of which these bits are set. */
export const LOOK_MASK = 2047;

export function keepTime(limits: Limits): void {
  if (limits.isOver()) throw new TimeIsOver('the time of the search is over');
}
