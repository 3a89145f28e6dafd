/** Searches one object for an order, a slice of work at a time. */
import type { EngineAnswer, Limits } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { classify } from './operation-classes.ts';
import { NarrowSearch, isNarrow } from './narrow-search.ts';
import { Path } from './path.ts';
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

/**
 * A search of one object. A history that is narrow (`isNarrow`) is searched by the small search, which gives up soon where
 * it does not find an answer; every other one, and what the small one gave up, by the wide search.
 */
export class ObjectSearch {
  readonly #limits: Limits;
  readonly #rules: SearchRules;
  readonly #prepared: Prepared;
  readonly #states: StateTable<unknown>;
  #narrow: NarrowSearch | undefined;
  #wide: WideSearch<unknown> | undefined;

  constructor(subject: Subject, limits: Limits, rules: SearchRules = allRules) {
    const { model } = subject;
    const classes = classify(subject);
    this.#limits = limits;
    this.#rules = rules;
    this.#states = new StateTable(model, classes.operations, model.initial(subject.initial));
    this.#prepared = prepare(subject, classes, this.#states);
    const { flows, initial } = this.#states;
    if (rules.narrow && flows !== undefined && isNarrow(this.#prepared, flows)) {
      this.#narrow = new NarrowSearch(this.#prepared, flows, initial);
    }
  }

  /** How many configurations were entered. */
  get configurations(): number {
    return (this.#wide ?? this.#narrow)?.configurations ?? 0;
  }

  /** Bytes of the tables of the search. */
  get bytes(): number {
    return this.#wide?.bytes ?? 0;
  }

  /** Enters at most about `configurationsMax` configurations more. Undefined: it is not over, call it again. */
  advance(configurationsMax: number): EngineAnswer | undefined {
    if (this.#narrow !== undefined) {
      const end = this.#narrow.run();
      if (end !== undefined) return this.#answer(end, this.#narrow.path);
      this.#narrow = undefined;
    }
    this.#wide ??= new WideSearch(this.#prepared, this.#states, this.#limits, this.#rules);
    const end = this.#wide.advance(configurationsMax);
    return end === undefined ? undefined : this.#answer(end, this.#wide.path);
  }

  /** Ends a search of which somebody else knows that it has reached a limit. */
  giveUp(limit: 'time' | 'memory'): EngineAnswer {
    return this.#answer(limit, (this.#wide ?? this.#narrow)?.path ?? new Path(0));
  }

  #answer(end: SearchEnd, path: Path): EngineAnswer {
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
