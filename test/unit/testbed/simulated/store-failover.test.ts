/**
 * Goal: a failover of the store loses what its replica had not received, and nobody else is blamed for what comes of it.
 * Method: a probe that writes and reads; then the reference, whose grant, renewal or release is lost, judged.
 */
import { describe, expect, test } from 'vitest';
import type { History, StoreEvent } from '../../../../spec/history.ts';
import { labelHistory } from '../../../../spec/history-labels.ts';
import type { PropertyId, Verdict, VerdictWord } from '../../../../spec/property.ts';
import { judge } from '../../../../src/judge/judge.ts';
import { loadAdapter } from '../../../../src/load-adapter.ts';
import type { Anchor, Fault, Plan } from '../../../../src/plan/plan.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { probeAdapter } from '../../../support/probe-adapter.ts';
import { quietPlan } from '../../../support/simulated-plan.ts';

const reference = await loadAdapter(new URL('../../../../adapters/redis-fencing/', import.meta.url));

function failover(anchor: Anchor, lagMs: number, afterMs = 0): Fault {
  return { kind: 'store-failover', anchor, afterMs, target: 'store', forMs: 100, amount: lagMs };
}

describe('a failover', () => {
  /** Writes x every 100 ms, and reads it when the new primary is there. */
  async function lastOf(lagMs: number): Promise<{ readonly read: string | null; readonly history: History }> {
    let read: string | null = null;
    const adapter = probeAdapter(async ({ redis, clock }) => {
      for (let value = 1; value <= 5; value += 1) {
        await redis.set('x', value);
        await clock.sleep(98);
      }
      await clock.sleep(300);
      read = await redis.get('x');
    });
    const plan = quietPlan({
      candidates: [{ id: 'a', joinMs: 0, restMs: 500 }],
      networkDelayUs: { min: 1000, max: 1000 },
      faults: [failover({ atMs: 450 }, lagMs)],
    });
    const history = await simulate(adapter, plan);
    return { read, history };
  }

  test.each([
    [0, '5', true],
    [48, '5', true],
    [50, '4', false],
    [249, '3', false],
    [10_000, null, false],
  ])('with a lag of %i ms finds x = %s', async (lagMs, expected, durable) => {
    const { read, history } = await lastOf(lagMs);
    expect(read).toBe(expected);
    const started = history.events.find((event) => event.type === 'store-started');
    expect(started).toMatchObject({ at: 550_000, durable });
    expect(started).toEqual(
      durable
        ? expect.not.objectContaining({ keptUntilUs: expect.anything() })
        : expect.objectContaining({ keptUntilUs: Math.max(0, 450_000 - lagMs * 1000) }),
    );
  });
});

const plan = (faults: readonly Fault[], changes: Partial<Plan> = {}): Plan => quietPlan({ faults, ...changes });

/** Everyone resigns after four seconds, so that there are several grants to compare. */
const shortTerms = (faults: readonly Fault[]): Plan =>
  plan(faults, {
    candidates: ['a', 'b', 'c'].map((id, index) => ({ id, joinMs: 100 * index, holdMs: 4000, restMs: 500 })),
  });

function verdicts(history: History): ReadonlyMap<PropertyId, Verdict> {
  return new Map(judge(history, { holdTo: 'claims' }).map((verdict) => [verdict.property, verdict]));
}

function withVerdict(history: History, word: VerdictWord): readonly PropertyId[] {
  return [...verdicts(history).values()].filter(({ verdict }) => verdict === word).map(({ property }) => property);
}

const notJudged = (history: History): readonly PropertyId[] =>
  [...verdicts(history).values()]
    .filter(({ reason }) => reason?.startsWith('not judged: ') === true)
    .map(({ property }) => property);

/** What its plan's other faults come to is left out. */
const ofTheStore = (history: History): readonly string[] =>
  [...labelHistory(history).circumstances].filter((each) => each.startsWith('store-')).sort();

describe('the reference on a store with a replica', () => {
  test('is judged as ever where the replica has everything', async () => {
    const history = await simulate(reference, shortTerms([failover({ event: 'granted', nth: 1 }, 0, 50)]));
    expect(ofTheStore(history)).toEqual(['store-failover']);
    expect(notJudged(history)).toEqual([]);
    expect(withVerdict(history, 'violated')).toEqual([]);
    expect(withVerdict(history, 'store-fault')).toEqual([]);
    for (const id of ['S1', 'S2a', 'S4', 'S6', 'W1-strong', 'ST2', 'ST3', 'L1', 'L3', 'L4'] as const)
      expect(verdicts(history).get(id)?.verdict).toBe('holds');
  });

  test('leads twice at once after a failover that lost the grant, and only the store is to blame', async () => {
    const history = await simulate(reference, plan([failover({ event: 'granted', nth: 1 }, 500, 50)]));
    const grants = history.events.filter((event): event is StoreEvent => event.type === 'granted');
    expect(grants.slice(0, 2)).toMatchObject([{ token: '1' }, { token: '1' }]);
    expect(new Set(grants.slice(0, 2).map(({ holder }) => holder)).size).toBe(2);
    const elected = history.events.filter((event) => event.type === 'elected').slice(0, 2);
    const lost = history.events.find((event) => event.type === 'lost');
    expect(lost?.who).toBe(elected[0]?.who);
    expect(Number(elected[1]?.at)).toBeLessThan(Number(lost?.at));

    expect(ofTheStore(history)).toEqual(['store-failover', 'store-lossy']);
    expect(withVerdict(history, 'violated')).toEqual([]);
    expect(withVerdict(history, 'store-fault')).toEqual(['ST2']);
    expect(verdicts(history).get('ST2')?.witness?.sentence).toMatch(
      /is lost, among it the grant to [abc]#0 with token 1/,
    );
    expect(notJudged(history)).toEqual(
      expect.arrayContaining(['S1', 'S2a', 'S2b', 'S3a', 'S3b', 'S4', 'W1-weak', 'W1-strong', 'W2']),
    );
    for (const id of ['S7', 'S8', 'W3', 'L3'] as const) expect(verdicts(history).get(id)?.verdict).not.toBe('violated');
  });

  test('finds a shortened lease where only a renewal is lost', async () => {
    const history = await simulate(reference, plan([failover({ event: 'renewed', nth: 3 }, 100, 50)]));
    const started = history.events.findIndex((event) => event.type === 'store-started');
    const again = history.events[started + 1];
    expect(again).toMatchObject({ type: 'granted', holder: 'a#0', token: '1' });
    expect(again).not.toHaveProperty('by');
    expect(again).not.toHaveProperty('replaced');
    const renewed = history.events.find((event) => event.type === 'renewed');
    const leaseUs = again?.type === 'granted' ? again.leaseUs : null;
    expect(leaseUs).toBeLessThan(Number(renewed?.type === 'renewed' ? renewed.leaseUs : 0) - 600_000);
    expect(withVerdict(history, 'violated')).toEqual([]);
    expect(withVerdict(history, 'store-fault')).toEqual(['ST2']);
  });

  test('waits for the end of a lease that comes back, where its release is lost', async () => {
    const history = await simulate(
      reference,
      plan([failover({ event: 'resign', nth: 1 }, 200, 100)], {
        candidates: [{ id: 'a', joinMs: 0, holdMs: 1000, restMs: 20_000 }],
      }),
    );
    const types = history.events.filter((event) => event.who === 'store').map(({ type }) => type);
    const returned = types.slice(types.indexOf('released'));
    expect(returned.slice(0, 5)).toEqual(['released', 'store-stopped', 'store-started', 'granted', 'expired']);
    expect(withVerdict(history, 'violated')).toEqual([]);
  });

  test('is the same history for the same plan', async () => {
    const lossy = plan([failover({ event: 'granted', nth: 1 }, 500, 50), failover({ atMs: 6000 }, 700)]);
    expect(await simulate(reference, lossy)).toEqual(await simulate(reference, lossy));
  });
});
