/** Prints a run on stdout: the violations, then the closing tables. */
import { join } from 'node:path';
import { readHistoryFile } from '../history/history-file.ts';
import { renderClosing, renderViolation } from '../report/terminal/terminal.ts';
import { byImportance } from '../report/words/verdict-words.ts';
import { pathFromHere } from '../search/replay-command.ts';
import type { RunResult } from '../search/run-result.ts';
import { printResult, terminalOptions } from './output.ts';

/** Violations that are printed whole; the others are in the report. */
const VIOLATIONS_SHOWN = 3;

/**
 * Undeclared violations are printed whole, with their timelines, declared ones where `declared` asks for it. Otherwise
 * they are rows of the table.
 */
export async function printRun(
  folder: string,
  run: RunResult,
  options: { readonly declared: boolean } = { declared: false },
): Promise<void> {
  const shown = byImportance(run.adapters.flatMap((adapter) => adapter.counterexamples)).filter(
    (counterexample) => options.declared || !counterexample.declared,
  );
  const terminal = terminalOptions(folder);
  const parts: string[] = [];
  for (const counterexample of shown.slice(0, VIOLATIONS_SHOWN)) {
    const history = await readHistoryFile(join(folder, counterexample.history)).catch(() => undefined);
    parts.push(renderViolation(counterexample, history, terminal), '');
  }
  const more = shown.length - VIOLATIONS_SHOWN;
  if (more > 0) parts.push(`${more} more in ${pathFromHere(join(folder, 'report.html'))}`, '');
  parts.push(renderClosing(run, terminal));
  await printResult(parts.join('\n'));
}
