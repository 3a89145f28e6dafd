/**
 * Goal: an adapter loads from wherever it is and in whatever dialect, and one that is not finished teaches what it lacks.
 * Method: files written into a temporary folder that knows nothing of this package.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { adapterFile, loadAdapter } from '../../src/load-adapter.ts';

const root = mkdtempSync(join(tmpdir(), 'scrutineer-load-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const timing = `{ kind: 'store', clock: 'monotonic', validityMs: 1, anchor: 'send', renewMs: 1, retryMs: 1, jitter: 0,
  watch: false, requestTimeoutMs: 1, backoffMsMax: 0, roundTrips: 1 }`;
const fields: Readonly<Record<string, string>> = {
  name: `'my-election'`,
  title: `'My election'`,
  store: `'redis'`,
  testbeds: `['simulated']`,
  leaseTtlMs: '{ min: 1000, step: 1 }',
  claims: `() => ({ fencing: 'monotonic', exclusivity: 'none', leaderView: 'none', liveness: false,
    tolerates: { clockRatePpm: 0, pauseMs: 0, networkDelayMs: 1 }, timing: ${timing} })`,
  createCandidate: `async () => { throw new Error('not needed here'); }`,
};

function objectWith(changes: Readonly<Record<string, string>> = {}): string {
  return `{ ${Object.entries({ ...fields, ...changes })
    .map(([field, value]) => `${field}: ${value}`)
    .join(', ')} }`;
}

const typed = `import { defineAdapter, type Claims } from 'scrutineer/adapter';
  import { twice } from './helper.ts';
  const unused: Claims | undefined = undefined;
  void unused; twice(1);
  export default defineAdapter(${objectWith()});`;
const commonTyped = typed.replace(/^.*helper.*$/m, '').replace('twice(1);', '');
const modern = `import { defineAdapter } from 'scrutineer/adapter'; export default defineAdapter(${objectWith()});`;
const common = `const { defineAdapter } = require('scrutineer/adapter'); module.exports = defineAdapter(${objectWith()});`;
const compiled = `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = ${objectWith()};`;

function write(path: string, content: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

describe('an adapter in a folder that does not have scrutineer installed loads', () => {
  test.each([
    ['.ts', 'outside/adapter-1.ts', typed],
    ['.mts', 'outside/adapter-2.mts', commonTyped],
    ['.cts', 'outside/adapter-3.cts', commonTyped],
    ['.mjs', 'outside/adapter-4.mjs', modern],
    ['.cjs', 'outside/adapter-5.cjs', common],
    ['.js in a module package', 'module-package/adapter.js', modern],
    ['.js in a CommonJS package', 'common-package/adapter.js', compiled],
    ['.ts inside node_modules', 'outside/node_modules/theirs/adapter.ts', typed],
  ])('%s', async (_, path, content) => {
    write(join(dirname(path), 'helper.ts'), 'export const twice = (x: number): number => 2 * x;');
    write('module-package/package.json', '{ "type": "module" }');
    write('common-package/package.json', '{ "type": "commonjs" }');
    const file = write(path, content);
    expect((await loadAdapter(file)).name).toBe('my-election');
  });

  test('by folder, by URL and by the text of a URL', async () => {
    const file = write('folder/adapter.mjs', modern);
    expect(adapterFile(join(root, 'folder'))).toBe(file);
    expect((await loadAdapter(pathToFileURL(file))).title).toBe('My election');
    expect((await loadAdapter(pathToFileURL(join(root, 'folder')).href)).title).toBe('My election');
  });
});

describe('what is wrong is named, with what to do', () => {
  test.each([
    ['nothing there', join(root, 'nowhere.ts'), /nowhere\.ts: expected a file or a folder, found nothing there/],
    ['a folder without an adapter', write('empty/readme.txt', '').replace('/readme.txt', ''), /expected adapter\.ts/],
    ['another kind of file', write('data/adapter.json', '{}'), /adapter\.json: expected a file that ends in \.ts/],
    [
      'a broken file',
      write('broken/adapter.mjs', 'export default {'),
      /line 1, column 17: expected JavaScript or TypeScript, found a syntax error: Unexpected token/,
    ],
    [
      'no default export',
      write('named/adapter.mjs', `export const adapter = ${objectWith()};`),
      /default export: expected an adapter, found nothing/,
    ],
  ])('%s', async (_, place, message) => {
    await expect(loadAdapter(place)).rejects.toThrow(message);
  });

  test.each([
    ['name', `'My Election'`, /adapter\.mjs, name: expected lower-case words .* found "My Election"/],
    ['title', `''`, /title: expected a short title/],
    ['store', `'etcetera'`, /store: expected one of redis/],
    ['testbeds', '[]', /testbeds: expected a list .* found \[\]\./],
    ['leaseTtlMs', '{ min: 0, step: 1 }', /leaseTtlMs: expected \{ min, step \}/],
    ['members', '0', /members: expected a whole number of stores, at least 1, or nothing, found 0/],
    ['createCandidate', 'undefined', /createCandidate: expected a function .* found nothing/],
    ['claims', '() => undefined', /claims\(\{ leaseTtlMs: 1000 \}\): expected an object, found nothing/],
    ['claims', `() => { throw new Error('write me'); }`, /found it threw write me/],
    ['claims', `() => ({ fencing: 'sometimes' })`, /fencing: expected none or monotonic, found "sometimes"/],
    ['claims', fields['claims']?.replace(`'monotonic', exc`, `'none', exc`) ?? '', /found no promise at all/],
    [
      'knownDeviations',
      `[{ property: 'S4', why: 'w', source: 's', plan: 'plans/none.json' }]`,
      /knownDeviations\[0\]\.plan: expected a stored plan/,
    ],
  ])('%s: %s', async (field, value, message) => {
    const file = write(
      `shape-${Math.abs(hash(field + value))}/adapter.mjs`,
      `export default ${objectWith({ [field]: value })};`,
    );
    await expect(loadAdapter(file)).rejects.toThrow(message);
  });
});

test('several stores are there in the simulation only', async () => {
  const several = { members: '5', testbeds: `['simulated', 'local']` };
  const refused = write('members/adapter.mjs', `export default ${objectWith(several)};`);
  await expect(loadAdapter(refused)).rejects.toThrow(
    /testbeds: expected \['simulated'\], since it has several members, found "simulated, local"/,
  );
  const loaded = write('members-simulated/adapter.mjs', `export default ${objectWith({ members: '5' })};`);
  expect((await loadAdapter(loaded)).members).toBe(5);
});

/** A name of its own for each file, since a module is imported once a path. */
function hash(text: string): number {
  let value = 0;
  for (const char of text) value = (Math.imul(value, 31) + char.charCodeAt(0)) | 0;
  return value;
}
