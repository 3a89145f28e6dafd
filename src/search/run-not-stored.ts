import type { RunResult } from './run-result.ts';

/** A run ended, and its result or a report of it could not be written: the result is all that is left of it. */
export class RunNotStored extends Error {
  readonly run: RunResult;

  constructor(run: RunResult, cause: unknown) {
    super('the result of the run could not be stored', { cause });
    this.name = 'RunNotStored';
    this.run = run;
  }
}
