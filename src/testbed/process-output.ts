/** What the process of a candidate wrote to its standard output and standard error: the end of it. */
import type { ProcessId } from '../../spec/history.ts';

export interface ProcessOutput {
  readonly process: ProcessId;
  /** As it was written; it may hold anything, also sequences that terminals obey. */
  readonly text: string;
  /** Bytes before it that were not kept. */
  readonly omitted: number;
}
