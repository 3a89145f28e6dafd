/**
 * Goal: virtual globals are sound under the synchronous drain: unmodified code that waits through timers, events and
 * promises comes to rest in each turn, and its log does not depend on how the queues are drained.
 * Method: the same worlds of an ordinary class, once drained synchronously and once with a macrotask of the platform
 * after each wake; generated plans.
 */
import '../../src/testbed/simulated/world-worker.ts';
import { expect, test } from 'vitest';
import { faults } from '../../spec/faults.ts';
import type { HistoryEvent } from '../../spec/history.ts';
import { loadAdapter } from '../../src/load-adapter.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { runByMacrotasks } from '../../src/testbed/simulated/drain.ts';
import { guardPlatform } from '../../src/testbed/simulated/globals.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';
import { World } from '../../src/testbed/simulated/world.ts';

const SEEDS = 30;

const adapter = await loadAdapter(new URL('../../adapters/redis-article-class/', import.meta.url));
const generator = planGenerator({
  seed: 11,
  adapter,
  faults: new Set(Object.values(faults).map(({ kind }) => kind)),
  leaseTtlMs: 3000,
  scale: 'virtual',
});
const plans = Array.from({ length: SEEDS }, (_, index) => generator.plan(index));

test('event logs of the synchronous drain equal those of a macrotask per wake', async () => {
  const synchronous = new Map<Plan, readonly HistoryEvent[]>();
  await simulateEach(adapter, plans, (history, plan) => synchronous.set(plan, history.events));

  let events = 0;
  for (const plan of plans) {
    const world = new World({ adapter, plan });
    guardPlatform({ onMistake: (mistake) => world.blame(mistake), platform: () => world.platform });
    try {
      await runByMacrotasks(world);
    } finally {
      guardPlatform(undefined);
    }
    const reference = world.history().events;
    events += reference.length;
    expect(JSON.stringify(synchronous.get(plan)), `the plan of seed ${plan.seed}`).toBe(JSON.stringify(reference));
  }

  expect(events).toBeGreaterThan(100 * SEEDS);
});
