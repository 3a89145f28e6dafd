/** Searches one object for an order, a slice of work at a time. */
import type { EngineAnswer, Limits } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { classify } from './operation-classes.ts';
import { prepare, type Prepared } from './prepared.ts';
import { allRules, type SearchRules } from './rules.ts';
import { StateTable } from './state-table.ts';
import { WideSearch, type SearchEnd } from './wide-search.ts';

/** The answer about one object. Throws `RangeError` where the object cannot begin with the initial value. */
export function searchObject(subject: Subject, limits: Limits, rules: SearchRules = allRules): EngineAnswer {
  const search = new ObjectSearch(subject, limits, rules);
  for (;;) {
    const answer = search.advance(Number.MAX_SAFE_INTEGER);
    if (answer !== undefined) return answer;
  }
}

export class ObjectSearch {
  readonly #prepared: Prepared;
  readonly #search: WideSearch<unknown>;

  constructor({ model, ...rest }: Subject, limits: Limits, rules: SearchRules = allRules) {
    const subject = { model, ...rest };
    const classes = classify(subject);
    const states = new StateTable(model, classes.operations);
    const initial = states.intern(model.initial(subject.initial));
    this.#prepared = prepare(subject, classes, states.flows);
    this.#search = new WideSearch(this.#prepared, states, initial, limits, rules);
  }

  /** How many configurations were entered. */
  get configurations(): number {
    return this.#search.configurations;
  }

  /** Bytes of the tables of the search. */
  get bytes(): number {
    return this.#search.bytes;
  }

  /** Enters at most `configurationsMax` configurations more. Undefined: it is not over, call it again. */
  advance(configurationsMax: number): EngineAnswer | undefined {
    const end = this.#search.advance(configurationsMax);
    return end === undefined ? undefined : this.#answer(end);
  }

  /** Ends a search of which somebody else knows that it has reached a limit. */
  giveUp(limit: 'time' | 'memory'): EngineAnswer {
    return this.#answer(limit);
  }

  #answer(end: SearchEnd): EngineAnswer {
    const { path } = this.#search;
    if (end === 'complete')
      return { verdict: 'linearizable', order: this.#places(path.order.subarray(0, path.length)) };
    const deepest = path.deepest();
    const prefix = this.#places(deepest);
    if (end !== 'exhausted') return { verdict: 'unknown', limit: end, prefix };
    return { verdict: 'not-linearizable', culprits: this.#waiting(deepest, path.deepestCompleted), prefix };
  }

  #places(positions: Int32Array): Int32Array {
    return positions.map((position) => this.#prepared.place[position] ?? 0);
  }

  /** The operations that are open where the deepest order ends and are not in it, the one that completes first before all. */
  #waiting(deepest: Int32Array, p: number): number[] {
    const { required, availableAt, place } = this.#prepared;
    const isPlaced = new Uint8Array(place.length);
    for (const position of deepest) isPlaced[position] = 1;
    const waiting: number[] = [];
    for (let rank = p; rank < required; rank += 1) {
      if ((availableAt[rank] ?? 0) <= p && isPlaced[rank] === 0) waiting.push(place[rank] ?? 0);
    }
    return waiting;
  }
}
