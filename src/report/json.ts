/** `certify --json` and `run.json`: the result as it is. */
import type { RunResult } from '../search/run-result.ts';

/** One JSON object on one line, without a line break at its end. */
export function renderJson(run: RunResult): string {
  return JSON.stringify(run);
}
