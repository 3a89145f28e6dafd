/** The README and the pages of docs/, taken apart: what they show as code, as commands, as tables and as links. */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface Fence {
  readonly language: string;
  readonly text: string;
}

export interface DocsPage {
  /** From the root: `docs/testbeds.md`. */
  readonly name: string;
  readonly text: string;
  readonly fences: readonly Fence[];
  /** What follows `npx scrutineer`, in fences and between backticks, without comments. */
  readonly commands: readonly string[];
  /** Where its links and pictures lead, as written. */
  readonly targets: readonly string[];
}

/** Every page that a user is told to read, the README first. */
export const pages: readonly DocsPage[] = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => `docs/${name}`),
].map(read);

/** A page by its name. Throws where there is none. */
export function pageNamed(name: string): DocsPage {
  const page = pages.find((each) => each.name === name);
  if (page === undefined) throw new Error(`there is no page ${name}`);
  return page;
}

/** The fences of one language, with the page on which each stands. */
export function fencesOf(language: string): readonly { readonly page: string; readonly text: string }[] {
  return pages.flatMap(({ name, fences }) =>
    fences.filter((fence) => fence.language === language).map(({ text }) => ({ page: name, text })),
  );
}

/** Cells of the table whose first heading is `heading`, row by row, without backticks. Throws where there is none. */
export function tableOf(page: DocsPage, heading: string): readonly (readonly string[])[] {
  const lines = page.text.split('\n');
  const start = lines.findIndex((line) => line.startsWith('|') && cellsOf(line)[0] === heading);
  if (start < 0) throw new Error(`${page.name} has no table that begins with ${heading}`);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end < 0 ? undefined : end).map(cellsOf);
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));
}

/** Anchors of the headings, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

function read(name: string): DocsPage {
  const text = readFileSync(join(root, name), 'utf8');
  const fences = [...text.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].map(([, language, content]) => ({
    language: language ?? '',
    text: content ?? '',
  }));
  const shells = fences.filter(({ language }) => language === '' || language === 'sh').map((fence) => fence.text);
  const prose = text.replaceAll(/^ *```[\s\S]*?^ *```/gm, '');
  const commands = [
    ...shells.flatMap((shell) => [...shell.matchAll(/npx scrutineer ([^\n#&]*)/g)]),
    ...prose.matchAll(/`npx scrutineer ([^`]*)`/g),
  ].map(([, rest]) => (rest ?? '').replaceAll(/\s+/g, ' ').trim());
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g), ...prose.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(
    ([, target]) => target ?? '',
  );
  return { name, text, fences, commands, targets };
}
