/**
 * The states and operations of one history as small integers, and what each operation does in each state, worked out
 * when it is first asked for.
 */
import type { Model, ModelOperation } from '../model.ts';

/** No state: the operation is impossible. */
export const ILLEGAL = -1;
const UNKNOWN_YET = -2;
/** Up to so many classes a state has a row of its own; beyond, pairs are hashed. */
const CLASSES_IN_ROW_MAX = 256;

/** Operations with the same function, input, output (and owner, where owners count) are one class. */
export class Transitions<State> {
  readonly #model: Model<State>;
  readonly #classes: readonly ModelOperation[];
  readonly #states: State[] = [];
  readonly #stateOfKey = new Map<string, number>();
  readonly #rows: Int32Array[] = [];
  readonly #pairs: PairTable | undefined;

  constructor(model: Model<State>, classes: readonly ModelOperation[]) {
    this.#model = model;
    this.#classes = classes;
    if (classes.length > CLASSES_IN_ROW_MAX) this.#pairs = new PairTable();
  }

  /** The number of a state. */
  intern(state: State): number {
    const key = this.#model.stateKey(state);
    const known = this.#stateOfKey.get(key);
    if (known !== undefined) return known;
    const id = this.#states.length;
    this.#states.push(state);
    this.#stateOfKey.set(key, id);
    if (this.#pairs === undefined) this.#rows.push(new Int32Array(this.#classes.length).fill(UNKNOWN_YET));
    return id;
  }

  state(id: number): State {
    const state = this.#states[id];
    if (state === undefined) throw new Error(`there is no state ${id}: this should never happen, states are only added`);
    return state;
  }

  /** The state after an operation of `operationClass` in `state`, or `ILLEGAL`. */
  next(state: number, operationClass: number): number {
    if (this.#pairs !== undefined) return this.#nextOfPair(this.#pairs, state, operationClass);
    const row = this.#rows[state];
    const known = row?.[operationClass] ?? UNKNOWN_YET;
    if (known !== UNKNOWN_YET) return known;
    const next = this.#step(state, operationClass);
    if (row !== undefined) row[operationClass] = next;
    return next;
  }

  /** Bytes held by what was worked out so far, without the states themselves. */
  get bytes(): number {
    return (this.#pairs?.bytes ?? this.#rows.length * this.#classes.length * 4) + this.#states.length * 64;
  }

  #nextOfPair(pairs: PairTable, state: number, operationClass: number): number {
    const known = pairs.get(state, operationClass);
    if (known !== UNKNOWN_YET) return known;
    const next = this.#step(state, operationClass);
    pairs.set(state, operationClass, next);
    return next;
  }

  #step(state: number, operationClass: number): number {
    const operation = this.#classes[operationClass];
    if (operation === undefined) throw new Error(`there is no class ${operationClass} of operations`);
    const next = this.#model.step(this.state(state), operation);
    return next === undefined ? ILLEGAL : this.intern(next);
  }
}

/** Open addressing over pairs of small integers; `UNKNOWN_YET` where nothing was stored. */
class PairTable {
  #mask = 1023;
  #used = 0;
  #first = new Int32Array(1024).fill(-1);
  #second = new Int32Array(1024);
  #value = new Int32Array(1024);

  get(first: number, second: number): number {
    const at = this.#find(first, second);
    return this.#first[at] === -1 ? UNKNOWN_YET : (this.#value[at] ?? UNKNOWN_YET);
  }

  set(first: number, second: number, value: number): void {
    if (this.#used * 2 > this.#mask) this.#grow();
    const at = this.#find(first, second);
    this.#first[at] = first;
    this.#second[at] = second;
    this.#value[at] = value;
    this.#used += 1;
  }

  get bytes(): number {
    return (this.#mask + 1) * 12;
  }

  #find(first: number, second: number): number {
    const mixed = Math.imul(first, 0x9e3779b1) + Math.imul(second, 0x85ebca6b);
    let at = (mixed ^ (mixed >>> 15)) & this.#mask;
    while (this.#first[at] !== -1 && (this.#first[at] !== first || this.#second[at] !== second)) at = (at + 1) & this.#mask;
    return at;
  }

  #grow(): void {
    const [first, second, value] = [this.#first, this.#second, this.#value];
    this.#mask = this.#mask * 2 + 1;
    this.#first = new Int32Array(this.#mask + 1).fill(-1);
    this.#second = new Int32Array(this.#mask + 1);
    this.#value = new Int32Array(this.#mask + 1);
    for (let from = 0; from < first.length; from += 1) {
      const key = first[from] ?? -1;
      if (key === -1) continue;
      const at = this.#find(key, second[from] ?? 0);
      this.#first[at] = key;
      this.#second[at] = second[from] ?? 0;
      this.#value[at] = value[from] ?? 0;
    }
  }
}
