/** `summary.md` of several runs: what is broken or missing, every result in a row, then the violations that tell most. */
import { certificateWords } from '../words/adapter-words.ts';
import { indexGroups, indexSentence, indexSign } from './index-model.ts';
import type { IndexEntry, IndexModel } from './index-model.ts';
import { code, escaped, fitted, link } from '../markdown/markdown-text.ts';
import { violationSection, type DrawnCounterexample } from '../markdown/markdown-violation.ts';
import { cut } from '../words/plain-text.ts';
import { count } from '../words/quantities.ts';
import { byImportance, signOfAdapter } from '../words/verdict-words.ts';

/** Rows of one table; a longer one goes on in the next. */
const ROWS_MAX = 50;

export interface IndexSummaryOptions {
  readonly drawings: readonly DrawnCounterexample[];
  /** Where the folder of the index is published; links are addresses only where there is one. */
  readonly address?: string;
}

/** GitHub-flavoured Markdown of at most 64 KiB; what doesn't fit is left out, and counted. */
export function renderIndexSummary(model: IndexModel, { drawings, address }: IndexSummaryOptions): string {
  const sign = indexSign(model);
  const head = [`# ${sign.glyph} ${escaped(indexSentence(model), 900)}`, ''];
  if (address !== undefined) head.push(link('All results', publicAddress(address, 'index.html')), '');
  const entries = indexGroups(model).flatMap((group) => group.entries);
  const [first, ...others] = violationSections(entries, drawings, address);
  return fitted(
    head.join('\n'),
    [...lostSections(model), ...(first === undefined ? [] : [first]), ...resultTables(entries, address), ...others],
    'index.html',
  );
}

/** An address under which `path`, seen from the index, is published. */
export function publicAddress(address: string, path: string): string {
  return new URL(path, address.endsWith('/') ? address : `${address}/`).href;
}

function lostSections({ lost }: IndexModel): readonly string[] {
  return chunks(lost).map(
    (part) =>
      `${['Missing or unreadable:', '', ...part.map(({ name, reason }) => `- ${code(name, 120)}: ${escaped(reason, 300)}`)].join('\n')}\n`,
  );
}

function resultTables(entries: readonly IndexEntry[], address: string | undefined): readonly string[] {
  return chunks(entries).map((part) => {
    const rows = part.map((entry) => resultRow(entry, address));
    return `${['| adapter | testbed | run | verdict | broken | certificate | histories |', '| --- | --- | --- | --- | --- | --- | ---: |', ...rows].join('\n')}\n`;
  });
}

function resultRow({ of, adapter }: IndexEntry, address: string | undefined): string {
  const { glyph, word } = signOfAdapter(adapter.verdict);
  const broken = adapter.properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
  const cells = [
    escaped(adapter.name, 120),
    adapter.testbed,
    linked(cut(of.name, 120), of.page, address),
    `${glyph} ${word}`,
    broken.map((words) => escaped(words)).join(', '),
    certificateWords(adapter)?.level ?? 'none',
    count(adapter.histories),
  ];
  return `| ${cells.join(' | ')} |`;
}

function linked(words: string, path: string | undefined, address: string | undefined): string {
  return path === undefined || address === undefined ? escaped(words) : link(words, publicAddress(address, path));
}

/** Undeclared violations, the most telling first, then declared ones. */
function violationSections(
  entries: readonly IndexEntry[],
  drawings: readonly DrawnCounterexample[],
  address: string | undefined,
): readonly string[] {
  const places = new Map(
    entries.flatMap((entry) => entry.adapter.counterexamples.map((counterexample) => [counterexample, entry] as const)),
  );
  return byImportance([...places.keys()]).flatMap((counterexample) => {
    const entry = places.get(counterexample);
    if (entry === undefined) return [];
    const path = entry.shown.get(counterexample.property);
    const section = violationSection(counterexample, {
      adapter: entry.adapter,
      run: entry.of.name,
      drawing: drawings.find((drawn) => drawn.counterexample === counterexample)?.drawing ?? [],
      ...(path === undefined
        ? {}
        : { shown: address === undefined ? { file: path } : { link: publicAddress(address, path) } }),
    });
    return [section];
  });
}

function chunks<T>(items: readonly T[]): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = [];
  for (let from = 0; from < items.length; from += ROWS_MAX) parts.push(items.slice(from, from + ROWS_MAX));
  return parts;
}
