/** The same worlds once drained synchronously and once with a macrotask of the platform after each wake. */
import { expect } from 'vitest';
import { faults } from '../../spec/faults.ts';
import type { HistoryEvent } from '../../spec/history.ts';
import type { ElectionAdapter } from '../../src/adapter.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { runByMacrotasks } from '../../src/testbed/simulated/drain.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';
import { World } from '../../src/testbed/simulated/world.ts';

export interface DrainComparison {
  readonly adapter: ElectionAdapter;
  readonly seed: number;
  readonly plans: number;
  /** Runs a world by macrotasks. @defaultValue as it is */
  readonly run?: (world: World) => Promise<void>;
}

/** Expects equal event logs, and gives back all events of the reference. */
export async function compareDrains({
  adapter,
  seed,
  plans: count,
  run = runByMacrotasks,
}: DrainComparison): Promise<readonly HistoryEvent[]> {
  const kinds = new Set(Object.values(faults).map(({ kind }) => kind));
  const generator = planGenerator({ seed, adapter, faults: kinds, leaseTtlMs: 3000, scale: 'virtual' });
  const plans = Array.from({ length: count }, (_, index) => generator.plan(index));
  const synchronous = new Map<Plan, readonly HistoryEvent[]>();
  await simulateEach(adapter, plans, (history, plan) => synchronous.set(plan, history.events));
  const all: HistoryEvent[] = [];
  for (const plan of plans) {
    const world = new World({ adapter, plan });
    await run(world);
    const reference = world.history().events;
    expect(linesOf(synchronous.get(plan)), `the plan of seed ${plan.seed}`).toEqual(linesOf(reference));
    all.push(...reference);
  }
  // The comparison is worth something only where much happened.
  expect(all.length).toBeGreaterThan(100 * count);
  return all;
}

function linesOf(events: readonly HistoryEvent[] | undefined): readonly string[] {
  return events?.map((event) => JSON.stringify(event)) ?? [];
}
