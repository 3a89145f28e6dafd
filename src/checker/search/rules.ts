/** The rules that spare the search work. Each can be switched off, so that tests can hold the search with it against the search without. */
export interface SearchRules {
  /** Place an operation that never changes the state as soon as it is possible. */
  readonly eagerReads: boolean;
  /** Of equal operations try only the one that has to come first. */
  readonly symmetry: boolean;
  /** Let an indeterminate write wait while a cas could do the same. */
  readonly cover: boolean;
  /** Let an indeterminate operation take effect only where the next operation depends on it. */
  readonly mustMatter: boolean;
  /** Leave configurations that others dominate. */
  readonly subsumption: boolean;
  /** Reason about who can still supply a value that somebody needs. */
  readonly demand: boolean;
  /** Try the small search of narrow histories first. */
  readonly narrow: boolean;
}

export const allRules: SearchRules = {
  eagerReads: true,
  symmetry: true,
  cover: true,
  mustMatter: true,
  subsumption: true,
  demand: true,
  narrow: true,
};
