/**
 * `badges/ADAPTER.svg`: what the evidence of one adapter comes to, in one word. A badge claims something, and so it says
 * no more than the worst of what was judged, and nothing good where evidence is missing.
 */
import type { AdapterResult } from '../../search/run-result.ts';
import { markup } from '../markup.ts';
import { cut, forTerminal } from '../words/plain-text.ts';
import { counted } from '../words/quantities.ts';
import type { Tone } from '../words/verdict-sign.ts';

export interface Badge {
  readonly adapter: string;
  /** The level of its certificate, or why it has none. */
  readonly word: 'soaked' | 'faulted' | 'simulated' | 'as declared' | 'violated' | 'inconclusive' | 'not certified';
  readonly tone: Tone;
  /** The same as a sentence, for those who hear the picture. */
  readonly title: string;
}

const LEVELS = ['soaked', 'faulted', 'simulated'] as const;

/**
 * The badge of an adapter, from what all runs found about it. `missing` runs might have found anything about anyone:
 * while there are any, nothing passes.
 */
export function badgeOf(adapter: string, results: readonly AdapterResult[], missing = 0): Badge {
  const name = forTerminal(cut(adapter, 120));
  const has = (verdict: AdapterResult['verdict']): boolean => results.some((result) => result.verdict === verdict);
  const badge = (word: Badge['word'], tone: Tone, says: string): Badge => ({
    adapter,
    word,
    tone,
    title: `Scrutineer: ${name} ${says}`,
  });
  if (has('violated')) return badge('violated', 'bad', 'breaks what it promises');
  if (has('failed')) return badge('not certified', 'quiet', 'could not be judged');
  if (missing > 0)
    return badge('inconclusive', 'warning', `is not decided: ${counted(missing, 'run is', 'runs are')} missing`);
  if (has('inconclusive')) return badge('inconclusive', 'warning', 'is not decided by the evidence');
  if (has('matches')) return badge('as declared', 'good', 'breaks the promises that it declares, and no others');
  // A level is that of one certificate: the best one counts, where every other run agrees with it.
  const level = LEVELS.find((each) => results.some(({ certificate }) => certificate?.level === each));
  if (level === undefined || !has('holds')) return badge('not certified', 'quiet', 'has no certificate yet');
  return badge(level, 'good', `keeps its promises, certified at the level ${level}`);
}

/** Against white text each has a contrast above 4.5. */
const COLOURS: Readonly<Record<Tone, string>> = {
  good: '#17683f',
  bad: '#b3321b',
  warning: '#7d5200',
  quiet: '#5b5b64',
};

const LABEL = 'scrutineer';
/** Free space on either side of a text, in pixels. */
const MARGIN = 7;

/** An SVG of 20 pixels' height that loads nothing, not even a font. */
export function renderBadge({ word, tone, title }: Badge): string {
  const left = textWidth(LABEL) + 2 * MARGIN;
  const right = textWidth(word) + 2 * MARGIN;
  const width = left + right;
  const named = markup(title);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" viewBox="0 0 ${width} 20" role="img" aria-label="${named}">`,
    `<title>${named}</title>`,
    `<path fill="#33343b" d="M3 0h${left - 3}v20h-${left - 3}a3 3 0 0 1-3-3v-14a3 3 0 0 1 3-3z"/>`,
    `<path fill="${COLOURS[tone]}" d="M${left} 0h${right - 3}a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-${right - 3}z"/>`,
    '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11">',
    `<text x="${MARGIN}" y="14" textLength="${left - 2 * MARGIN}">${LABEL}</text>`,
    `<text x="${left + MARGIN}" y="14" textLength="${right - 2 * MARGIN}">${word}</text>`,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** Letters of Verdana at 11 pixels that are not about 7 pixels wide; `textLength` takes up what other fonts differ by. */
const NARROW: Readonly<Record<string, number>> = {
  i: 3,
  l: 3,
  t: 4.3,
  r: 4.7,
  f: 3.9,
  s: 5.7,
  c: 5.7,
  v: 6.5,
  ' ': 3.9,
};

function textWidth(text: string): number {
  return Math.round(text.split('').reduce((width, letter) => width + (NARROW[letter] ?? 6.8), 0));
}

/** File names for `adapters`, in their order: each a plain word of its own, whatever the adapters are called. */
export function badgeFiles(adapters: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const taken = new Set<string>();
  for (const adapter of new Set(adapters)) {
    const word = cut(adapter, 60)
      .replace(/[^\w-]+/g, '-')
      .replace(/^-+|-+$/g, '');
    const stem = word === '' ? 'adapter' : word;
    let file = `${stem}.svg`;
    // Where case does not count, `A.svg` and `a.svg` are one file.
    for (let number = 2; taken.has(file.toLowerCase()); number += 1) file = `${stem}-${number}.svg`;
    taken.add(file.toLowerCase());
    files.set(adapter, file);
  }
  return files;
}

/** Markdown for a README: the badge, and behind it the evidence, which is public at `address`. */
export function badgeSnippet(badge: Badge, file: string, address: string): string {
  const base = address.replace(/\/+$/, '');
  return `[![${cut(badge.title, 200).replace(/[\\[\]]/g, String.raw`\$&`)}](${base}/badges/${file})](${base}/index.html)`;
}
