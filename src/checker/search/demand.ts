/**
 * Supply and demand, for objects that hold one value at a time: who still needs which value to be there, and who can
 * still bring it. Blind writes of different values are possible in any order, and a search that finds out only later which
 * orders starve a read is exponential in the number of writes that are open at once; counting finds out at once.
 *
 * A *demander* of a value is an operation possible only where the value is (a read, a cas from it), a *supplier* one that
 * brings it (a write, a cas to it). Counts are of operations that are not placed yet.
 */
import type { Prepared } from './prepared.ts';
import { ANY, type Flows } from './state-table.ts';
import { SupplyTimes } from './supply-times.ts';

/** How many cas in a row `canBeServed` follows. Chains of cas that are all open at once are short. */
const CHAIN_MAX = 8;

/** Why no order need be looked for: operations that no order can satisfy together, by their positions. */
export interface Starvation {
  readonly operations: Int32Array;
  readonly reason: string;
}

/** What a `StateTable` knows of values. */
interface Values {
  readonly initial: number;
  describe(value: number): string;
}

export class Demand {
  readonly #prepared: Prepared;
  readonly flows: Flows;
  /** By value: demanders that must be placed. */
  readonly #required: Int32Array;
  /** By value: demanders that take the value away, those that must be placed and those that may. */
  readonly #requiredCas: Int32Array;
  readonly #optionalCas: Int32Array;
  /** By value: the sum of the classes of demanders that take it away. Where there is one, this is its class. */
  readonly #casClasses: Int32Array;
  /** By value: suppliers, and the sum of their positions. Where there is one, this is its position. */
  readonly #suppliers: Int32Array;
  readonly #supplierPositions: Float64Array;
  /** By value: how many operations completed before the last of its demanders was called. */
  readonly #lastCall: Int32Array;

  readonly #times: SupplyTimes;

  constructor(prepared: Prepared, flows: Flows) {
    const values = flows.states;
    this.#times = new SupplyTimes(prepared, flows);
    this.#prepared = prepared;
    this.flows = flows;
    this.#required = new Int32Array(values);
    this.#requiredCas = new Int32Array(values);
    this.#optionalCas = new Int32Array(values);
    this.#casClasses = new Int32Array(values);
    this.#suppliers = new Int32Array(values);
    this.#supplierPositions = new Float64Array(values);
    this.#lastCall = new Int32Array(values);
    for (let position = 0; position < prepared.class.length; position += 1) {
      this.#count(position, 1);
      const needs = flows.needs[prepared.class[position] ?? 0] ?? ANY;
      const call = prepared.availableAt[position] ?? 0;
      if (needs !== ANY && call > (this.#lastCall[needs] ?? 0)) this.#lastCall[needs] = call;
    }
  }

  get bytes(): number {
    return this.#required.length * 32 + this.#times.bytes;
  }

  place(position: number): void {
    this.#count(position, -1);
  }

  unplace(position: number): void {
    this.#count(position, 1);
  }

  /**
   * Whether a value that was just replaced, or was not there from the beginning, is demanded more than it can be supplied:
   * no completion is left. Each supply serves all reads of the value, but only one operation that takes it away.
   */
  isStarved(value: number): boolean {
    const suppliers = this.#suppliers[value] ?? 0;
    if (suppliers === 0) return (this.#required[value] ?? 0) > 0;
    return (this.#requiredCas[value] ?? 0) > suppliers;
  }

  /** The same, and whether the value comes too late, for one that was just replaced while rank p is awaited. */
  isLost(value: number, p: number): boolean {
    return this.isStarved(value) || this.#times.comesTooLate(value, p, this.#suppliers[value] ?? 0);
  }

  /** A value that is demanded more than it can be supplied, asked before anything is placed. */
  findStarvation(states: Values): Starvation | undefined {
    for (let value = 0; value < this.#required.length; value += 1) {
      if (value === states.initial || !this.isStarved(value)) continue;
      const text = states.describe(value);
      const reason =
        this.#suppliers[value] === 0
          ? `an operation needs ${text} to be there, and nothing brings it`
          : `more operations replace ${text} than bring it`;
      return { operations: this.#starving(value), reason };
    }
    return undefined;
  }

  /** Whether nobody needs the value, not even an operation that may be left out: then nothing is lost by replacing it. */
  isUnneeded(value: number): boolean {
    return (this.#required[value] ?? 0) + (this.#optionalCas[value] ?? 0) === 0;
  }

  /**
   * Whether all that is ever done with a value can be done at once while rank p is awaited: its demanders were all called,
   * and at most one takes it away, leaving a value of which the same is true.
   *
   * Then a write of it that is open can be placed without a choice where the present value is unneeded. Take any completion
   * and move that write to its front, after it those demanders of the value that the completion places, after them what
   * it leaves, and so on. All were called, so real time allows it. What stays behind never needed these values, each other
   * value is still brought by who brought it, with nobody between it and its demanders who was not there before, and the
   * present value, which the front replaces, nobody needs.
   */
  canBeServed(value: number, p: number): boolean {
    let served = value;
    for (let link = 0; link < CHAIN_MAX; link += 1) {
      if ((this.#lastCall[served] ?? 0) > p) return false;
      const takers = (this.#requiredCas[served] ?? 0) + (this.#optionalCas[served] ?? 0);
      if (takers === 0) return true;
      if (takers > 1) return false;
      served = this.flows.leaves[this.#casClasses[served] ?? 0] ?? ANY;
    }
    return false;
  }

  /** The position of the only operation that can still bring a value that must be there once more; -1 where there are several. */
  onlySupplier(value: number): number {
    return this.#suppliers[value] === 1 && (this.#required[value] ?? 0) > 0
      ? (this.#supplierPositions[value] ?? -1)
      : -1;
  }

  /** Operations that show that a value is starved: one that needs it where nobody brings it, else all that take it or bring it. */
  #starving(value: number): Int32Array {
    const { class: classes, required } = this.#prepared;
    const { needs, leaves } = this.flows;
    const isBrought = (this.#suppliers[value] ?? 0) > 0;
    const operations: number[] = [];
    for (let position = 0; position < classes.length; position += 1) {
      const each = classes[position] ?? 0;
      const takes = needs[each] === value && position < required && leaves[each] !== ANY && leaves[each] !== value;
      if (!isBrought && needs[each] === value && position < required) return Int32Array.of(position);
      if (isBrought && (takes || (leaves[each] === value && needs[each] !== value))) operations.push(position);
    }
    return Int32Array.from(operations);
  }

  #count(position: number, change: number): void {
    const operationClass = this.#prepared.class[position] ?? 0;
    const needs = this.flows.needs[operationClass] ?? ANY;
    const leaves = this.flows.leaves[operationClass] ?? ANY;
    const replaces = leaves !== ANY && leaves !== needs;
    if (replaces) {
      this.#suppliers[leaves] = (this.#suppliers[leaves] ?? 0) + change;
      this.#supplierPositions[leaves] = (this.#supplierPositions[leaves] ?? 0) + change * position;
    }
    if (needs === ANY) return;
    const isRequired = position < this.#prepared.required;
    if (isRequired) this.#required[needs] = (this.#required[needs] ?? 0) + change;
    if (!replaces) return;
    this.#casClasses[needs] = (this.#casClasses[needs] ?? 0) + change * operationClass;
    const takers = isRequired ? this.#requiredCas : this.#optionalCas;
    takers[needs] = (takers[needs] ?? 0) + change;
  }
}
