/**
 * The history of one register as its monitor reads it: what each operation needs to be there, and what it leaves there.
 * Values are numbers here, in the order in which the history first names them.
 */
import { INFO, NEVER, type ClientHistory } from '../../history/client-history.ts';
import { sameValue, valueKey, type Value } from '../../history/value.ts';

/** It needs no value, or leaves the one that is there. */
export const NOTHING = -1;

export class RegisterColumns {
  /** How many operations there are, in the order of their invocations. */
  count = 0;
  /** Their places in the client history. */
  readonly place: Int32Array;
  /** The number of the value that an operation needs to be there: a read, a cas. `NOTHING`: any will do. */
  readonly needs: Int32Array;
  /** The number of the value that it leaves: a write, a cas. `NOTHING`: it is a read. */
  readonly leaves: Int32Array;
  /** As in the client history. */
  readonly call: Int32Array;
  readonly end: Int32Array;
  readonly history: ClientHistory;
  readonly values: ValueNumbers;

  /** Room for `capacity` operations. */
  constructor(history: ClientHistory, capacity: number, values: ValueNumbers) {
    this.history = history;
    this.values = values;
    this.place = new Int32Array(capacity);
    this.needs = new Int32Array(capacity);
    this.leaves = new Int32Array(capacity);
    this.call = new Int32Array(capacity);
    this.end = new Int32Array(capacity);
  }

  /**
   * Adds an operation. What needs a value and leaves the same is a read of it. An indeterminate read says nothing and is
   * left out.
   */
  add(place: number, needs: number, leaves: number): void {
    const { history, count } = this;
    const isRead = leaves === NOTHING || leaves === needs;
    if (isRead && history.outcome[place] === INFO) return;
    this.place[count] = place;
    this.needs[count] = needs;
    this.leaves[count] = isRead ? NOTHING : leaves;
    this.call[count] = history.call[place] ?? 0;
    this.end[count] = history.end[place] ?? NEVER;
    this.count = count + 1;
  }
}

/** Numbers values from 0, which is the value that the register begins with. */
export class ValueNumbers {
  readonly #all: Value[];
  readonly #primitive = new Map<Value, number>();
  readonly #composed = new Map<string, number>();
  /** The number of a value by its index in the client history, and 0 where it has none yet; else by a map. */
  readonly #byIndex: Int32Array | Map<number, number>;

  /** Whether every value comes with its index, and no two indices with equal values: then no map is needed. */
  readonly #areIndexed: boolean;

  /** `operations` is how many there are: a register that is one of thousands must not pay for the values of all. */
  constructor(
    initial: Value,
    {
      history,
      operations,
      areIndexed,
    }: { readonly history: ClientHistory; readonly operations: number; readonly areIndexed: boolean },
  ) {
    this.#all = [];
    this.#areIndexed = areIndexed;
    const isMost = operations * 8 >= history.values.length;
    this.#byIndex = isMost ? new Int32Array(history.values.length) : new Map<number, number>();
    this.of(initial);
  }

  get count(): number {
    return this.#all.length;
  }

  /** The value with this number. */
  value(number: number): Value {
    return this.#all[number] ?? null;
  }

  of(value: Value): number {
    if (typeof value === 'object' && value !== null) return this.#numbered(this.#composed, valueKey(value), value);
    return this.#numbered(this.#primitive, value, value);
  }

  /** The number of `history.values[index]`, which is `value`. */
  ofIndex(index: number, value: Value): number {
    const known = this.#byIndex;
    if (known instanceof Map) {
      const number = known.get(index) ?? this.#ofNew(value);
      known.set(index, number);
      return number;
    }
    const found = known[index] ?? 0;
    if (found > 0) return found - 1;
    const number = this.#ofNew(value);
    known[index] = number + 1;
    return number;
  }

  #ofNew(value: Value): number {
    if (!this.#areIndexed || sameValue(value, this.#all[0])) return this.of(value);
    return this.#all.push(value) - 1;
  }

  #numbered<Key>(numbers: Map<Key, number>, key: Key, value: Value): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#all.length;
    this.#all.push(value);
    numbers.set(key, number);
    return number;
  }
}
