/** A fault between the nemesis, which fires it, and its action. */
import type { FaultEvent, Micros } from '../../../spec/history.ts';
import type { Fault } from '../../plan/plan.ts';

/** Where a fault acts, as its events say it. */
export type FaultPlace = Pick<FaultEvent, 'from' | 'to' | 'on' | 'amount' | 'detail'>;

/** A fault that has been fired, in the hands of its action. */
export interface FiredFault {
  readonly fault: Fault;
  /** Records its beginning, now or at `atUs`, and lets `undo` happen when it ends. Returns when that will be. */
  begin(place: FaultPlace, undo: () => void, atUs?: Micros): Micros;
  /** Will be called when everything heals, unless the fault has begun by then. */
  onHealed(disarm: () => void): void;
}
