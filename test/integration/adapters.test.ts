/**
 * Certifies every adapter: each folder under adapters/ is found without registration, so that dropping one in and
 * running `npm test` certifies it.
 */
import { existsSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { certifyElection } from '../../src/vitest/certify-election.ts';

const adapters = new URL('../../adapters/', import.meta.url);
const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

const found = readdirSync(adapters, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap((entry) => {
    const files = extensions.map((extension) => new URL(`${entry.name}/adapter.${extension}`, adapters));
    return files.filter((file) => existsSync(file)).slice(0, 1);
  });

test('there are adapters to certify', () => {
  expect(found.length).toBeGreaterThanOrEqual(3);
});

for (const url of found) certifyElection(url);
