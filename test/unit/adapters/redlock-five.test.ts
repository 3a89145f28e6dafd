/**
 * Goal: Redlock over five servers is what it says: two leaders where one server of a bare majority forgets, and none
 * where no server does. Method: its stored plans, with and without that fault; generated plans without such faults.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faults, type FaultKind } from '../../../spec/faults.ts';
import type { History } from '../../../spec/history.ts';
import type { PropertyId } from '../../../spec/property.ts';
import { judge } from '../../../src/judge/judge.ts';
import { loadAdapter } from '../../../src/load-adapter.ts';
import { generatePlans } from '../../../src/plan/generate-plan.ts';
import type { Fault, Plan } from '../../../src/plan/plan.ts';
import { decodePlan } from '../../../src/plan/plan-schema.ts';
import { simulate, simulateEach } from '../../../src/testbed/simulated/simulate.ts';

const folder = new URL('../../../adapters/redlock-five/', import.meta.url);
const redlock = await loadAdapter(folder);
const deviations = redlock.knownDeviations ?? [];
const forgetful: readonly FaultKind[] = ['store-wipe', 'store-step', 'store-failover'];

const violatedBy = (history: History): readonly PropertyId[] =>
  judge(history, { holdTo: 'claims' })
    .filter(({ verdict }) => verdict === 'violated' || verdict === 'store-fault')
    .map(({ property }) => property);

const stored = (file: string): Plan => decodePlan(readFileSync(new URL(file, folder), 'utf8'), file);

function* some(plans: Iterable<Plan>, count: number): Generator<Plan> {
  let taken = 0;
  for (const plan of plans) {
    if (taken === count) return;
    taken += 1;
    yield plan;
  }
}

describe.each([...new Set(deviations.map(({ plan }) => plan))])('%s', (file) => {
  const declared = deviations.filter(({ plan }) => plan === file).map(({ property }) => property);

  test('shows what is declared, and nothing else', async () => {
    expect([...violatedBy(await simulate(redlock, stored(file)))].sort()).toEqual([...declared].sort());
  });

  test('shows nothing where the server forgets nothing', async () => {
    const plan = stored(file);
    const harmless = { ...plan, faults: plan.faults.filter(({ kind }) => !forgetful.includes(kind)) };
    expect(harmless.faults).toHaveLength(2);
    expect(violatedBy(await simulate(redlock, harmless))).toEqual([]);
  });

  test('shows nothing where the leader reaches all servers', async () => {
    const plan = stored(file);
    const harmless = { ...plan, faults: plan.faults.filter(({ kind }) => forgetful.includes(kind)) };
    expect(harmless.faults).toHaveLength(1);
    expect(violatedBy(await simulate(redlock, harmless))).toEqual([]);
  });
});

describe('servers that are down', () => {
  /** From the start until everything heals at 4 s. */
  async function withDown(count: number): Promise<{ readonly electedMs: number; readonly history: History }> {
    const plan = stored('plans/member-without-data.json');
    const faults = Array.from({ length: count }, (_, index): Fault => ({
      kind: 'store-restart',
      anchor: { atMs: 0 },
      afterMs: 0,
      target: 'store',
      member: index + 1,
      forMs: 4000,
    }));
    const history = await simulate(redlock, { ...plan, faults });
    const elected = history.events.find((event) => event.type === 'elected');
    return { electedMs: Number(elected?.at) / 1000, history };
  }

  test.each([0, 1, 2])('%i of them keep nobody from being elected at once', async (count) => {
    const { electedMs, history } = await withDown(count);
    expect(electedMs).toBeLessThan(100);
    expect(violatedBy(history)).toEqual([]);
  });

  test('three of them keep everybody, for as long as they are down', async () => {
    const { electedMs, history } = await withDown(3);
    expect(electedMs).toBeGreaterThan(4000);
    expect(electedMs).toBeLessThan(5000);
    expect(violatedBy(history)).toEqual([]);
  });
});

test('under all other faults it keeps what it promises', async () => {
  const others = Object.values(faults).flatMap(({ kind }) => (forgetful.includes(kind) ? [] : [kind]));
  const plans = generatePlans({ seed: 5, adapter: redlock, faults: new Set(others), scale: 'virtual' });
  const found: string[] = [];
  let members = 0;
  await simulateEach(redlock, some(plans, 80), (history, plan) => {
    for (const property of violatedBy(history)) found.push(`${property} with seed ${plan.seed}`);
    if (plan.faults.some(({ member }) => member !== undefined)) members += 1;
  });
  expect(found).toEqual([]);
  expect(members).toBeGreaterThan(25);
}, 60_000);

test('the search finds by itself what a server that forgets leads to, and nothing that is not declared', async () => {
  const kinds = new Set<FaultKind>(['cut', ...forgetful]);
  const plans = generatePlans({ seed: 5, adapter: redlock, faults: kinds, scale: 'virtual' });
  const found = new Set<PropertyId>();
  await simulateEach(redlock, some(plans, 60), (history) => {
    for (const { property, verdict } of judge(history, { holdTo: 'claims' }))
      if (verdict === 'violated') found.add(property);
  });
  expect(found).toContain('S4');
  expect([...found].filter((property) => property !== 'S4' && property !== 'S3u')).toEqual([]);
}, 60_000);
