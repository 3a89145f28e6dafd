/** What the pages show as code is code: TypeScript compiles, YAML and JSON parse, filters are read without a complaint. */
import { rm, writeFile } from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, test } from 'vitest';
import { parseEventFilter } from '../../src/report/events/event-filter.ts';
import { fencesOf, pages, root } from './pages.ts';
import { readersFolder, runNode } from './scrutineer.ts';

const known = ['', 'sh', 'ts', 'text', 'yaml', 'json', 'md', 'filter'];

/** The one thing that a snippet leaves to its reader is the implementation itself. */
const own =
  "import type { Candidate, CandidateEnvironment } from 'scrutineer/adapter';\ndeclare const MyElection: new (environment: CandidateEnvironment<'redis'>) => Candidate;\n";

const compilerOptions = {
  module: 'nodenext',
  target: 'es2022',
  lib: ['es2022', 'dom'],
  strict: true,
  noUnusedLocals: true,
  noEmit: true,
  skipLibCheck: true,
  types: ['node'],
};

describe('snippets', () => {
  test('every fence is of a language that is checked', () => {
    const languages = new Set(pages.flatMap(({ fences }) => fences.map(({ language }) => language)));
    expect([...languages].filter((language) => !known.includes(language))).toEqual([]);
  });

  test('TypeScript compiles, strictly', async () => {
    const snippets = fencesOf('ts');
    expect(snippets.length).toBeGreaterThan(4);
    const folder = await readersFolder();
    try {
      const names = await Promise.all(
        snippets.map(async ({ page, text }, index) => {
          const name = `${page.replaceAll(/\W+/g, '-')}-${index}.mts`;
          await writeFile(join(folder, name), `${text.includes('new MyElection') ? own : ''}${text}`);
          return name;
        }),
      );
      await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: names }));
      const { code, output } = await runNode(folder, join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');
      expect({ code, output }).toEqual({ code: 0, output: '' });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('YAML parses, in fences and in docs/ci', async () => {
    const files = readdirSync(join(root, 'docs', 'ci')).filter((name) => name.endsWith('.yml'));
    expect(files.length).toBeGreaterThan(1);
    const texts = files.map((name) => readFileSync(join(root, 'docs', 'ci', name), 'utf8'));
    for (const text of [...texts, ...fencesOf('yaml').map((fence) => fence.text)])
      await expect(format(text, { parser: 'yaml' })).resolves.toMatch(/\S/);
  });

  test('JSON parses', () => {
    for (const { text } of fencesOf('json')) expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  test('filters are read without a complaint', () => {
    const filters = fencesOf('filter');
    expect(filters.length).toBeGreaterThan(0);
    for (const { text } of filters) {
      const { terms, problems } = parseEventFilter(text.trim(), ['b#0']);
      expect({ problems, terms: terms.length > 3 }).toEqual({ problems: [], terms: true });
    }
  });
});
