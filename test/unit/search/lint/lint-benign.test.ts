/**
 * Goal: what is unusual but harmless is no mistake to the lint.
 * Method: every benign variant of the reference is planted in a copy, and looked through without faults.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadAdapter } from '../../../../src/load-adapter.ts';
import { lintAdapter } from '../../../../src/search/lint/adapter-lint.ts';
import { benignVariants } from '../../../mutants/catalogue.ts';
import { plant } from '../../../mutants/plant.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-benign-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

test.each(benignVariants)('$id: $sentence', async (variant) => {
  const adapter = await loadAdapter(plant(resolve('.'), folder, variant));
  expect((await lintAdapter(adapter, { histories: 25 })).findings).toEqual([]);
});
