/** Operations that wait, the one that ends first in front: a binary heap. */
import { NONE } from '../../history/client-history.ts';

export class EarliestFirst {
  readonly #end: Int32Array;
  #heap: Int32Array;
  #length = 0;

  /** `end`: when an operation ends, by place; `size`: how many can wait at most. */
  constructor(end: Int32Array, size: number) {
    this.#end = end;
    this.#heap = new Int32Array(size);
  }

  add(place: number): void {
    let at = this.#length++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = this.#heap[parent] ?? 0;
      if (this.#endOf(other) <= this.#endOf(place)) break;
      this.#heap[at] = other;
      at = parent;
    }
    this.#heap[at] = place;
  }

  /** Takes out the operation that ends first; `NONE` where nothing waits. */
  take(): number {
    if (this.#length === 0) return NONE;
    const first = this.#heap[0] ?? NONE;
    const moved = this.#heap[--this.#length] ?? 0;
    let at = 0;
    for (let child = 1; child < this.#length; child = 2 * at + 1) {
      const right = child + 1;
      const isRight = right < this.#length && this.#endAt(right) < this.#endAt(child);
      if (isRight) child = right;
      if (this.#endOf(moved) <= this.#endAt(child)) break;
      this.#heap[at] = this.#heap[child] ?? 0;
      at = child;
    }
    this.#heap[at] = moved;
    return first;
  }

  #endAt(at: number): number {
    return this.#endOf(this.#heap[at] ?? 0);
  }

  #endOf(place: number): number {
    return this.#end[place] ?? 0;
  }
}
