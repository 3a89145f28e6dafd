/**
 * Supply and demand (`Demand`) for objects of several cells, such as registers that are read and written together: what a
 * cell held is lost when it is replaced while an operation that must be placed still needs it there, and no operation is
 * left that brings it back.
 */
import type { Value } from '../../history/value.ts';
import type { CellEffect } from '../model.ts';
import { pairKey } from './pair-key.ts';
import type { Prepared } from './prepared.ts';

const NONE = -1;

/** What a `StateTable` knows of cells. */
interface Cells {
  readonly cells: readonly (readonly CellEffect[])[] | undefined;
  valueIn(state: number, cell: string): Value;
}

export class CellDemand {
  readonly #prepared: Prepared;
  readonly #cells: Cells;
  readonly #names: readonly string[];
  /** A cell and a value in it, as one number. */
  readonly #pairs = new Map<string, number>();
  /** By class: the pairs that it needs, and those that it leaves. */
  readonly #needs: readonly (readonly number[])[];
  readonly #leaves: readonly (readonly number[])[];
  /** By pair: operations that must be placed and need it, and operations that leave it; of those that are not placed. */
  readonly #demanders: Int32Array;
  readonly #suppliers: Int32Array;
  /** By state: the pair in each cell. */
  readonly #pairsIn: (readonly number[] | undefined)[] = [];

  /** Undefined where the model has no cells. */
  static of(prepared: Prepared, cells: Cells): CellDemand | undefined {
    return cells.cells === undefined ? undefined : new CellDemand(prepared, cells, cells.cells);
  }

  constructor(prepared: Prepared, cells: Cells, effectsOf: readonly (readonly CellEffect[])[]) {
    this.#prepared = prepared;
    this.#cells = cells;
    this.#names = [...new Set(effectsOf.flatMap((effects) => effects.map(({ cell }) => cell)))];
    this.#needs = effectsOf.map((effects) => this.#pairsOf(effects, 'needs'));
    this.#leaves = effectsOf.map((effects) => this.#pairsOf(effects, 'leaves'));
    this.#demanders = new Int32Array(this.#pairs.size);
    this.#suppliers = new Int32Array(this.#pairs.size);
    for (let position = 0; position < prepared.class.length; position += 1) this.#count(position, 1);
  }

  get bytes(): number {
    return this.#pairs.size * 100 + this.#pairsIn.length * (16 + 8 * this.#names.length);
  }

  place(position: number): void {
    this.#count(position, -1);
  }

  unplace(position: number): void {
    this.#count(position, 1);
  }

  /** Whether something was lost on the way from one state to another. */
  isLost(left: number, state: number): boolean {
    const before = this.#pairsInState(left);
    const after = this.#pairsInState(state);
    for (let cell = 0; cell < before.length; cell += 1) {
      const pair = before[cell] ?? NONE;
      if (pair === NONE || pair === after[cell]) continue;
      if ((this.#demanders[pair] ?? 0) > 0 && this.#suppliers[pair] === 0) return true;
    }
    return false;
  }

  #count(position: number, change: number): void {
    const operationClass = this.#prepared.class[position] ?? 0;
    for (const pair of this.#leaves[operationClass] ?? [])
      this.#suppliers[pair] = (this.#suppliers[pair] ?? 0) + change;
    if (position >= this.#prepared.required) return;
    for (const pair of this.#needs[operationClass] ?? []) this.#demanders[pair] = (this.#demanders[pair] ?? 0) + change;
  }

  #pairsOf(effects: readonly CellEffect[], side: 'needs' | 'leaves'): readonly number[] {
    return effects.flatMap((effect) => {
      const value = effect[side];
      if (value === undefined) return [];
      const key = pairKey(effect.cell, value);
      const known = this.#pairs.get(key) ?? this.#pairs.size;
      this.#pairs.set(key, known);
      return [known];
    });
  }

  #pairsInState(state: number): readonly number[] {
    const known = this.#pairsIn[state];
    if (known !== undefined) return known;
    const pairs = this.#names.map((cell) => this.#pairs.get(pairKey(cell, this.#cells.valueIn(state, cell))) ?? NONE);
    this.#pairsIn[state] = pairs;
    return pairs;
  }
}
