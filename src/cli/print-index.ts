/** What `report` prints of several runs: a line a result, the worst first, and the sentence as the last line. */
import { join } from 'node:path';
import { certificateWords } from '../report/words/adapter-words.ts';
import { badgeSnippet } from '../report/badge/badge.ts';
import {
  indexGroups,
  indexSentence,
  indexSign,
  type IndexEntry,
  type IndexModel,
} from '../report/merged/index-model.ts';
import { forTerminal } from '../report/words/plain-text.ts';
import { signOfAdapter } from '../report/words/verdict-words.ts';
import type { Tone } from '../report/words/verdict-sign.ts';
import type { WrittenBadge } from '../report/badge/write-badges.ts';
import type { WrittenIndex } from '../report/merged/write-index.ts';
import { pathFromHere } from '../search/replay-command.ts';
import type { AdapterResult } from '../search/run-result.ts';
import { coloursFor } from './colour.ts';
import { exitCodeOf, type ExitCode } from './exit-codes.ts';

/** Results that are printed; the page has them all. */
const RESULTS_SHOWN = 60;

/** For a person, without a line break at the end. */
export function indexText(into: string, { model, badges }: WrittenIndex, address: string | undefined): string {
  const colours = coloursFor(process.stdout);
  const paint = (tone: Tone, text: string): string =>
    ({ good: colours.green, bad: colours.red, warning: colours.yellow, quiet: colours.dim })[tone](text);
  const entries = indexGroups(model).flatMap((group) => group.entries);
  const sign = indexSign(model);
  return [
    ...model.lost.map(({ name, reason }) => `${paint('warning', '! missing')}  ${forTerminal(`${name}: ${reason}`)}`),
    ...entries.slice(0, RESULTS_SHOWN).map((entry) => resultLine(entry, paint)),
    ...(entries.length > RESULTS_SHOWN ? [`${entries.length - RESULTS_SHOWN} more results in the index`] : []),
    '',
    `index  ${pathFromHere(join(into, 'index.html'))}`,
    ...snippets(badges, address),
    paint(sign.tone, `${sign.glyph} ${forTerminal(indexSentence(model))}`),
  ].join('\n');
}

function resultLine({ of, adapter }: IndexEntry, paint: (tone: Tone, text: string) => string): string {
  const { glyph, word, tone } = signOfAdapter(adapter.verdict);
  const broken = adapter.properties.filter(({ verdict }) => verdict === 'violated').map(({ id }) => id);
  const notes = [certificateWords(adapter)?.level, ...(broken.length > 0 ? [`breaks ${broken.join(' ')}`] : [])];
  return forTerminalParts(
    `${paint(tone, `${glyph} ${word}`)}  `,
    `${adapter.name} on ${adapter.testbed}, ${of.name}`,
    notes.filter((note) => note !== undefined),
  );
}

function forTerminalParts(sign: string, name: string, notes: readonly string[]): string {
  return `${sign}${forTerminal([name, ...notes].join('; '))}`;
}

/** Only where there is an address: a badge whose evidence is not public claims more than it shows. */
function snippets(badges: readonly WrittenBadge[], address: string | undefined): readonly string[] {
  if (address === undefined || badges.length === 0) return [];
  return ['badges for a README:', ...badges.map(({ badge, file }) => `  ${badgeSnippet(badge, file, address)}`)];
}

/** One object for scripts. Paths are relative to the index. */
export function indexJson(into: string, { model, badges }: WrittenIndex, exitCode: ExitCode): string {
  return JSON.stringify(
    {
      schema: 'scrutineer/index@1',
      exitCode,
      sentence: indexSentence(model),
      index: join(into, 'index.html'),
      runs: model.runs.map(runFacts),
      lost: model.lost,
      badges: badges.map(({ badge, file }) => ({ adapter: badge.adapter, word: badge.word, file: `badges/${file}` })),
    },
    undefined,
    2,
  );
}

function runFacts({ name, folder, page, run }: IndexModel['runs'][number]): object {
  return {
    name,
    folder,
    ...(page === undefined ? {} : { page }),
    exitCode: exitCodeOf(run),
    seed: run.seed,
    startedAt: run.startedAt,
    versions: run.versions,
    adapters: run.adapters.map(adapterFacts),
  };
}

function adapterFacts({ name, testbed, verdict, certificate, histories, properties }: AdapterResult): object {
  return {
    name,
    testbed,
    verdict,
    level: certificate?.level ?? 'none',
    histories,
    properties: properties.map(({ id, verdict: word, declared, judged, violations }) => ({
      id,
      verdict: word,
      declared,
      judged,
      violations,
    })),
  };
}
