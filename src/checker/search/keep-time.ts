/** Long histories take a while to prepare, and a limit of time counts for that, too. */
import type { Limits } from '../engine.ts';

/** Thrown by `keepTime`, and caught where the search is begun. */
export class TimeIsOver extends Error {}

/** Operations between two looks at the time, well below a millisecond. */
const BETWEEN_LOOKS = 2048;

export function keepTime(limits: Limits): void {
  if (limits.isOver()) throw new TimeIsOver('the time of the search is over');
}

/** `keepTime`, now and then, for a loop over many operations. */
export function keepTimeAt(index: number, limits: Limits): void {
  if (index % BETWEEN_LOOKS === BETWEEN_LOOKS - 1) keepTime(limits);
}
