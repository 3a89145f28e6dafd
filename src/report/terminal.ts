/** What the terminal shows at a violation and at the end of a run. Pure: strings in, strings out. */
import { relative, resolve } from 'node:path';
import pc from 'picocolors';
import type { History } from '../../spec/history.ts';
import type { AdapterResult, Counterexample, PropertyResult, RunResult } from '../search/run-result.ts';
import { certificateWords, declaredLint, lintLines } from './adapter-words.ts';
import { asciiTimeline } from './ascii-timeline.ts';
import { cannotHoldWords, envelopeLine, judgedWords, voidWords } from './envelope-words.ts';
import { coverageWords, replayWords, reproductionWords, shrunkWords } from './evidence-words.ts';
import { forTerminal } from './plain-text.ts';
import { count, counted, elapsed } from './quantities.ts';
import { stateWords } from './state-words.ts';
import { timingLine } from './timing-words.ts';
import { runSentence, signOf, signOfAdapter, verdictOf } from './verdict-words.ts';
import type { Tone } from './verdict-sign.ts';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Paths are shown relative to this folder. */
  readonly cwd: string;
  /** The folder of the run. */
  readonly folder: string;
}

type Painter = Readonly<Record<Tone | 'bold', (text: string) => string>>;

/**
 * The end of a run: one table a adapter and testbed (property, verdict, evidence), what was injected, where the report
 * is, and a verdict of one line as the last line. Ends without a line break.
 */
export function renderClosing(run: RunResult, options: TerminalOptions): string {
  const paint = painter(options.colour);
  const sign = signOfAdapter(verdictOf(run));
  const lines = run.adapters.flatMap((adapter) => [...renderAdapter(adapter, paint), '']);
  return [
    ...lines,
    `report  ${pathFrom(options, 'report.html')}`,
    `seed ${run.seed}, ${elapsed(run.elapsedMs)}${run.interrupted ? ', interrupted: what was done until then is judged, and nothing is certified' : ''}`,
    paint[sign.tone](`${sign.glyph} ${forTerminal(runSentence(run))}`),
  ].join('\n');
}

/**
 * One violation: a sentence, ten lines of timeline, the steps, the paths of plan and history, the replay command.
 * Ends without a line break.
 */
export function renderViolation(counterexample: Counterexample, history: History, options: TerminalOptions): string {
  const paint = painter(options.colour);
  const { property, declared, witness } = counterexample;
  const sign = signOf({ verdict: 'violated', declared });
  return [
    paint[sign.tone](`${sign.glyph} ${property} ${sign.word}`) +
      `  ${paint.bold(forTerminal(counterexample.sentence))}`,
    '',
    ...asciiTimeline(history, witness).map((line) => `  ${line}`),
    '',
    ...witness.steps.map((step, index) => `  ${index + 1}. ${forTerminal(step)}`),
    '',
    `  plan     ${pathFrom(options, counterexample.plan)}`,
    `  history  ${pathFrom(options, counterexample.history)}`,
    ...[shrunkWords(counterexample)].flatMap((words) => (words === undefined ? [] : [`  ${words}`])),
    ...reproductionWords(counterexample).map((words) => `  ${forTerminal(words)}`),
    `  report   ${pathFrom(options, 'report.html')}`,
    `  replay   ${forTerminal(counterexample.replay)}`,
  ].join('\n');
}

function renderAdapter(adapter: AdapterResult, paint: Painter): readonly string[] {
  const sign = signOfAdapter(adapter.verdict);
  const heading = `${paint.bold(forTerminal(adapter.name))} on ${adapter.testbed}  ${paint[sign.tone](`${sign.glyph} ${sign.word}`)}`;
  const reason = adapter.reason === undefined ? [] : [`  ${forTerminal(adapter.reason)}`];
  const lint = lintedLines(adapter, paint);
  if (adapter.histories === 0) return [heading, ...reason, ...lint];
  const scope = `  ${counted(adapter.histories, 'history', 'histories')} from ${counted(adapter.plans, 'plan', 'plans')}, ${counted(adapter.events, 'event', 'events')}`;
  const shown = adapter.properties.filter(({ verdict }) => verdict !== 'not-claimed');
  const others = adapter.properties.filter(({ verdict }) => verdict === 'not-claimed');
  const silent = others.length === 0 ? [] : [`  not claimed: ${others.map(({ id }) => id).join(' ')}`];
  return [
    heading,
    ...reason,
    ...lint,
    scope,
    ...propertyTable(shown, paint),
    ...silent,
    ...faultLines(adapter),
    ...timingLines(adapter),
    ...envelopeLines(adapter),
    ...coverageLines(adapter),
    ...certificateLines(adapter),
  ];
}

function lintedLines(adapter: AdapterResult, paint: Painter): readonly string[] {
  const lines = lintLines(adapter).flatMap(({ sign, code, sentence, seen, next }) => [
    `  ${paint[sign.tone](`${sign.glyph} ${code}`)}  ${forTerminal(sentence)}`,
    `      ${seen}. ${next}`,
  ]);
  const declared = declaredLint(adapter);
  return declared === undefined ? lines : [...lines, `  lint: ${declared}`];
}

function timingLines(adapter: AdapterResult): readonly string[] {
  const line = timingLine(adapter);
  return line === undefined ? [] : [`  timing: ${line}`];
}

function envelopeLines(adapter: AdapterResult): readonly string[] {
  const line = envelopeLine(adapter);
  if (line === undefined) return [];
  return [`  envelope: ${line}`, ...cannotHoldWords(adapter).map((words) => `    ${forTerminal(words)}`)];
}

function coverageLines(adapter: AdapterResult): readonly string[] {
  const coverage = coverageWords(adapter);
  const states = stateWords(adapter);
  return [
    ...(coverage === undefined ? [] : [`  coverage: ${coverage}`]),
    ...(states === undefined ? [] : [`  states: ${forTerminal(states)}`]),
    ...replayWords(adapter).map((words) => `  replayed ${forTerminal(words)}`),
  ];
}

function certificateLines(adapter: AdapterResult): readonly string[] {
  const words = certificateWords(adapter);
  if (words === undefined) return [];
  return [`  certificate: ${words.level}`, ...words.missing.map((sentence) => `    ${forTerminal(sentence)}`)];
}

function propertyTable(properties: readonly PropertyResult[], paint: Painter): readonly string[] {
  if (properties.length === 0) return [];
  const rows = properties.map((property) => {
    const sign = signOf(property);
    return { id: property.id, verdict: `${sign.glyph} ${sign.word}`, tone: sign.tone, evidence: evidenceOf(property) };
  });
  const idWidth = Math.max('property'.length, ...rows.map(({ id }) => id.length));
  const verdictWidth = Math.max('verdict'.length, ...rows.map(({ verdict }) => verdict.length));
  return [
    `  ${'property'.padEnd(idWidth)}  ${'verdict'.padEnd(verdictWidth)}  evidence`,
    ...rows.map(
      (row) => `  ${row.id.padEnd(idWidth)}  ${paint[row.tone](row.verdict.padEnd(verdictWidth))}  ${row.evidence}`,
    ),
  ];
}

/** Such a reason is about histories that are void, and does not explain what the others gave. */
const NOT_JUDGED = 'not judged: ';

/** How much evidence a verdict rests on, in a phrase. */
function evidenceOf(property: PropertyResult): string {
  const parts = [judgedWords(property)];
  if (property.inconclusive > 0) parts.push(`${count(property.inconclusive)} undecided`);
  if (property.violations > 0) parts.push(`broken in ${counted(property.violations, 'history', 'histories')}`);
  const isVoid = voidWords(property);
  if (isVoid !== undefined) parts.push(isVoid);
  const isReason = property.verdict === 'inconclusive' || property.reason?.startsWith(NOT_JUDGED) !== true;
  if (property.reason !== undefined && isReason) parts.push(forTerminal(property.reason));
  return parts.join(', ');
}

function faultLines(adapter: AdapterResult): readonly string[] {
  const injected = Object.entries(adapter.faults).filter(([, times]) => times > 0);
  const lines =
    injected.length === 0
      ? ['  faults injected: none']
      : wrapped(
          '  faults injected: ',
          injected.map(([kind, times]) => `${kind} ${count(times)}`),
        );
  const missing = adapter.notInjected.map(({ kind, why }) => `  not injected: ${kind} (${forTerminal(why)})`);
  return [...lines, ...missing];
}

/** Joins phrases by commas into lines of at most 100 characters, continued under the first phrase. */
function wrapped(label: string, phrases: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let line = label;
  phrases.forEach((phrase, index) => {
    const piece = index === phrases.length - 1 ? phrase : `${phrase}, `;
    if (line.length + piece.length > 100 && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = ' '.repeat(label.length);
    }
    line += piece;
  });
  return [...lines, line];
}

function pathFrom({ cwd, folder }: TerminalOptions, path: string): string {
  const shown = relative(cwd, resolve(folder, path));
  return forTerminal(shown === '' ? '.' : shown);
}

function painter(isColoured: boolean): Painter {
  const colours = pc.createColors(isColoured);
  return { good: colours.green, bad: colours.red, warning: colours.yellow, quiet: colours.dim, bold: colours.bold };
}
