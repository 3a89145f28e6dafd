/** What the lint says about an adapter. Plain data: it crosses from a worker, and stands in `run.json`. */
import type { Micros } from '../../../spec/history.ts';

/** Stable names of the mistakes, for whoever filters or looks them up. */
export type LintCode =
  | 'LINT-PLATFORM'
  | 'LINT-CRASH'
  | 'LINT-CREATE-FAILS'
  | 'LINT-CANDIDATE-SHAPE'
  | 'LINT-LEADERSHIP-SHAPE'
  | 'LINT-LEADER-SHAPE'
  | 'LINT-IS-LEADER-SHAPE'
  | 'LINT-ELECTED-TWICE'
  | 'LINT-LOST-UNELECTED'
  | 'LINT-REPORT-AFTER-CLOSE'
  | 'LINT-LOST-LATE'
  | 'LINT-IS-LEADER'
  | 'LINT-NO-TOKEN'
  | 'LINT-TOKEN-REUSED'
  | 'LINT-TOKEN-DOWN'
  | 'LINT-CANCEL-IGNORED'
  | 'LINT-CANCEL-UNSETTLED'
  | 'LINT-GRANT-KEPT'
  | 'LINT-RESIGN-UNSETTLED'
  | 'LINT-CLOSE-UNSETTLED'
  | 'LINT-GRANTS-THROW'
  | 'LINT-GRANTS-BLIND'
  | 'LINT-GRANTS-NAME'
  | 'LINT-CAMPAIGN-AT-ONCE'
  | 'LINT-NOBODY-ELECTED'
  | 'LINT-NEVER-ELECTED'
  | 'LINT-CLAIMS-VALIDITY'
  | 'LINT-CLAIMS-RENEW'
  | 'LINT-CLAIMS-TIMEOUT'
  | 'LINT-CLAIMS-TTL';

export interface LintFinding {
  readonly code: LintCode;
  /** `error`: it breaks the contract. `warning`: it may be meant, and is worth a look. */
  readonly severity: 'error' | 'warning';
  /** It is what a declared deviation is about. */
  readonly declared: boolean;
  /** What the first example shows, and why it is a mistake. */
  readonly sentence: string;
  /** What to do. */
  readonly next: string;
  /** How often it was seen, over all histories. */
  readonly times: number;
  /** Where it was seen first. Absent where it is about the adapter rather than about a history. */
  readonly example?: LintExample;
}

export interface LintExample {
  readonly candidate: string;
  readonly at: Micros;
  /** Place of the history among those of the lint, from 0. */
  readonly history: number;
}

export interface LintReport {
  /** Fault-free histories that were looked through; they are not among those of the search. */
  readonly histories: number;
  /** Errors first, then in the order in which they were seen. */
  readonly findings: readonly LintFinding[];
  /** Why no search can say anything about this adapter, where none can. */
  readonly unsearchable?: string;
}
