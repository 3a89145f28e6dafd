/** How long a run has taken, and how long it may take yet. */
import type { CertifyProgress } from '../search/certify-options.ts';
import type { PaceWords } from './progress-words.ts';

/** Phases before the search: they say nothing about its speed, and its budget does not count yet. */
const BEFORE: ReadonlySet<CertifyProgress['phase']> = new Set(['lint', 'deviations', 'replaying']);
/** A guess from less than this would only alarm. */
const GUESS_FROM_MS = 1_000;

interface SearchBegan {
  readonly atMs: number;
  readonly histories: number;
}

/** Is told of each progress, and then answers for the last. */
export class Pace {
  readonly #startedMs: number;
  #adapter: { readonly of: string; readonly atMs: number } | undefined;
  #search: SearchBegan | undefined;

  /** `nowMs` is the moment at which the run began. */
  constructor(nowMs: number) {
    this.#startedMs = nowMs;
  }

  follow({ adapter, testbed, phase, histories }: CertifyProgress, nowMs: number): void {
    const of = `${adapter} ${testbed}`;
    if (this.#adapter?.of !== of) {
      this.#adapter = { of, atMs: nowMs };
      this.#search = undefined;
    }
    if (this.#search === undefined && !BEFORE.has(phase)) this.#search = { atMs: nowMs, histories };
  }

  /** Where `progress`, the last that was told, stands now. */
  at(progress: CertifyProgress, nowMs: number): PaceWords {
    return {
      elapsedMs: nowMs - this.#startedMs,
      adapterMs: nowMs - (this.#adapter?.atMs ?? this.#startedMs),
      leftMs: this.#leftMs(progress, nowMs),
    };
  }

  /** Until the search of this adapter ends, by its histories or its budget, whichever comes first; undefined where nobody can tell. */
  #leftMs({ phase, histories, historiesMax, budgetMs }: CertifyProgress, nowMs: number): number | undefined {
    const search = this.#search;
    if (search === undefined || phase === 'shrinking' || phase === 'done') return undefined;
    const sinceMs = nowMs - search.atMs;
    const done = histories - search.histories;
    const byHistories =
      historiesMax === undefined || done <= 0 || sinceMs < GUESS_FROM_MS
        ? undefined
        : (sinceMs / done) * Math.max(0, historiesMax - histories);
    const byBudget = budgetMs === undefined ? undefined : Math.max(0, budgetMs - sinceMs);
    if (byHistories === undefined || byBudget === undefined) return byHistories ?? byBudget;
    return Math.min(byHistories, byBudget);
  }
}
