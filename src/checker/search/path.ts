/**
 * The order that the search is trying, and the deepest that it has tried. The deepest one is copied only when it is about
 * to be left, and then only as far as it has changed since the last copy: a search that goes straight on copies nothing.
 */
export class Path {
  /** Positions in the columns of `Prepared`. */
  readonly order: Int32Array;
  length = 0;
  readonly #deepest: Int32Array;
  #deepestLength = 0;
  /** How many completions the deepest order covers. */
  deepestCompleted = 0;
  /** Up to here `#deepest` is equal to `order`. */
  #shared = 0;
  #isPresent = false;

  constructor(operations: number) {
    this.order = new Int32Array(operations);
    this.#deepest = new Int32Array(operations);
  }

  get bytes(): number {
    return this.order.byteLength * 2;
  }

  append(position: number): void {
    this.order[this.length] = position;
    this.length += 1;
  }

  cut(length: number): void {
    if (this.#isPresent) this.#keep();
    if (this.#shared > length) this.#shared = length;
    this.length = length;
  }

  /** Tells how many completions the present order covers. Of orders that cover equally many the first is kept. */
  note(completed: number): void {
    if (completed <= this.deepestCompleted) return;
    this.deepestCompleted = completed;
    this.#deepestLength = this.length;
    this.#isPresent = true;
  }

  deepest(): Int32Array {
    if (this.#isPresent) this.#keep();
    return this.#deepest.subarray(0, this.#deepestLength);
  }

  #keep(): void {
    for (let at = this.#shared; at < this.#deepestLength; at += 1) this.#deepest[at] = this.order[at] ?? 0;
    this.#shared = this.#deepestLength;
    this.#isPresent = false;
  }
}
