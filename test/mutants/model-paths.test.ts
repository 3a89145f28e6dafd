/**
 * Goal: what walks the model along histories notices planted bugs by itself, and no harmless variant. Method: histories
 * of planted copies of the reference until the first that is no path. Bugs that only time can tell (M01, M07 to M10) are
 * not among them, since the histories are walked along the model without time.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { faults } from '../../spec/faults.ts';
import { validateTrace } from '../../src/explore/validate-trace.ts';
import { loadAdapter } from '../../src/load-adapter.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';
import { benignVariants, mutants } from './catalogue.ts';
import { plant } from './plant.ts';
import type { Variant } from './variant.ts';

const root = join(import.meta.dirname, '..', '..');
const SEED = 5;
const HISTORIES_MAX = 1000;
const BENIGN_HISTORIES = 60;

const untimed = new Set(['M02', 'M03', 'M04', 'M05', 'M06', 'M11', 'M12', 'M13', 'M14', 'M15']);

mkdirSync(join(root, 'dist'), { recursive: true });
const folder = mkdtempSync(join(root, 'dist', 'planted-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Where the first of so many histories that is no path leaves the model. */
async function firstMisfit(variant: Variant, historiesMax: number): Promise<string | undefined> {
  const adapter = await loadAdapter(plant(root, folder, variant));
  const kinds = new Set(Object.values(faults).map(({ kind }) => kind));
  const generator = planGenerator({ seed: SEED, adapter, faults: kinds, scale: 'virtual' });
  let misfit: string | undefined;
  const plans = function* (): Generator<Plan, void, void> {
    for (let index = 0; index < historiesMax && misfit === undefined; index += 1) yield generator.plan(index);
  };
  await simulateEach(adapter, plans(), (history) => {
    const found = validateTrace(history);
    if (found.verdict === 'misfit') misfit ??= found.sentence;
  });
  return misfit;
}

test.each(mutants.filter(({ id }) => untimed.has(id)))('$id leaves the model: $sentence', async (mutant) => {
  expect(await firstMisfit(mutant, HISTORIES_MAX)).toMatch(/is no step `.*` of the model: /);
});

test.each(benignVariants)('$id stays on it: $sentence', async (variant) => {
  expect(await firstMisfit(variant, BENIGN_HISTORIES)).toBeUndefined();
});
