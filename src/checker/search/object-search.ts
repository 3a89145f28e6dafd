/** Searches one object for an order, a slice of work at a time. */
import type { EngineAnswer, Limits } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { TimeIsOver } from './keep-time.ts';
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

/** What a search works with, made when it begins. */
interface Begun {
  readonly prepared: Prepared;
  readonly states: StateTable<unknown>;
  readonly narrow: NarrowSearch | undefined;
}

/**
 * A search of one object. A history that is narrow (`isNarrow`) is searched by the small search, which gives up soon where
 * it does not find an answer; every other one, and what the small one gave up, by the wide search.
 */
export class ObjectSearch {
  readonly #subject: Subject;
  readonly #initial: unknown;
  readonly #limits: Limits;
  readonly #rules: SearchRules;
  #begun: Begun | undefined;
  #wide: WideSearch<unknown> | undefined;

  /** Throws `RangeError` where the object cannot begin with the initial value. */
  constructor(subject: Subject, limits: Limits, rules: SearchRules = allRules) {
    this.#subject = subject;
    this.#initial = subject.model.initial(subject.initial);
    this.#limits = limits;
    this.#rules = rules;
  }

  /** How many configurations were entered. */
  get configurations(): number {
    return (this.#begun?.narrow?.configurations ?? 0) + (this.#wide?.configurations ?? 0);
  }

  /** Bytes of the tables of the search. */
  get bytes(): number {
    return this.#wide?.bytes ?? 0;
  }

  /** Enters at most about `configurationsMax` configurations more. Undefined: it is not over, call it again. */
  advance(configurationsMax: number): EngineAnswer | undefined {
    try {
      if (this.#begun === undefined) {
        this.#begun = this.#begin();
        const { narrow } = this.#begun;
        const end = narrow?.run();
        if (narrow !== undefined && end !== undefined) return this.#answer(end, narrow.path);
      }
      const { prepared, states } = this.#begun;
      this.#wide ??= new WideSearch(prepared, states, this.#limits, this.#rules);
      const end = this.#wide.advance(configurationsMax);
      return end === undefined ? undefined : this.#answer(end, this.#wide.path);
    } catch (error) {
      if (error instanceof TimeIsOver) return this.giveUp('time');
      throw error;
    }
  }

  /** Ends a search of which somebody else knows that it has reached a limit. */
  giveUp(limit: 'time' | 'memory'): EngineAnswer {
    return this.#answer(limit, this.#wide?.path ?? this.#begun?.narrow?.path ?? new Path(0));
  }

  #begin(): Begun {
    const { model } = this.#subject;
    const classes = classify(this.#subject, this.#limits);
    const states = new StateTable(model, classes.operations, this.#initial, this.#limits);
    const prepared = prepare(this.#subject, classes, states, this.#limits);
    const { flows, initial } = states;
    const isSmall = this.#rules.narrow && flows !== undefined && isNarrow(prepared, flows);
    return { prepared, states, narrow: isSmall ? new NarrowSearch(prepared, flows, initial) : undefined };
  }

  #answer(end: SearchEnd, path: Path): EngineAnswer {
    if (end === 'complete') {
      return { verdict: 'linearizable', order: this.#places(path.order.subarray(0, path.length)) };
    }
    const prefix = this.#places(path.deepest());
    if (end !== 'exhausted') return { verdict: 'unknown', limit: end, prefix };
    const starvation = this.#wide?.starvation;
    if (starvation === undefined) return { verdict: 'not-linearizable', culprits: this.#waiting(path), prefix };
    return {
      verdict: 'not-linearizable',
      culprits: [...this.#places(starvation.operations)],
      reason: starvation.reason,
    };
  }

  #places(positions: Int32Array): Int32Array {
    return positions.map((position) => this.#begun?.prepared.place[position] ?? 0);
  }

  /** The operations that are open where the deepest order ends and are not in it, the one that completes first before all. */
  #waiting(path: Path): number[] {
    if (this.#begun === undefined) return [];
    const { required, availableAt, place } = this.#begun.prepared;
    const isPlaced = new Uint8Array(place.length);
    for (const position of path.deepest()) isPlaced[position] = 1;
    const p = path.deepestCompleted;
    const waiting: number[] = [];
    for (let rank = p; rank < required; rank += 1) {
      if ((availableAt[rank] ?? 0) <= p && isPlaced[rank] === 0) waiting.push(place[rank] ?? 0);
    }
    return waiting;
  }
}
