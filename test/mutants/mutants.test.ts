/**
 * Goal: every planted bug is caught by the ordinary search, by a promise that it must be caught breaking, on a plan on
 * which the reference breaks none; and what is harmless is not flagged. `npm run mutants` measures it over many seeds.
 * Method: one fixed seed, planted copies of the reference.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadAdapter } from '../../src/load-adapter.ts';
import { benignVariants, mutants } from './catalogue.ts';
import { acquit, FalseAlarm, hunt, ordinaryPlans, shrinkKill } from './hunt.ts';
import { baseUrl, edited, plant } from './plant.ts';
import { CANDIDATE, SCRIPTS } from './variant.ts';

const root = join(import.meta.dirname, '..', '..');
const SEED = 1;
/** The slowest mutant takes a few hundred in the median. */
const HISTORIES_MAX = 4000;
const BENIGN_HISTORIES = 250;

mkdirSync(join(root, 'dist'), { recursive: true });
const folder = mkdtempSync(join(root, 'dist', 'planted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the catalogue has the fifteen mutants of the Redis family, and one that answers from what it remembers', () => {
  const redis = Array.from({ length: 15 }, (_, index) => `M${String(index + 1).padStart(2, '0')}`);
  const expected = [...redis, 'M41'];
  expect(mutants.map(({ id }) => id)).toEqual(expected);
});

describe.each(mutants)('$id: $sentence', (mutant) => {
  test(`is killed by ${mutant.properties.join(' or ')}, and its counterexample is small`, async () => {
    const base = await loadAdapter(baseUrl(root, mutant.base));
    const planted = await loadAdapter(plant(root, folder, mutant));
    const options = { mutant: planted, base, properties: mutant.properties, seed: SEED, historiesMax: HISTORIES_MAX };
    const kill = await hunt(options);
    expect(kill).toBeDefined();
    if (kill === undefined) return;
    const { faults, candidates, endings } = await shrinkKill(options, kill);
    expect(faults.length + (endings.degraded === undefined ? 0 : 1)).toBeLessThanOrEqual(2);
    expect(candidates.length).toBeLessThanOrEqual(3);
  });
});

// M12 refuses where it should not, as 10 comes before 9, and whom a resource of one's own refuses is S3b's concern.
test('M13 applies an old token, and R1 kills it by what the writers were told alone', async () => {
  const mutant = mutants.find(({ id }) => id === 'M13');
  if (mutant === undefined) throw new Error('M13 is in the catalogue');
  const base = await loadAdapter(baseUrl(root, mutant.base));
  const planted = await loadAdapter(plant(root, folder, { ...mutant, id: 'M13-alone' }));
  const options = { mutant: planted, base, properties: ['R1'] as const, seed: SEED, historiesMax: HISTORIES_MAX };
  expect(await hunt(options)).toMatchObject({ property: 'R1' });
});

describe.each(benignVariants)('$id: $sentence', (variant) => {
  test(`is not flagged in ${BENIGN_HISTORIES} histories`, async () => {
    const base = await loadAdapter(baseUrl(root, variant.base));
    const planted = await loadAdapter(plant(root, folder, variant));
    expect(await acquit(planted, ordinaryPlans(base, SEED, BENIGN_HISTORIES))).toBe(BENIGN_HISTORIES);
  });
});

describe('planting', () => {
  test('refuses an edit whose text is not there, or is there twice', () => {
    const edit = { file: SCRIPTS, replace: 'two', by: 'three' };
    expect(edited('one two', edit, 'M00')).toBe('one three');
    expect(() => edited('one', edit, 'M00')).toThrow('contains it 0 times');
    expect(() => edited('two two', edit, 'M00')).toThrow('contains it 2 times');
  });

  test('changes a copy, not the reference', () => {
    const before = readFileSync(join(root, CANDIDATE), 'utf8');
    const url = plant(root, folder, { id: 'copy', sentence: '', base: 'reference', edits: [] });
    expect(readFileSync(new URL('fenced-candidate.ts', url), 'utf8')).toBe(before);
    expect(readFileSync(join(root, CANDIDATE), 'utf8')).toBe(before);
  });
});

test('a base that breaks a promise is told, not counted as a kill', async () => {
  const broken = mutants.find(({ id }) => id === 'M06');
  if (broken === undefined) throw new Error('M06 is in the catalogue');
  const adapter = await loadAdapter(plant(root, folder, { ...broken, id: 'broken-base' }));
  const options = { mutant: adapter, base: adapter, properties: broken.properties, seed: SEED, historiesMax: 50 };
  await expect(hunt(options)).rejects.toThrow(FalseAlarm);
});
