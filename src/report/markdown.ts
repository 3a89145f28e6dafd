/** `summary.md`: the run for a job summary or a pull request. */
import type { AdapterResult, Counterexample, RunResult } from '../search/run-result.ts';
import { certificateWords, declaredLint, lintLines } from './adapter-words.ts';
import { cannotHoldWords, envelopeRows, voidWords } from './envelope-words.ts';
import { coverageWords, replayWords, reproductionWords, shrunkWords } from './evidence-words.ts';
import { cut, forTerminal } from './plain-text.ts';
import { count, counted, elapsed } from './quantities.ts';
import { stateWords } from './state-words.ts';
import { byImportance, runSentence, signOf, signOfAdapter, verdictOf } from './verdict-words.ts';

/** Job summaries larger than 1 MiB are dropped whole; this stays far below. */
const BYTES_MAX = 64 * 1024;

/** One violation with its ASCII timeline, when its history could be read. */
export interface DrawnCounterexample {
  readonly counterexample: Counterexample;
  readonly drawing: readonly string[];
}

/** GitHub-flavoured Markdown of at most 64 KiB; what doesn't fit is left out, and counted. */
export function renderMarkdown(run: RunResult, drawings: readonly DrawnCounterexample[]): string {
  const sign = signOfAdapter(verdictOf(run));
  const head = [
    `# ${sign.glyph} ${escaped(runSentence(run))}`,
    '',
    `Seed ${run.seed}, testbed ${escaped(run.testbed)}, ${elapsed(run.elapsedMs)}${run.interrupted ? ', interrupted' : ''}.`,
    '',
    `Again: ${code(run.command)}`,
    '',
  ];
  const sections = [
    ...run.adapters.map(adapterSection),
    ...run.adapters.flatMap((adapter) =>
      byImportance(adapter.counterexamples).map((counterexample) =>
        violationSection(counterexample, adapter, drawings),
      ),
    ),
  ];
  return fitted(head.join('\n'), sections);
}

function adapterSection(adapter: AdapterResult): string {
  const sign = signOfAdapter(adapter.verdict);
  const lines = [`## ${escaped(adapter.name)} on ${adapter.testbed}: ${sign.glyph} ${sign.word}`, ''];
  if (adapter.reason !== undefined) lines.push(escaped(adapter.reason), '');
  for (const { sign: of, code: name, sentence, seen, next } of lintLines(adapter)) {
    lines.push(`- ${of.glyph} ${code(name)} ${escaped(sentence)} (${seen}.) ${escaped(next)}`);
  }
  const declared = declaredLint(adapter);
  if (declared !== undefined) lines.push(`- Lint: ${escaped(declared)}.`);
  if (lines.at(-1) !== '') lines.push('');
  if (adapter.properties.length > 0) {
    lines.push(
      `${counted(adapter.histories, 'history', 'histories')} from ${counted(adapter.plans, 'plan', 'plans')}.`,
      '',
    );
    lines.push(
      '| property | verdict | judged | undecided | broken in | judged on | void in |',
      '| --- | --- | ---: | ---: | ---: | ---: | --- |',
    );
    for (const property of adapter.properties) {
      const { glyph, word } = signOf(property);
      lines.push(
        `| ${property.id} | ${glyph} ${word} | ${count(property.judged)} | ${count(property.inconclusive)} | ${count(property.violations)} | ${property.histories === undefined ? '' : count(property.histories)} | ${voidWords(property)?.replace(/^void in /, '') ?? ''} |`,
      );
    }
    const injected = Object.entries(adapter.faults).filter(([, times]) => times > 0);
    lines.push(
      '',
      `Faults injected: ${injected.length === 0 ? 'none' : injected.map(([kind, times]) => `${kind} ${count(times)}`).join(', ')}.`,
    );
    for (const { kind, why } of adapter.notInjected) lines.push(`Not injected: ${kind} (${escaped(why)}).`);
  }
  lines.push(...envelopeTable(adapter));
  const coverage = coverageWords(adapter);
  if (coverage !== undefined) lines.push('', `Coverage: ${escaped(coverage)}.`);
  const states = stateWords(adapter);
  if (states !== undefined) lines.push('', `States: ${escaped(states)}.`);
  for (const words of replayWords(adapter)) lines.push('', `Replayed ${escaped(words)}.`);
  const certificate = certificateWords(adapter);
  if (certificate !== undefined) {
    lines.push('', `Certificate: ${[`${certificate.level}.`, ...certificate.missing].map(escaped).join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** What is claimed beside the most that the claims' own constants leave room for. */
function envelopeTable(adapter: AdapterResult): readonly string[] {
  const rows = envelopeRows(adapter);
  if (rows.length === 0) return [];
  return [
    '',
    '| envelope | claimed | most for exclusive belief | most for exclusive effects |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(({ what, claimed, belief, effects }) => `| ${what} | ${claimed} | ${belief} | ${effects} |`),
    ...cannotHoldWords(adapter).flatMap((words) => ['', `It ${escaped(words)}.`]),
  ];
}

function violationSection(
  counterexample: Counterexample,
  adapter: AdapterResult,
  drawings: readonly DrawnCounterexample[],
): string {
  const drawn = drawings.find((entry) => entry.counterexample === counterexample);
  const lines = [
    `### ${counterexample.property}${counterexample.declared ? ' (declared)' : ''}, ${escaped(adapter.name)} on ${adapter.testbed}`,
    '',
    escaped(cut(counterexample.sentence, 2_000)),
    '',
  ];
  // A fence of tildes longer than any in the text cannot be closed by it; the drawing itself is printable ASCII.
  if (drawn !== undefined) lines.push('~~~~~~text', ...drawn.drawing, '~~~~~~', '');
  lines.push(
    ...counterexample.witness.steps.slice(0, 20).map((step, index) => `${index + 1}. ${escaped(cut(step, 500))}`),
  );
  lines.push(
    '',
    `Plan ${code(counterexample.plan)}, history ${code(counterexample.history)}. Replay: ${code(counterexample.replay)}`,
    ...provenanceLines(counterexample),
  );
  return `${lines.join('\n')}\n`;
}

function provenanceLines(counterexample: Counterexample): readonly string[] {
  const shrunk = shrunkWords(counterexample);
  const words = [...(shrunk === undefined ? [] : [shrunk]), ...reproductionWords(counterexample)];
  return words.flatMap((each) => ['', escaped(`${each.slice(0, 1).toUpperCase()}${each.slice(1)}.`)]);
}

function fitted(head: string, sections: readonly string[]): string {
  let text = head;
  for (const [index, section] of sections.entries()) {
    const rest = `\n${counted(sections.length - index, 'section was', 'sections were')} left out to stay below 64 KiB; report.html has everything.\n`;
    if (Buffer.byteLength(`${text}\n${section}${rest}`) > BYTES_MAX) return text + rest;
    text = `${text}\n${section}`;
  }
  return text;
}

/** Text of the implementation under test: nothing in it is markup, a mention or a link. */
function escaped(text: string): string {
  return forTerminal(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#!|~]/g, (character) => `\\${character}`)
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, '&#58;//');
}

/** A code span whose fence is longer than any run of backticks inside. */
function code(text: string): string {
  const content = forTerminal(text).replace(/\|/g, '¦');
  const longest = Math.max(0, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const space = longest > 0 ? ' ' : '';
  return `${fence}${space}${content}${space}${fence}`;
}
