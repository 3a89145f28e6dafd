/** The operations that may be placed while a configuration waits for rank p: available, and not completed before p. */
import type { Prepared } from './prepared.ts';

export class Window {
  readonly #prepared: Prepared;
  /** Ranks from the highest to the lowest: the one that completes next is the last. Placed ones are among them. */
  readonly open: Int32Array;
  count = 0;
  p = 0;

  constructor(prepared: Prepared) {
    this.#prepared = prepared;
    this.open = new Int32Array(prepared.slots + 1);
    this.#enter();
  }

  /** Rank p is placed: goes on to the next. */
  advance(): void {
    this.count -= 1;
    this.p += 1;
    this.#enter();
  }

  /** Goes back to an earlier p. */
  retreat(to: number): void {
    const { openingFrom } = this.#prepared;
    while (this.p > to) {
      if ((openingFrom[this.p + 1] ?? 0) > (openingFrom[this.p] ?? 0)) this.#leave();
      this.p -= 1;
      this.open[this.count] = this.p;
      this.count += 1;
    }
  }

  #enter(): void {
    const { opening, openingFrom } = this.#prepared;
    const { open, p } = this;
    const end = openingFrom[p + 1] ?? 0;
    for (let each = openingFrom[p] ?? 0; each < end; each += 1) {
      const rank = opening[each] ?? 0;
      let at = this.count;
      for (; at > 0 && (open[at - 1] ?? 0) < rank; at -= 1) open[at] = open[at - 1] ?? 0;
      open[at] = rank;
      this.count += 1;
    }
  }

  #leave(): void {
    const { availableAt } = this.#prepared;
    const { open, p } = this;
    let kept = 0;
    for (let at = 0; at < this.count; at += 1) {
      const rank = open[at] ?? 0;
      if ((availableAt[rank] ?? 0) === p) continue;
      open[kept] = rank;
      kept += 1;
    }
    this.count = kept;
  }
}
