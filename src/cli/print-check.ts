/** What `check` prints about a file: a line of JSON for scripts, or a few lines for people. */
import type { Explanation, ShownOperation } from '../checker/explain/explanation.ts';
import { forTerminal } from '../report/words/plain-text.ts';
import { counted } from '../report/words/quantities.ts';
import { renderExplanation } from '../report/terminal/terminal-explanation.ts';
import type { FileChecked, Judged } from './check-file.ts';
import { coloursFor, isColoured } from './colour.ts';

/** Operations of the core that are shown without `--explain`. */
const CORE_SHOWN_MAX = 8;

/** The line of a file under `--json`, a contract. `core` names operations by their places in the order of invocations. */
export function jsonLine({ file, judged, problem }: FileChecked): string {
  if (judged === undefined) return JSON.stringify({ file, error: problem });
  const { result, explanation, elapsedMs } = judged;
  const reason = explanation?.headline ?? result.failure?.reason ?? result.reason;
  return JSON.stringify({
    file,
    model: result.model,
    engine: result.engine,
    verdict: result.verdict,
    operations: result.operations,
    ...(result.failure === undefined ? {} : { core: placesOf(judged) }),
    ...(reason === undefined ? {} : { reason }),
    elapsedMs: Number(elapsedMs.toFixed(3)),
  });
}

/** The lines of a file for people. */
export function shownLines(checked: FileChecked, isExplained: boolean): string {
  const { judged, problem } = checked;
  const file = forTerminal(checked.file);
  if (judged === undefined)
    return `${coloursFor(process.stdout).yellow('✗ malformed')}  ${forTerminal(problem?.message ?? file)}`;
  const { result, explanation, elapsedMs, isValidated } = judged;
  const how = `${result.model}, by ${result.engine}, ${counted(result.operations, 'operation', 'operations')}, ${millisecondsText(elapsedMs)}`;
  const lines = [`${wordOf(result.verdict)}  ${file}  (${how})`];
  if (result.reason !== undefined) lines.push(`  ${forTerminal(result.reason)}`);
  if (isValidated === true) lines.push('  An order was found, and replayed operation by operation.');
  if (explanation !== undefined) {
    if (isExplained) {
      lines.push(
        renderExplanation(explanation, { columns: process.stdout.columns ?? 100, colors: isColoured(process.stdout) }),
      );
    } else lines.push(...briefly(explanation));
  }
  return lines.join('\n');
}

/** How many files came out how. */
export function summaryLine(all: readonly FileChecked[]): string {
  const parts = (['linearizable', 'not-linearizable', 'unknown', 'malformed'] as const).flatMap((verdict) => {
    const number = all.filter((each) => each.verdict === verdict).length;
    return number === 0 ? [] : [`${number} ${verdict.replace('-', ' ')}`];
  });
  return `${counted(all.length, 'file', 'files')}: ${parts.join(', ')}`;
}

function placesOf({ result, explanation }: Judged): readonly number[] {
  const places = explanation?.core.map(({ place }) => place) ?? result.failure?.culprits ?? [];
  return places.toSorted((left, right) => left - right);
}

function wordOf(verdict: 'linearizable' | 'not-linearizable' | 'unknown'): string {
  const paint = coloursFor(process.stdout);
  if (verdict === 'linearizable') return paint.green('✓ linearizable');
  return verdict === 'unknown' ? paint.yellow('? unknown') : paint.red('✗ not linearizable');
}

function briefly({ headline, core }: Explanation): readonly string[] {
  const shown = core.slice(0, CORE_SHOWN_MAX).map((operation) => `    ${coreLine(operation)}`);
  const more = core.length - shown.length;
  return [
    `  ${forTerminal(headline)}`,
    ...shown,
    ...(more > 0 ? [`    and ${counted(more, 'other', 'others')}`] : []),
    ...(shown.length > 0 ? ['  --explain shows how they contradict each other.'] : []),
  ];
}

function coreLine({ process, does, where }: ShownOperation): string {
  return forTerminal(`${where}: process ${process} ${does}`);
}

function millisecondsText(ms: number): string {
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
