/**
 * Goal: the synchronous drain runs everything that a woken candidate has to do, and nothing else decides the order.
 * Method: the same worlds once drained synchronously and once with a macrotask of the platform after each wake, in which
 * promises, ticks and generators certainly come to rest; an adapter with every asynchronous construct; generated plans.
 */
import { expect, test } from 'vitest';
import { faults } from '../../spec/faults.ts';
import type { HistoryEvent } from '../../spec/history.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';
import { runByMacrotasks } from '../../src/testbed/simulated/drain.ts';
import { World } from '../../src/testbed/simulated/world.ts';
import { layeredAdapter } from '../support/layered-adapter.ts';

const SEEDS = 220;

const generator = planGenerator({
  seed: 7,
  adapter: layeredAdapter,
  faults: new Set(Object.values(faults).map(({ kind }) => kind)),
  leaseTtlMs: 3000,
  scale: 'virtual',
});
const plans = Array.from({ length: SEEDS }, (_, index) => generator.plan(index));

test('event logs of the synchronous drain equal those of a macrotask per wake', async () => {
  const synchronous = new Map<Plan, readonly HistoryEvent[]>();
  await simulateEach(layeredAdapter, plans, (history, plan) => synchronous.set(plan, history.events));

  let events = 0;
  const kinds = new Set<string>();
  for (const plan of plans) {
    const world = new World({ adapter: layeredAdapter, plan });
    await runByMacrotasks(world);
    const reference = world.history().events;
    expect(linesOf(synchronous.get(plan)), `the plan of seed ${plan.seed}`).toEqual(linesOf(reference));
    events += reference.length;
    for (const event of reference) kinds.add(event.type === 'fault-start' ? event.kind : event.type);
  }

  // The comparison is worth something only where much happened.
  expect(events).toBeGreaterThan(100 * SEEDS);
  for (const kind of ['elected', 'lost', 'crashed', 'cut', 'hold', 'pause', 'pause-at', 'store-restart'])
    expect(kinds).toContain(kind);
});

function linesOf(events: readonly HistoryEvent[] | undefined): readonly string[] {
  return events?.map((event) => JSON.stringify(event)) ?? [];
}
