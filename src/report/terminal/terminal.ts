/** What the terminal shows at a violation and at the end of a run. Pure: strings in, strings out. */
import { relative, resolve } from 'node:path';
import type { History } from '../../../spec/history.ts';
import type { AdapterResult, Counterexample, RunResult } from '../../search/run-result.ts';
import { asciiTimeline } from './ascii-timeline.ts';
import { displayWidth } from './display-width.ts';
import { reproductionWords, shrunkWords } from '../words/evidence-words.ts';
import { forTerminal } from '../words/plain-text.ts';
import { count, elapsed } from '../words/quantities.ts';
import { renderAdapter } from './terminal-adapter.ts';
import { Sheet } from './terminal-sheet.ts';
import { runSentence, signOf, signOfAdapter, verdictOf } from '../words/verdict-words.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns of the terminal; absent where lines are not to be broken, for instance in a pipe. */
  readonly columns?: number;
  /** Paths are shown relative to this folder. */
  readonly cwd: string;
  /** The folder of the run. */
  readonly folder: string;
}

/** A drawing is no clearer for being wider. */
const DRAWING_WIDTH = { min: 38, usual: 78, max: 118 } as const;

/**
 * The end of a run: one table a adapter and testbed (property, verdict, evidence), what was injected, one table over all
 * where there are several, where the report is, and a verdict of one line as the last line. Ends without a line break.
 */
export function renderClosing(run: RunResult, options: TerminalOptions): string {
  const sheet = new Sheet(options);
  const sign = signOfAdapter(verdictOf(run));
  const lines = run.adapters.flatMap((adapter) => [...renderAdapter(adapter, sheet), '']);
  const stopped = run.interrupted ? ', interrupted: what was done until then is judged, and nothing is certified' : '';
  const sentence = forTerminal(runSentence(run));
  return [
    ...lines,
    ...(run.adapters.length > 1 ? [...overview(run.adapters, sheet), ''] : []),
    `report  ${pathFrom(options, 'report.html')}`,
    ...sheet.flow(`seed ${run.seed}, ${elapsed(run.elapsedMs)}${stopped}`, 2),
    // Whoever looks for the verdict takes the last line, so that it is never broken.
    sheet.paint[sign.tone](`${sign.glyph} ${run.interrupted ? `Interrupted. ${sentence}` : sentence}`),
  ].join('\n');
}

/**
 * One violation: a sentence, ten lines of timeline, the steps, the paths of plan and history, the replay command.
 * Ends without a line break. What is there to be copied is never broken; without a history there is no timeline.
 */
export function renderViolation(
  counterexample: Counterexample,
  history: History | undefined,
  options: TerminalOptions,
): string {
  const sheet = new Sheet(options);
  const { property, declared, witness } = counterexample;
  const sign = signOf({ verdict: 'violated', declared });
  const heading = `${sign.glyph} ${property} ${sign.word}`;
  return [
    ...emphasized(heading, forTerminal(counterexample.sentence), { sheet, paint: sheet.paint[sign.tone] }),
    '',
    ...(history === undefined
      ? ['  (its history could not be read)']
      : asciiTimeline(history, witness, drawingWidth(sheet)).map((line) => `  ${line}`)),
    '',
    ...witness.steps.flatMap((step, index) =>
      sheet.flow(`  ${index + 1}. ${forTerminal(step)}`, 4 + String(index + 1).length),
    ),
    '',
    `  plan     ${pathFrom(options, counterexample.plan)}`,
    `  history  ${pathFrom(options, counterexample.history)}`,
    ...[shrunkWords(counterexample)].flatMap((words) => (words === undefined ? [] : sheet.flow(`  ${words}`, 4))),
    ...reproductionWords(counterexample).flatMap((words) => sheet.flow(`  ${forTerminal(words)}`, 4)),
    `  report   ${pathFrom(options, 'report.html')}`,
    `  replay   ${forTerminal(counterexample.replay)}`,
  ].join('\n');
}

/** The sentence is what is read first, wherever it has to be broken. */
function emphasized(
  heading: string,
  sentence: string,
  { sheet, paint }: { readonly sheet: Sheet; readonly paint: (text: string) => string },
): readonly string[] {
  const [first = '', ...others] = sheet.flow(`${heading}  ${sentence}`, 2);
  const { bold } = sheet.paint;
  const rest = others.map((line) => `  ${bold(line.trimStart())}`);
  return [
    `${paint(heading)}${first.length > heading.length ? `  ${bold(first.slice(heading.length + 2))}` : ''}`,
    ...rest,
  ];
}

function drawingWidth({ width }: Sheet): number {
  if (width === Infinity) return DRAWING_WIDTH.usual;
  return Math.max(DRAWING_WIDTH.min, Math.min(DRAWING_WIDTH.max, width - 2));
}

/** One row an adapter and testbed; where there is no room for columns, one after the other. */
function overview(adapters: readonly AdapterResult[], sheet: Sheet): readonly string[] {
  const heading = ['adapter', 'testbed', 'verdict', 'histories', 'broken'].map((text) => ({
    text,
    isNumber: text === 'histories',
  }));
  const rows = adapters.map(({ name, testbed, verdict, histories, properties }) => {
    const sign = signOfAdapter(verdict);
    const broken = properties.filter((property) => property.verdict === 'violated').map(({ id }) => id);
    return [
      { text: forTerminal(name) },
      { text: testbed },
      { text: `${sign.glyph} ${sign.word}`, tone: sign.tone },
      { text: count(histories), isNumber: true },
      { text: broken.length === 0 ? '-' : broken.join(' ') },
    ];
  });
  const table = sheet.table([heading, ...rows], 0);
  return table.some((line) => displayWidth(line.replaceAll(/\u001b\[\d+m/g, '')) > sheet.width)
    ? rows.flatMap((row) => sheet.flow(row.map(({ text }) => text).join('  '), 4))
    : table;
}

function pathFrom({ cwd, folder }: TerminalOptions, path: string): string {
  const shown = relative(cwd, resolve(folder, path));
  return forTerminal(shown === '' ? '.' : shown);
}
