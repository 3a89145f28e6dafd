/** `summary.md`: the run for a job summary or a pull request. */
import type { AdapterResult, RunResult } from '../../search/run-result.ts';
import { certificateWords, declaredLint, lintLines } from '../words/adapter-words.ts';
import { cannotHoldWords, envelopeRows, voidWords } from '../words/envelope-words.ts';
import { coverageWords, replayWords } from '../words/evidence-words.ts';
import { code, escaped, fitted } from './markdown-text.ts';
import { violationSection, type DrawnCounterexample } from './markdown-violation.ts';
import { count, counted, elapsed } from '../words/quantities.ts';
import { shownViolations, type ShownViolation } from '../exhibit/shown-violations.ts';
import { stateWords } from '../words/state-words.ts';
import { timingLine } from '../words/timing-words.ts';
import { runSentence, signOf, signOfAdapter, verdictOf } from '../words/verdict-words.ts';

/**
 * GitHub-flavoured Markdown of at most 64 KiB: the sentence, then the violation that tells most, then each adapter, then
 * the other violations. What doesn't fit is left out, and counted.
 */
export function renderMarkdown(run: RunResult, drawings: readonly DrawnCounterexample[]): string {
  const sign = signOfAdapter(verdictOf(run));
  const head = [
    `# ${sign.glyph} ${escaped(runSentence(run), 600)}`,
    '',
    `Seed ${run.seed}, testbed ${escaped(run.testbed)}, ${elapsed(run.elapsedMs)}${run.interrupted ? ', interrupted' : ''}.`,
    '',
    `Again: ${code(run.command, 1_000)}`,
    '',
  ];
  const violations = violationsOf(run);
  const sections = violations.map((violation, index) => sectionOf(violation, index, drawings));
  // What only is as declared does not come before what was judged.
  const leads = violations[0]?.counterexample.declared === false ? 1 : 0;
  const ordered = [...sections.slice(0, leads), ...run.adapters.map(adapterSection), ...sections.slice(leads)];
  return fitted(head.join('\n'), ordered, 'report.html');
}

interface PlacedViolation extends ShownViolation {
  /** The page shows the first ones. */
  readonly isShown: boolean;
}

/** Those that the page shows, in its order, then the others. */
function violationsOf(run: RunResult): readonly PlacedViolation[] {
  const shown = shownViolations(run);
  const known = new Set(shown.map(({ counterexample }) => counterexample));
  const others = run.adapters.flatMap((adapter) =>
    adapter.counterexamples.flatMap((counterexample) =>
      known.has(counterexample) ? [] : [{ adapter, counterexample }],
    ),
  );
  return [
    ...shown.map((violation) => ({ ...violation, isShown: true })),
    ...others.map((violation) => ({ ...violation, isShown: false })),
  ];
}

function sectionOf(
  { adapter, counterexample, isShown }: PlacedViolation,
  index: number,
  drawings: readonly DrawnCounterexample[],
): string {
  return violationSection(counterexample, {
    adapter,
    drawing: drawings.find((entry) => entry.counterexample === counterexample)?.drawing ?? [],
    ...(isShown ? { shown: { file: `report.html#violation/${index + 1}` } } : {}),
  });
}

function adapterSection(adapter: AdapterResult): string {
  const sign = signOfAdapter(adapter.verdict);
  const lines = [`## ${escaped(adapter.name, 120)} on ${adapter.testbed}: ${sign.glyph} ${sign.word}`, ''];
  if (adapter.reason !== undefined) lines.push(escaped(adapter.reason, 1_000), '');
  for (const { sign: of, code: name, sentence, seen, next } of lintLines(adapter)) {
    lines.push(`- ${of.glyph} ${code(name)} ${escaped(sentence, 500)} (${escaped(seen, 300)}.) ${escaped(next, 500)}`);
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
        `| ${escaped(property.id)} | ${glyph} ${word} | ${count(property.judged)} | ${count(property.inconclusive)} | ${count(property.violations)} | ${property.histories === undefined ? '' : count(property.histories)} | ${voidWords(property)?.replace(/^void in /, '') ?? ''} |`,
      );
    }
    const injected = Object.entries(adapter.faults).filter(([, times]) => times > 0);
    lines.push(
      '',
      `Faults injected: ${injected.length === 0 ? 'none' : injected.map(([kind, times]) => `${kind} ${count(times)}`).join(', ')}.`,
    );
    for (const { kind, why } of adapter.notInjected)
      lines.push(`Not injected: ${escaped(kind)} (${escaped(why, 300)}).`);
  }
  const timing = timingLine(adapter);
  if (timing !== undefined) lines.push('', `Timing: ${timing}.`);
  lines.push(...envelopeTable(adapter));
  const coverage = coverageWords(adapter);
  if (coverage !== undefined) lines.push('', `Coverage: ${escaped(coverage, 2_000)}.`);
  const states = stateWords(adapter);
  if (states !== undefined) lines.push('', `States: ${escaped(states, 1_000)}.`);
  for (const words of replayWords(adapter).slice(0, 20)) lines.push('', `Replayed ${escaped(words, 500)}.`);
  const certificate = certificateWords(adapter);
  if (certificate !== undefined) {
    lines.push(
      '',
      `Certificate: ${[`${certificate.level}.`, ...certificate.missing.slice(0, 20)].map((words) => escaped(words, 500)).join(' ')}`,
    );
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
    ...cannotHoldWords(adapter).flatMap((words) => ['', `It ${escaped(words, 500)}.`]),
  ];
}
