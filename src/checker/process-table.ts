/** One number for each process, `NONE` at first. */
import { NONE } from '../history/client-history.ts';

/**
 * A table where the object is about as busy as the history has processes, else a map: a history may have many objects of
 * few operations each, and clearing a large table for each would take longer than judging it.
 */
export class ProcessTable {
  readonly #table: Int32Array | undefined;
  readonly #map = new Map<number, number>();

  constructor(sizes: { readonly processes: number; readonly operations: number }) {
    if (sizes.processes <= 4 * sizes.operations) this.#table = new Int32Array(sizes.processes).fill(NONE);
  }

  get(process: number): number {
    return (this.#table === undefined ? this.#map.get(process) : this.#table[process]) ?? NONE;
  }

  set(process: number, value: number): void {
    if (this.#table === undefined) this.#map.set(process, value);
    else this.#table[process] = value;
  }
}
