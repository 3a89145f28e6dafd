/** Shrinking, with a stand-in for the simulation: a predicate that says whether a plan still breaks the property. */
import { describe, expect, test } from 'vitest';
import { decodePlan } from '../../../../src/plan/plan-schema.ts';
import type { Fault, Plan } from '../../../../src/plan/plan.ts';
import { shrinkPlan, type ShrunkPlan } from '../../../../src/search/shrink/shrink-plan.ts';
import { faultAt, quietPlan } from '../../../support/simulated-plan.ts';

interface Shrinking extends ShrunkPlan {
  readonly asked: number;
}

async function shrink(
  plan: Plan,
  violates: (plan: Plan) => boolean,
  options: { runsMax?: number; shorterLeaseTtlMs?: number } = {},
): Promise<Shrinking> {
  let asked = 0;
  const shrunk = await shrinkPlan(plan, {
    ...options,
    firstViolating: async (plans) => {
      const place = plans.findIndex(violates);
      asked += place < 0 ? plans.length : place + 1;
      return place < 0 ? undefined : place;
    },
  });
  return { ...shrunk, asked };
}

const held: Fault = {
  ...faultAt(4567, { kind: 'hold', message: { nth: 4, leg: 'response' } }),
  afterMs: 123,
  forMs: 4321,
};
const noise: readonly Fault[] = [
  faultAt(1000, { kind: 'cut', target: 'waiter' }),
  faultAt(2000, { kind: 'pause', target: 'candidate:b' }),
  faultAt(9000, { kind: 'crash' }),
  faultAt(9500, { kind: 'slow', amount: 77 }),
];
const noisy = quietPlan({
  seed: 987,
  faults: [...noise.slice(0, 2), held, ...noise.slice(2)],
  candidates: [
    { id: 'a', joinMs: 0, restMs: 1234, holdMs: 3210 },
    { id: 'b', joinMs: 50, restMs: 10, cancelAfterMs: 77, clockRatePpm: 30 },
    { id: 'c', joinMs: 300, restMs: 10, leaveMs: 6000, wallOffsetMs: -30 },
    { id: 'd', joinMs: 0, restMs: 10, leaseTtlMs: 6000 },
  ],
});

const has = (plan: Plan, kind: Fault['kind']): boolean => plan.faults.some((fault) => fault.kind === kind);

describe('shrinking', () => {
  test('leaves nothing that the violation does not need', async () => {
    const { plan, complete } = await shrink(noisy, () => true);
    expect(complete).toBe(true);
    expect(plan).toEqual({
      ...noisy,
      seed: 1,
      candidates: [{ id: 'a', joinMs: 0, restMs: 100 }],
      workload: { writeEveryMs: 0, observeEveryMs: 0 },
      networkDelayUs: { min: 100, max: 100 },
      faults: [],
      // A quarter of a lease, and half a lease to look at what came of it.
      endings: { healAtMs: 2250, degradeAtMs: 2250, endMs: 2250 },
    });
  });

  test('keeps what the violation needs, in its simplest form', async () => {
    const { plan } = await shrink(
      noisy,
      ({ faults, candidates, endings }) =>
        candidates.length >= 2 &&
        endings.endMs >= 7000 &&
        faults.some(({ kind, message, forMs }) => kind === 'hold' && (message?.nth ?? 0) >= 2 && forMs > 3000),
    );
    expect(plan.candidates.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(plan.faults).toEqual([
      {
        kind: 'hold',
        anchor: { event: 'elected', nth: 1 },
        afterMs: 0,
        target: 'leader',
        forMs: 4500,
        message: { nth: 2, leg: 'response' },
      },
    ]);
    expect(plan.endings).toEqual({ healAtMs: 9000, degradeAtMs: 9000, endMs: 9000 });
  });

  test('makes a plain pause of one at a position, where the position does not matter', async () => {
    const paused = quietPlan({ faults: [faultAt(9000, { kind: 'pause-at', amount: 5, forMs: 4000 })] });
    const { plan } = await shrink(paused, ({ faults }) => faults.some(({ forMs }) => forMs >= 4000));
    expect(plan.faults).toEqual([
      { kind: 'pause', anchor: { event: 'elected', nth: 1 }, afterMs: 0, target: 'leader', forMs: 4500 },
    ]);
    const exact = await shrink(paused, ({ faults }) => faults.some(({ amount }) => (amount ?? 0) >= 3));
    expect(exact.plan.faults).toMatchObject([{ kind: 'pause-at', amount: 3 }]);
  });

  test('finds two faults among many that break it only together', async () => {
    const { plan } = await shrink(noisy, (each) => has(each, 'pause') && has(each, 'slow'));
    expect(plan.faults.map(({ kind }) => kind)).toEqual(['pause', 'slow']);
  });

  test('keeps the degraded ending, and its candidate, where the violation needs it', async () => {
    const { plan } = await shrink(
      noisy,
      ({ endings }) => endings.degraded !== undefined && endings.endMs - endings.degradeAtMs >= 3000,
    );
    expect(plan.endings.degraded).toEqual({ candidate: 'c', kind: 'cut' });
    expect(plan.candidates.map(({ id }) => id)).toEqual(['c']);
    expect(plan.endings.endMs).toBeLessThan(8000);
  });

  test('makes a plain fault of the degraded ending where only its cut is needed', async () => {
    const isCut = ({ faults, endings: { degraded, endMs } }: Plan): boolean =>
      endMs >= 3000 && (degraded !== undefined || faults.some(({ kind, forMs }) => kind === 'cut' && forMs >= 1000));
    const { plan } = await shrink(quietPlan(), isCut);
    expect(plan.faults).toEqual([
      { kind: 'cut', anchor: { event: 'elected', nth: 1 }, afterMs: 0, target: 'leader', forMs: 1500 },
    ]);
    expect(plan.endings).toEqual({ healAtMs: 4500, degradeAtMs: 4500, endMs: 4500 });
  });

  test('heals early where the violation comes after the healing', async () => {
    const { plan } = await shrink(
      noisy,
      ({ endings: { healAtMs, endMs } }) => healAtMs >= 2500 && endMs - healAtMs >= 4000,
    );
    expect(plan.endings).toEqual({ healAtMs: 3000, degradeAtMs: 9000, endMs: 9000 });
  });

  test('brings a plan to a shorter lease as a whole', async () => {
    const simple = { ...noisy, leaseTtlMs: 10_000, candidates: noisy.candidates.slice(0, 2) };
    const { plan } = await shrink(simple, ({ faults, leaseTtlMs }) => faults.length === 5 && leaseTtlMs >= 1000, {
      shorterLeaseTtlMs: 1000,
    });
    expect(plan.leaseTtlMs).toBe(1000);
    expect(plan.endings.endMs).toBeLessThanOrEqual(1000);
  });

  test('gives the plan itself where nothing smaller breaks the property', async () => {
    const { plan, complete } = await shrink(noisy, () => false);
    expect(plan).toBe(noisy);
    expect(complete).toBe(true);
  });

  test('gives a plan that can be read, and that breaks the property, whatever the property needs', async () => {
    const needs: readonly ((plan: Plan) => boolean)[] = [
      (plan) => plan.candidates.some(({ leaseTtlMs }) => leaseTtlMs !== undefined),
      (plan) => plan.candidates.filter(({ id }) => id !== 'a').length >= 2,
      (plan) => plan.networkDelayUs.max - plan.networkDelayUs.min > 2000,
      (plan) => plan.workload.writeEveryMs > 0 && plan.workload.writeEveryMs < 2000,
      (plan) => plan.seed === 987 && has(plan, 'crash'),
      (plan) => plan.faults.length % 2 === 1,
    ];
    for (const violates of needs) {
      const { plan } = await shrink(noisy, violates);
      expect(violates(plan)).toBe(true);
      expect(decodePlan(JSON.stringify(plan), 'shrunk')).toEqual(plan);
    }
  });

  test('is the same twice, and counts the plans that were run', async () => {
    const violates = (plan: Plan): boolean => has(plan, 'hold') && plan.candidates.length > 1;
    const first = await shrink(noisy, violates);
    expect(await shrink(noisy, violates)).toEqual(first);
    expect(first.runs).toBe(first.asked);
  });

  test('keeps to its budget of runs, and says when it was too small', async () => {
    const { runs, complete, plan } = await shrink(noisy, (each) => has(each, 'hold'), { runsMax: 12 });
    expect(runs).toBeLessThanOrEqual(12);
    expect(complete).toBe(false);
    expect(has(plan, 'hold')).toBe(true);
  });
});
