/**
 * Deadlines, for objects in which something only ever grows: an operation about a token is possible until the object has
 * come beyond it. Once it has, while such an operation is not placed, no completion is left, and the search sees that at
 * once instead of when the operation completes. So the next acquisition is always the one with the smallest token.
 *
 * What only ends what may end at any time (`Model.isExpiry`) is placed as soon as no deadline of an operation that must be
 * placed passes by it: in any completion it can be moved to the front, since what follows it there has its deadline later,
 * and what follows the place that it leaves never needed it. That argument is about all operations of the object, and so
 * it counts only where each has a deadline, except those that end something themselves.
 */
import type { Limits } from '../engine.ts';
import { LOOK_MASK, keepTime } from './keep-time.ts';
import type { Prepared } from './prepared.ts';

const NONE = -1;

/** What a `StateTable` knows of the model. */
interface Progress {
  readonly readOnly: Uint8Array;
  progress(state: number): bigint | undefined;
  deadline(operationClass: number): bigint | undefined;
  isExpiry(operationClass: number): boolean;
}

export class Deadlines {
  readonly #prepared: Prepared;
  readonly #states: Progress;
  /** All deadlines in their order, each once. A deadline is told by its index here from now on. */
  readonly #all: readonly bigint[];
  /** By class: its deadline, or `NONE`; and whether it is an expiry that can be placed at once. */
  readonly #ofClass: Int32Array;
  readonly #isExpiry: Uint8Array;
  /** By deadline: how many operations that must be placed are not. Below `#earliest` there are none. */
  readonly #waiting: Int32Array;
  #earliest = 0;
  /** By state: how many deadlines have passed; undefined where nobody asked yet. */
  readonly #passed: (number | undefined)[] = [];

  constructor(prepared: Prepared, states: Progress, limits: Limits) {
    this.#prepared = prepared;
    this.#states = states;
    const count = states.readOnly.length;
    const deadlines = Array.from({ length: count }, (_, each) => {
      if ((each & LOOK_MASK) === LOOK_MASK) keepTime(limits);
      return states.deadline(each);
    });
    this.#all = sortedOnce(deadlines);
    const indices = new Map(this.#all.map((deadline, index) => [deadline, index]));
    this.#ofClass = Int32Array.from(deadlines, (each) => (each === undefined ? NONE : (indices.get(each) ?? NONE)));
    this.#isExpiry = new Uint8Array(count);
    for (let each = 0; each < count; each += 1) if (states.isExpiry(each)) this.#isExpiry[each] = 1;
    const isKnown = this.#ofClass.every((deadline, each) => deadline !== NONE || this.#isExpiry[each] === 1);
    if (!isKnown) this.#isExpiry.fill(0);
    this.#waiting = new Int32Array(this.#all.length + 1);
    for (let rank = 0; rank < prepared.required; rank += 1) this.#count(rank, 1);
  }

  get bytes(): number {
    return this.#all.length * 64 + this.#ofClass.length * 5 + this.#passed.length * 8;
  }

  isExpiry(operationClass: number): boolean {
    return this.#isExpiry[operationClass] === 1;
  }

  place(position: number): void {
    if (position < this.#prepared.required) this.#count(position, -1);
  }

  unplace(position: number): void {
    if (position < this.#prepared.required) this.#count(position, 1);
  }

  /** Whether the deadline of an operation that must be placed has passed in this state. */
  isPastOne(state: number): boolean {
    const waiting = this.#waiting;
    while (this.#earliest < this.#all.length && waiting[this.#earliest] === 0) this.#earliest += 1;
    return this.#earliest < this.#passedIn(state);
  }

  /** Whether an operation that only reads may be possible in this state. */
  isDue(operationClass: number, state: number): boolean {
    const deadline = this.#ofClass[operationClass] ?? NONE;
    return deadline === NONE || deadline === this.#passedIn(state);
  }

  #count(rank: number, change: number): void {
    const deadline = this.#ofClass[this.#prepared.class[rank] ?? 0] ?? NONE;
    if (deadline === NONE) return;
    this.#waiting[deadline] = (this.#waiting[deadline] ?? 0) + change;
    if (deadline < this.#earliest) this.#earliest = deadline;
  }

  #passedIn(state: number): number {
    const known = this.#passed[state];
    if (known !== undefined) return known;
    const progress = this.#states.progress(state);
    let low = 0;
    let high = progress === undefined ? 0 : this.#all.length;
    while (progress !== undefined && low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#all[middle] ?? progress) < progress) low = middle + 1;
      else high = middle;
    }
    this.#passed[state] = low;
    return low;
  }
}

function sortedOnce(deadlines: readonly (bigint | undefined)[]): readonly bigint[] {
  const known = new Set(deadlines.filter((deadline) => deadline !== undefined));
  return [...known].sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
}
