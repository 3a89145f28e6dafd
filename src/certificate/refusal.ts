/** Why a certificate is refused. */

/** What is wrong, by kind; short and stable. */
export type RefusalCode =
  | 'spec'
  | 'not-certified'
  | 'vacuous'
  | 'counts'
  | 'level'
  | 'adapter'
  | 'claims'
  | 'contract'
  | 'history'
  | 'event-log'
  | 'verdict';

export interface Refusal {
  readonly code: RefusalCode;
  /** The adapter whose entry it is about; undefined where it is about the whole. */
  readonly adapter: string | undefined;
  /** What was expected and what was found. */
  readonly sentence: string;
  /** What to do. */
  readonly next: string;
}

/** Makes refusals about one entry. */
export function refusalsFor(
  adapter: string | undefined,
): (code: RefusalCode, sentence: string, next: string) => Refusal {
  return (code, sentence, next) => ({ code, adapter, sentence, next });
}
