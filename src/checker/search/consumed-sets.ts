/**
 * Sets of optional operations that took effect, as lists that share their tails: the set of a configuration is that of the
 * one before it and at most one operation more. It costs the same however many operations there are, and two sets that
 * the search compares differ in a few operations near their heads.
 */
import { doubled } from './doubled.ts';

/** The empty set. */
export const EMPTY = 0;

/** The list below the head, the operation at the head, how many operations there are. */
const NODE_WORDS = 3;

export class ConsumedSets {
  #nodes = new Int32Array(64 * NODE_WORDS);
  #count = 1;
  /** `#marked[operation] === #stamp`: the operation was met in this comparison. */
  readonly #marked: Int32Array;
  readonly #base: number;
  #stamp = 0;

  /** Operations are numbers from `base` on. */
  constructor(base: number, operations: number) {
    this.#base = base;
    this.#marked = new Int32Array(operations);
  }

  get bytes(): number {
    return this.#nodes.byteLength + this.#marked.byteLength;
  }

  /** The set with one operation more, which is not in it. */
  with(set: number, operation: number): number {
    const at = this.#count * NODE_WORDS;
    if (at === this.#nodes.length) this.#nodes = doubled(this.#nodes);
    this.#nodes[at] = set;
    this.#nodes[at + 1] = operation;
    this.#nodes[at + 2] = (this.#nodes[set * NODE_WORDS + 2] ?? 0) + 1;
    this.#count += 1;
    return this.#count - 1;
  }

  /** The set without the operation that was added last. */
  rest(set: number): number {
    return this.#nodes[set * NODE_WORDS] ?? EMPTY;
  }

  size(set: number): number {
    return this.#nodes[set * NODE_WORDS + 2] ?? 0;
  }

  /** Whether every operation of the first is in the second: outside the tail that they share, since within it they are equal. */
  isSubset(first: number, second: number): boolean {
    if (first === second || first === EMPTY) return true;
    if (this.size(first) > this.size(second)) return false;
    const shared = this.#shared(first, second);
    this.#stamp += 1;
    for (let set = second; set !== shared; set = this.rest(set)) this.#marked[this.#operation(set)] = this.#stamp;
    for (let set = first; set !== shared; set = this.rest(set)) {
      if (this.#marked[this.#operation(set)] !== this.#stamp) return false;
    }
    return true;
  }

  #operation(set: number): number {
    return (this.#nodes[set * NODE_WORDS + 1] ?? 0) - this.#base;
  }

  /** The longest tail that both have. */
  #shared(first: number, second: number): number {
    let [left, right] = [first, second];
    while (this.size(left) > this.size(right)) left = this.rest(left);
    while (this.size(right) > this.size(left)) right = this.rest(right);
    while (left !== right) {
      left = this.rest(left);
      right = this.rest(right);
    }
    return left;
  }
}
