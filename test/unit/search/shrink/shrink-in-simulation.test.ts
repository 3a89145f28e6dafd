/** Shrinking what a shipped adapter with known deviations breaks, and that taking a fault away moves no other draw. */
import { describe, expect, test } from 'vitest';
import { faults as descriptions } from '../../../../spec/faults.ts';
import type { HistoryEvent } from '../../../../spec/history.ts';
import type { ElectionAdapter } from '../../../../src/adapter.ts';
import { loadAdapter } from '../../../../src/load-adapter.ts';
import { judge } from '../../../../src/judge/judge.ts';
import { planGenerator } from '../../../../src/plan/generate-plan.ts';
import { shrinkInSimulation } from '../../../../src/search/shrink/shrink-in-simulation.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { faultAt, quietPlan } from '../../../support/simulated-plan.ts';

const lease = await loadAdapter(new URL('../../../../adapters/redis-lease/adapter.ts', import.meta.url));
const fencing = await loadAdapter(new URL('../../../../adapters/redis-fencing/adapter.ts', import.meta.url));
const kinds = new Set(Object.values(descriptions).map(({ kind }) => kind));

describe('shrinking in the simulation', () => {
  test('brings violations down to few faults and candidates, the same each time', async () => {
    const generator = planGenerator({ seed: 1, adapter: lease, faults: kinds, scale: 'virtual' });
    const sizes: { readonly faults: number; readonly candidates: number }[] = [];
    for (let index = 0; index < 4; index += 1) {
      const plan = generator.plan(index);
      for (const { property, verdict } of judge(await simulate(lease, plan), { holdTo: 'claims' })) {
        if (verdict !== 'violated') continue;
        const options = { plan, property, holdTo: 'claims' } as const;
        const shrunk = await shrinkInSimulation(lease, options);
        expect(await shrinkInSimulation(lease, options)).toEqual(shrunk);
        if (shrunk === undefined) throw new Error(`${property} was broken before, by the same plan`);
        expect(shrunk.verdict).toMatchObject({ property, verdict: 'violated' });
        expect(await simulate(lease, shrunk.plan)).toEqual(shrunk.history);
        expect(shrunk.complete).toBe(true);
        const { faults, endings, candidates } = shrunk.plan;
        sizes.push({ faults: faults.length + (endings.degraded === undefined ? 0 : 1), candidates: candidates.length });
      }
    }
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.filter(({ faults, candidates }) => faults > 2 || candidates > 3)).toEqual([]);
  }, 30_000);

  test('passes over plans in which the adapter makes a mistake', async () => {
    const plan = quietPlan({
      candidates: [
        { id: 'a', joinMs: 0, restMs: 500, holdMs: 1000 },
        { id: 'b', joinMs: 100, restMs: 500 },
        { id: 'c', joinMs: 100, restMs: 500 },
      ],
    });
    const lonely: ElectionAdapter = {
      ...lease,
      createCandidate: async (environment) => {
        if (environment.peers.length === 0) for (;;) await environment.clock.sleep(0);
        return lease.createCandidate(environment);
      },
    };
    const options = { plan, property: 'S7', holdTo: 'claims' } as const;
    expect((await shrinkInSimulation(lease, options))?.plan.candidates).toHaveLength(1);
    expect((await shrinkInSimulation(lonely, options))?.plan.candidates).toHaveLength(2);
  }, 30_000);

  test('gives nothing for a plan that breaks nothing', async () => {
    expect(await shrinkInSimulation(fencing, { plan: quietPlan(), property: 'S4', holdTo: 'claims' })).toBeUndefined();
  });
});

describe('taking a fault from a plan', () => {
  const later = faultAt(9000, { kind: 'pause', target: 'candidate:b', forMs: 2000 });
  const other = faultAt(4000, { kind: 'hold', target: 'candidate:a', message: { nth: 2, leg: 'response' } });
  const never = { ...faultAt(0, { kind: 'crash' }), anchor: { event: 'elected', nth: 99 } } as const;

  /** Numbers of faults are places in the plan, which do move. */
  const unnumbered = (event: HistoryEvent): HistoryEvent => ('fault' in event ? { ...event, fault: 0 } : event);
  const eventsOf = async (faults: Parameters<typeof quietPlan>[0]): Promise<readonly HistoryEvent[]> =>
    (await simulate(fencing, quietPlan(faults))).events.map(unnumbered);

  test('that never fired changes nothing', async () => {
    expect(await eventsOf({ faults: [never, other, later] })).toEqual(await eventsOf({ faults: [other, later] }));
  });

  test('changes nothing before it fires, though the others have moved up in the list', async () => {
    const before = (events: readonly HistoryEvent[]): readonly HistoryEvent[] =>
      events.filter(({ at }) => typeof at === 'number' && at < 9_000_000);
    const all = before(await eventsOf({ faults: [later, other] }));
    expect(before(await eventsOf({ faults: [other] }))).toEqual(all);
    expect(all.some(({ type }) => type === 'fault-start')).toBe(true);
  });

  test('leaves the delays of messages that it did not touch as they were', async () => {
    // A write is sent every half second and meets no fault here: how long each takes is its own draw.
    const slowed = faultAt(2000, { kind: 'slow', target: 'candidate:b', amount: 5, forMs: 500 });
    const writes = (events: readonly HistoryEvent[]): readonly HistoryEvent[] =>
      events.filter(({ who, type }) => who === 'resource' && type === 'applied');
    const quiet = writes(await eventsOf({ faults: [] }));
    expect(quiet.length).toBeGreaterThan(20);
    expect(writes(await eventsOf({ faults: [slowed] }))).toEqual(quiet);
  });
});
