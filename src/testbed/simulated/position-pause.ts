/**
 * A pause at a position of the code: odd numbers `2k - 1` stop the process before its k-th interaction with its
 * environment after the fault was armed, even numbers `2k` at the end of its k-th turn.
 */
import type { Micros } from '../../../spec/history.ts';
import type { ArmedPause, SimulatedProcess } from './simulated-process.ts';

export class PositionPause implements ArmedPause {
  readonly #position: 'interaction' | 'end-of-turn';
  readonly #nth: number;
  readonly #onReached: (process: SimulatedProcess) => Micros;
  #seen = 0;

  /** `onReached` says until when the process stands still. */
  constructor(amount: number, onReached: (process: SimulatedProcess) => Micros) {
    const number = Math.max(1, Math.floor(amount));
    this.#position = number % 2 === 0 ? 'end-of-turn' : 'interaction';
    this.#nth = Math.ceil(number / 2);
    this.#onReached = onReached;
  }

  reached(position: 'interaction' | 'end-of-turn', process: SimulatedProcess): boolean {
    if (position !== this.#position) return false;
    this.#seen += 1;
    if (this.#seen < this.#nth) return false;
    process.stall(this.#onReached(process));
    return true;
  }
}
