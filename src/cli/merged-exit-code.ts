/** With what code several runs end: the worst of them, where what failed to judge is worse than what was judged. */
import type { IndexModel } from '../report/merged/index-model.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.ts';

/**
 * From the worst to the best. A Scrutineer that failed and a run that is missing (65) come before a violation: whoever
 * sees them knows that the results are not whole. Interrupted and undecided runs come after it.
 */
const WORST_FIRST: readonly ExitCode[] = [
  exitCodes.ownFailure,
  exitCodes.malformed,
  exitCodes.violated,
  exitCodes.interrupted,
  exitCodes.inconclusive,
  exitCodes.testbedUnavailable,
  exitCodes.holds,
];

export function mergedExitCode({ runs, lost }: IndexModel): ExitCode {
  const codes = new Set(runs.map(({ run }) => exitCodeOf(run)));
  if (lost.length > 0 || runs.length === 0) codes.add(exitCodes.malformed);
  return WORST_FIRST.find((code) => codes.has(code)) ?? exitCodes.ownFailure;
}
