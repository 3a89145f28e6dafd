/**
 * Goal: whatever the reference does in the simulation is a path of the explored model, and what the model forbids is
 * noticed. Method: generated plans with every kind of fault; then the same histories with one event told twice, which is
 * never possible.
 */
import { expect, test } from 'vitest';
import adapter from '../../adapters/redis-fencing/adapter.ts';
import { faults } from '../../spec/faults.ts';
import type { EventType, History } from '../../spec/history.ts';
import { validateTrace } from '../../src/explore/validate-trace.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';

const HISTORIES = 2000;

/** Steps that cannot be taken twice in a row. */
const unrepeatable: readonly EventType[] = ['granted', 'elected', 'lost', 'released', 'expired', 'crashed'];

function* plans(seed: number, count: number): Generator<Plan, void, void> {
  const kinds = new Set(Object.values(faults).map(({ kind }) => kind));
  const generator = planGenerator({ seed, adapter, faults: kinds, scale: 'virtual' });
  for (let index = 0; index < count; index += 1) yield generator.plan(index);
}

function repeated({ header, events }: History, type: EventType): History | undefined {
  const places = events.flatMap((event, place) => (event.type === type ? [place] : []));
  const chosen = places[Math.floor(places.length / 2)];
  if (chosen === undefined) return undefined;
  return { header, events: events.flatMap((event, place) => (place === chosen ? [event, event] : [event])) };
}

test(`${HISTORIES} histories of the reference are paths of the model, but for those with faults that it does not know`, async () => {
  const counts = { path: 0, beyond: 0, repeated: 0 };
  const beyond = new Set<string>();
  const misfits: string[] = [];
  const unnoticed: string[] = [];
  await simulateEach(adapter, plans(20_261, HISTORIES), (history, plan) => {
    const found = validateTrace(history);
    if (found.verdict === 'misfit') misfits.push(`seed ${plan.seed}: ${found.sentence}`);
    else counts[found.verdict] += 1;
    if (found.verdict === 'beyond') beyond.add(found.why);
    if (found.verdict !== 'path' || counts.path % 10 !== 0) return;
    for (const type of unrepeatable) {
      const changed = repeated(history, type);
      if (changed === undefined) continue;
      counts.repeated += 1;
      if (validateTrace(changed).verdict !== 'misfit') unnoticed.push(`seed ${plan.seed}: ${type} twice`);
    }
  });
  expect(misfits).toEqual([]);
  expect(unnoticed).toEqual([]);
  expect(counts.repeated).toBeGreaterThan(500);
  // Only the loss of the store's data is beyond the model.
  expect(counts.beyond / HISTORIES).toBeLessThan(0.1);
  for (const why of beyond) expect(why).toMatch(/^the model does not know (store-wipe|store-failover)$/);
});
