/**
 * Goal: every declared deviation is shown by its stored plan, and the reference keeps its promises on the same plans.
 * Method: each plan simulated and judged.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { loadAdapter } from '../../../src/load-adapter.ts';
import { judge } from '../../../src/judge/judge.ts';
import { decodePlan } from '../../../src/plan/plan-schema.ts';
import { simulate } from '../../../src/testbed/simulated/simulate.ts';

const folder = (name: string): URL => new URL(`../../../adapters/${name}/`, import.meta.url);
const lease = await loadAdapter(folder('redis-lease'));
const reference = await loadAdapter(folder('redis-fencing'));
const deviations = lease.knownDeviations ?? [];

test('the published lease declares the promises that it breaks', () => {
  expect(deviations.map(({ property }) => property).sort()).toEqual([
    'L3',
    'S3u',
    'S4',
    'S6',
    'S7',
    'S8',
    'W1-strong',
    'W1-weak',
    'W3',
  ]);
});

describe.each(deviations)('$property of redis-lease', ({ property, plan: file }) => {
  const plan = decodePlan(readFileSync(new URL(file, folder('redis-lease')), 'utf8'), file);

  test('is broken by its stored plan', async () => {
    const verdicts = judge(await simulate(lease, plan), { holdTo: 'claims' });
    expect(verdicts.find((verdict) => verdict.property === property)).toMatchObject({ verdict: 'violated' });
  });

  test('is kept by the reference on the same plan', async () => {
    const verdicts = judge(await simulate(reference, plan), { holdTo: 'claims' });
    expect(verdicts.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
  });
});
