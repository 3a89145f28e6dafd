/** What the process says to scripts when it ends. "The tool failed" and "the implementation failed" never look alike. */
import type { AdapterResult, RunResult } from '../search/run-result.ts';

/** Exit codes by meaning; a contract. */
export const exitCodes = {
  /** All that was claimed holds, or matches what is declared. */
  holds: 0,
  violated: 1,
  /** Also vacuous, store-fault and unknown. */
  inconclusive: 2,
  usage: 64,
  malformed: 65,
  testbedUnavailable: 69,
  ownFailure: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byVerdict: Readonly<Record<AdapterResult['verdict'], ExitCode>> = {
  holds: exitCodes.holds,
  matches: exitCodes.holds,
  violated: exitCodes.violated,
  inconclusive: exitCodes.inconclusive,
  skipped: exitCodes.holds,
  failed: exitCodes.ownFailure,
};

/** From the worst to the best: over several adapters the worst counts. */
const worstFirst: readonly ExitCode[] = [
  exitCodes.ownFailure,
  exitCodes.violated,
  exitCodes.inconclusive,
  exitCodes.holds,
];

/** The exit code of a run. A run in which nothing could be run at all is `testbedUnavailable`. */
export function exitCodeOf(run: RunResult): ExitCode {
  if (run.interrupted) return exitCodes.interrupted;
  if (run.adapters.length > 0 && run.adapters.every((adapter) => adapter.verdict === 'skipped'))
    return exitCodes.testbedUnavailable;
  const codes = new Set(run.adapters.map((adapter) => byVerdict[adapter.verdict]));
  return worstFirst.find((code) => codes.has(code)) ?? exitCodes.inconclusive;
}
