// Goal: everything that an adapter is made of is among its sources, and a change in any of it shows.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adapterSources } from '../../../src/certificate/adapter-sources.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-sources-'));
  mkdirSync(join(folder, 'lib'));
  mkdirSync(join(folder, 'node_modules', '@some', 'client'), { recursive: true });
  write('node_modules/@some/client/package.json', '{ "name": "@some/client", "version": "3.1.4" }');
  write(
    'adapter.ts',
    [
      "import { defineAdapter } from 'scrutineer/adapter';",
      "import type { Thing } from './lib/thing.js';",
      "import client from '@some/client/promises';",
      "export { other } from './lib';",
      "const late = await import('./late.mjs');",
    ].join('\n'),
  );
  write('lib/thing.ts', "import { join } from 'node:path';\nimport '../shared.cjs';\n");
  write('lib/index.ts', 'export const other = 1;\n');
  write('late.mjs', "import x from 'left-pad';\n");
  write('shared.cjs', "module.exports = require('./adapter');\n");
  write('unrelated.ts', 'export {};\n');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string): void {
  writeFileSync(join(folder, name), content);
}

test('follows imports of every form, once each, the adapter first', () => {
  const { files, packages } = adapterSources(join(folder, 'adapter.ts'));
  expect(files.map(({ path }) => path)).toEqual([
    'adapter.ts',
    'late.mjs',
    'lib/index.ts',
    'lib/thing.ts',
    'shared.cjs',
  ]);
  expect(packages).toEqual({ '@some/client': '3.1.4', 'left-pad': 'not installed' });
});

test('a change in a file that is imported shows, one in another does not', () => {
  const hashes = (): string =>
    adapterSources(join(folder, 'adapter.ts'))
      .files.map(({ sha256 }) => sha256)
      .join();
  const before = hashes();
  write('unrelated.ts', 'export const x = 1;\n');
  expect(hashes()).toBe(before);
  write('lib/index.ts', 'export const other = 2;\n');
  expect(hashes()).not.toBe(before);
});
