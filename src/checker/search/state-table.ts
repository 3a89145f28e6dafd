/** The states that a search meets as small integers, and what each class of operations does in them. */
import type { Value } from '../../history/value.ts';
import type { Limits } from '../engine.ts';
import type { CellEffect, Flow, Model, ModelOperation } from '../model.ts';
import { LOOK_MASK, keepTime } from './keep-time.ts';

/** No state: the operation is impossible. */
export const ILLEGAL = -1;
/** Of a class that is possible in every state, or changes none. */
export const ANY = -1;
const NOT_YET = -2;
/** Up to so many classes a state has a row of transitions that is filled as they are asked for; a full table of many states and many classes would be quadratic. */
const CLASSES_IN_ROW_MAX = 128;

/** About what a state takes in the tables here, beside its own text. */
const STATE_BYTES = 96;

/** What each class needs and leaves, as numbers of states, or `ANY`. */
export interface Flows {
  readonly needs: Int32Array;
  readonly leaves: Int32Array;
  /** How many states there are: those among them and the initial one. */
  readonly states: number;
}

export class StateTable<State> {
  readonly #model: Model<State>;
  readonly #classes: readonly ModelOperation[];
  readonly #states: State[] = [];
  /** States that are values of JavaScript are looked up as they are, others by their keys. */
  readonly #ofPrimitive = new Map<State, number>();
  readonly #ofKey = new Map<string, number>();
  readonly #rows: Int32Array[] | undefined;
  #textBytes = 0;
  /** The state in which everything begins. */
  readonly initial: number;
  /** Where every class of the object is of this kind, the model need not be asked again. */
  readonly flows: Flows | undefined;
  /** Whether operations of a class never change the state. */
  readonly readOnly: Uint8Array;
  /** What each class does in which cells, where the model has cells. */
  readonly cells: readonly (readonly CellEffect[])[] | undefined;

  constructor(model: Model<State>, classes: readonly ModelOperation[], initial: State, limits: Limits) {
    this.#model = model;
    this.#classes = classes;
    this.initial = this.intern(initial);
    this.flows = this.#flowsOf(limits);
    this.readOnly = this.#readOnlyOf(limits);
    this.cells = this.#cellsOf();
    this.#rows = this.flows === undefined && classes.length <= CLASSES_IN_ROW_MAX ? [] : undefined;
  }

  get hasDeadlines(): boolean {
    return this.#model.progress !== undefined && this.#model.deadline !== undefined;
  }

  get count(): number {
    return this.#states.length;
  }

  /** About how many bytes it takes. */
  get bytes(): number {
    const rowBytes = this.#rows === undefined ? 0 : this.#classes.length * 4;
    return this.#states.length * (STATE_BYTES + rowBytes) + this.#textBytes;
  }

  /** The number of a state; equal states have equal numbers. */
  intern(state: State): number {
    if (typeof state !== 'object' || state === null) {
      const known = this.#ofPrimitive.get(state);
      if (known !== undefined) return known;
      this.#ofPrimitive.set(state, this.#states.length);
      if (typeof state === 'string') this.#textBytes += state.length;
    } else {
      const key = this.#model.stateKey(state);
      const known = this.#ofKey.get(key);
      if (known !== undefined) return known;
      this.#ofKey.set(key, this.#states.length);
      // The key, and the state of which it is the key.
      this.#textBytes += key.length * 4;
    }
    const number = this.#states.length;
    this.#states.push(state);
    return number;
  }

  /** The state after an operation of a class, or `ILLEGAL`. */
  next(state: number, operationClass: number): number {
    const { flows } = this;
    if (flows !== undefined) {
      const needs = flows.needs[operationClass] ?? ANY;
      if (needs !== ANY && needs !== state) return ILLEGAL;
      const leaves = flows.leaves[operationClass] ?? ANY;
      return leaves === ANY ? state : leaves;
    }
    if (this.#rows === undefined) return this.#step(state, operationClass);
    let row = this.#rows[state];
    if (row === undefined) {
      row = new Int32Array(this.#classes.length).fill(NOT_YET);
      this.#rows[state] = row;
    }
    const known = row[operationClass] ?? NOT_YET;
    if (known !== NOT_YET) return known;
    const next = this.#step(state, operationClass);
    row[operationClass] = next;
    return next;
  }

  /** A state, for people. */
  describe(state: number): string {
    return this.#model.describeState(this.#state(state));
  }

  valueIn(state: number, cell: string): Value {
    return this.#model.valueIn?.(this.#state(state), cell) ?? null;
  }

  /** See `Model.progress` and `Model.deadline`. */
  progress(state: number): bigint | undefined {
    return this.#model.progress?.(this.#state(state));
  }

  deadline(operationClass: number): bigint | undefined {
    return this.#model.deadline?.(this.#operation(operationClass));
  }

  isExpiry(operationClass: number): boolean {
    return this.#model.isExpiry?.(this.#operation(operationClass)) ?? false;
  }

  #step(state: number, operationClass: number): number {
    const from = this.#state(state);
    const to = this.#model.step(from, this.#operation(operationClass));
    if (to === undefined) return ILLEGAL;
    return to === from ? state : this.intern(to);
  }

  #state(number: number): State {
    const state = this.#states[number];
    if (state === undefined)
      throw new Error(`there is no state ${number}: this should never happen, states are only added`);
    return state;
  }

  #operation(operationClass: number): ModelOperation {
    const operation = this.#classes[operationClass];
    if (operation === undefined) throw new Error(`there is no class ${operationClass}: this should never happen`);
    return operation;
  }

  #flowsOf(limits: Limits): Flows | undefined {
    const model = this.#model;
    if (model.flow === undefined) return undefined;
    const needs = new Int32Array(this.#classes.length);
    const leaves = new Int32Array(this.#classes.length);
    for (let each = 0; each < this.#classes.length; each += 1) {
      if ((each & LOOK_MASK) === LOOK_MASK) keepTime(limits);
      const flow: Flow<State> | undefined = model.flow(this.#operation(each));
      if (flow === undefined) return undefined;
      needs[each] = flow.needs === undefined ? ANY : this.intern(flow.needs);
      leaves[each] = flow.leaves === undefined ? ANY : this.intern(flow.leaves);
    }
    return { needs, leaves, states: this.#states.length };
  }

  #cellsOf(): readonly (readonly CellEffect[])[] | undefined {
    const model = this.#model;
    if (model.cells === undefined || model.valueIn === undefined) return undefined;
    return this.#classes.map((operation) => model.cells?.(operation) ?? []);
  }

  #readOnlyOf(limits: Limits): Uint8Array {
    const readOnly = new Uint8Array(this.#classes.length);
    for (let each = 0; each < readOnly.length; each += 1) {
      if ((each & LOOK_MASK) === LOOK_MASK) keepTime(limits);
      const isReadOnly =
        this.flows === undefined
          ? this.#model.isReadOnly(this.#operation(each))
          : this.flows.leaves[each] === ANY || this.flows.leaves[each] === this.flows.needs[each];
      readOnly[each] = isReadOnly ? 1 : 0;
    }
    return readOnly;
  }
}
