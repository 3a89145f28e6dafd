/** Which optional operations are left: of each class they are used in the order of their calls. */
import type { Prepared } from './prepared.ts';

const NONE = -1;

export class OptionalOperations {
  readonly #prepared: Prepared;
  /** The first operation of each group that is left, and the group of each class. */
  readonly #next: Int32Array;
  readonly #groupOf: Int32Array;

  constructor(prepared: Prepared, classCount: number) {
    this.#prepared = prepared;
    this.#next = prepared.optionalFrom.slice(0, -1);
    this.#groupOf = new Int32Array(classCount).fill(NONE);
    prepared.optionalClasses.forEach((each, group) => (this.#groupOf[each] = group));
  }

  get groups(): number {
    return this.#next.length;
  }

  classOf(group: number): number {
    return this.#prepared.optionalClasses[group] ?? 0;
  }

  /** The position of the one that can be used next while rank p is awaited; -1 where none is left or called yet. */
  available(group: number, p: number): number {
    const position = this.#next[group] ?? 0;
    if (position === this.#prepared.optionalFrom[group + 1]) return NONE;
    return (this.#prepared.availableAt[position] ?? 0) > p ? NONE : position;
  }

  isClassAvailable(operationClass: number, p: number): boolean {
    const group = this.#groupOf[operationClass] ?? NONE;
    return group !== NONE && this.available(group, p) !== NONE;
  }

  use(position: number): void {
    this.#setNext(position, position + 1);
  }

  /** Takes back the use that was the last of its class. */
  unuse(position: number): void {
    this.#setNext(position, position);
  }

  #setNext(position: number, next: number): void {
    this.#next[this.#groupOf[this.#prepared.class[position] ?? 0] ?? 0] = next;
  }
}
