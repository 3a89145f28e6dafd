/** One adapter on one testbed, at the end of a run: its promises with their evidence, and what it met. Pure. */
import type { AdapterResult, PropertyResult } from '../../search/run-result.ts';
import { certificateWords, declaredLint, lintLines } from '../words/adapter-words.ts';
import { cannotHoldWords, envelopeLine, judgedWords, voidWords } from '../words/envelope-words.ts';
import { coverageWords, replayWords } from '../words/evidence-words.ts';
import { forTerminal } from '../words/plain-text.ts';
import { count, counted } from '../words/quantities.ts';
import { stateWords } from '../words/state-words.ts';
import { timingLine } from '../words/timing-words.ts';
import type { Cell, Sheet } from './terminal-sheet.ts';
import { signOf, signOfAdapter } from '../words/verdict-words.ts';

/** The lines of one adapter. Everything that an implementation said is made visible. */
export function renderAdapter(adapter: AdapterResult, sheet: Sheet): readonly string[] {
  const { paint } = sheet;
  const sign = signOfAdapter(adapter.verdict);
  const heading = `${paint.bold(forTerminal(adapter.name))} on ${adapter.testbed}  ${paint[sign.tone](`${sign.glyph} ${sign.word}`)}`;
  const reason = adapter.reason === undefined ? [] : sheet.flow(`  ${forTerminal(adapter.reason)}`, 2);
  const lint = lintedLines(adapter, sheet);
  if (adapter.histories === 0) return [heading, ...reason, ...lint];
  const scope = `${counted(adapter.histories, 'history', 'histories')} from ${counted(adapter.plans, 'plan', 'plans')}, ${counted(adapter.events, 'event', 'events')}`;
  const shown = adapter.properties.filter(({ verdict }) => verdict !== 'not-claimed');
  const others = adapter.properties.filter(({ verdict }) => verdict === 'not-claimed');
  return [
    heading,
    ...reason,
    ...lint,
    ...sheet.flow(`  ${scope}`, 4),
    ...propertyTable(shown, sheet),
    ...(others.length === 0 ? [] : sheet.labelled('  not claimed: ', others.map(({ id }) => id).join(' '))),
    ...faultLines(adapter, sheet),
    ...timingLines(adapter, sheet),
    ...envelopeLines(adapter, sheet),
    ...coverageLines(adapter, sheet),
    ...certificateLines(adapter, sheet),
  ];
}

function lintedLines(adapter: AdapterResult, sheet: Sheet): readonly string[] {
  const lines = lintLines(adapter).flatMap(({ sign, code, sentence, seen, next }) => [
    ...sheet.labelled(`  ${sign.glyph} ${code}  `, forTerminal(sentence), sheet.paint[sign.tone]),
    ...sheet.flow(`      ${seen}. ${next}`, 6),
  ]);
  const declared = declaredLint(adapter);
  return declared === undefined ? lines : [...lines, ...sheet.flow(`  lint: ${declared}`, 4)];
}

function timingLines(adapter: AdapterResult, sheet: Sheet): readonly string[] {
  const line = timingLine(adapter);
  return line === undefined ? [] : sheet.flow(`  timing: ${line}`, 4);
}

function envelopeLines(adapter: AdapterResult, sheet: Sheet): readonly string[] {
  const line = envelopeLine(adapter);
  if (line === undefined) return [];
  return [
    ...sheet.flow(`  envelope: ${line}`, 4),
    ...cannotHoldWords(adapter).flatMap((words) => sheet.flow(`    ${forTerminal(words)}`, 6)),
  ];
}

function coverageLines(adapter: AdapterResult, sheet: Sheet): readonly string[] {
  const coverage = coverageWords(adapter);
  const states = stateWords(adapter);
  return [
    ...(coverage === undefined ? [] : [`  coverage: ${coverage}`]),
    ...(states === undefined ? [] : [`  states: ${forTerminal(states)}`]),
    ...replayWords(adapter).map((words) => `  replayed ${forTerminal(words)}`),
  ].flatMap((line) => sheet.flow(line, 4));
}

function certificateLines(adapter: AdapterResult, sheet: Sheet): readonly string[] {
  const words = certificateWords(adapter);
  if (words === undefined) return [];
  return [
    ...sheet.flow(`  certificate: ${words.level}`, 4),
    ...words.missing.flatMap((sentence) => sheet.flow(`    ${forTerminal(sentence)}`, 6)),
  ];
}

function propertyTable(properties: readonly PropertyResult[], sheet: Sheet): readonly string[] {
  if (properties.length === 0) return [];
  const heading: readonly Cell[] = [{ text: 'property' }, { text: 'verdict' }, { text: 'evidence' }];
  const rows = properties.map((property): readonly Cell[] => {
    const sign = signOf(property);
    return [
      { text: property.id },
      { text: `${sign.glyph} ${sign.word}`, tone: sign.tone },
      { text: evidenceOf(property) },
    ];
  });
  return sheet.table([heading, ...rows], 2);
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

function faultLines(adapter: AdapterResult, sheet: Sheet): readonly string[] {
  const injected = Object.entries(adapter.faults).filter(([, times]) => times > 0);
  const phrases = injected.map(([kind, times]) => `${kind} ${count(times)}`);
  return [
    ...sheet.labelled('  faults injected: ', phrases.length === 0 ? 'none' : phrases.join(', ')),
    ...adapter.notInjected.flatMap(({ kind, why }) => sheet.flow(`  not injected: ${kind} (${forTerminal(why)})`, 4)),
  ];
}
