/**
 * Goal: every generated plan can be run as it stands, and the i-th depends on the seed and on i alone.
 * Method: a few thousand plans of both scales, for adapters with different lease times.
 */
import { describe, expect, test } from 'vitest';
import type { Claims } from '../../spec/claims.ts';
import { faults, type FaultKind } from '../../spec/faults.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { planHash } from '../../src/plan/plan-hash.ts';
import { decodePlan } from '../../src/plan/plan-schema.ts';
import { generatePlans, planGenerator, type GenerationOptions } from '../../src/plan/generate-plan.ts';

const every = new Set(Object.values(faults).map(({ kind }) => kind));

const adapter: GenerationOptions['adapter'] = {
  leaseTtlMs: { min: 600, step: 7 },
  claims: ({ leaseTtlMs }): Claims => ({
    fencing: 'monotonic',
    exclusivity: 'timed',
    leaderView: 'none',
    liveness: true,
    tolerates: { clockRatePpm: 1000, pauseMs: leaseTtlMs / 10, networkDelayMs: leaseTtlMs / 20 },
    timing: {
      kind: 'store',
      clock: 'monotonic',
      validityMs: 0.8 * leaseTtlMs,
      anchor: 'send',
      renewMs: leaseTtlMs / 5,
      retryMs: leaseTtlMs / 5,
      jitter: 0.2,
      watch: false,
      requestTimeoutMs: leaseTtlMs / 5,
      backoffMsMax: 0,
      roundTrips: 2,
    },
  }),
};

function plans(count: number, changes: Partial<GenerationOptions> = {}): readonly Plan[] {
  const generator = planGenerator({ seed: 1, adapter, faults: every, scale: 'virtual', ...changes });
  return Array.from({ length: count }, (_, index) => generator.plan(index));
}

describe.each(['virtual', 'real'] as const)('plans of scale %s', (scale) => {
  const made = plans(2000, { scale });

  test('have the form of a plan, and the same hash when they are read again', () => {
    for (const plan of made) {
      const read = decodePlan(JSON.stringify(plan), 'generated');
      expect(read).toEqual(plan);
      expect(planHash(read)).toBe(planHash(plan));
    }
  });

  test('contain every kind of fault', () => {
    const seen = new Set<FaultKind>(made.flatMap((plan) => plan.faults.map(({ kind }) => kind)));
    expect([...every].filter((kind) => !seen.has(kind))).toEqual([]);
  });

  test('have a first candidate from the start, distinct names, and a core that stays', () => {
    for (const { candidates, endings } of made) {
      expect(candidates[0]?.joinMs).toBe(0);
      expect(new Set(candidates.map(({ id }) => id)).size).toBe(candidates.length);
      const core = candidates.filter(({ id, leaveMs }) => leaveMs === undefined && id !== endings.degraded?.candidate);
      expect(core.length).toBeGreaterThan(0);
    }
  });

  test('use lease times that the adapter accepts', () => {
    const { min, step } = adapter.leaseTtlMs;
    const times = made.flatMap((plan) => [
      plan.leaseTtlMs,
      ...plan.candidates.flatMap((each) => each.leaseTtlMs ?? []),
    ]);
    expect(times.filter((ms) => ms < min || (ms - min) % step !== 0)).toEqual([]);
  });

  test('give each message fault its message, and each instantaneous fault no length', () => {
    for (const fault of made.flatMap((plan) => plan.faults)) {
      const { scope, instantaneous } = faults[fault.kind];
      expect(fault.message !== undefined).toBe(scope === 'message');
      expect(fault.target === 'store').toBe(scope === 'store');
      if (instantaneous) expect(fault.forMs).toBe(0);
      else expect(fault.forMs).toBeGreaterThan(0);
      if (fault.kind === 'replay') expect(fault.message?.leg).toBe('request');
    }
  });

  test('end with a healed and a degraded phase, each long enough for a failover after an expiry', () => {
    for (const { endings, leaseTtlMs } of made) {
      const { retryMs, jitter, requestTimeoutMs } = adapter.claims({ leaseTtlMs }).timing;
      const enough = leaseTtlMs + retryMs * (1 + jitter) + requestTimeoutMs;
      expect(endings.degradeAtMs - endings.healAtMs).toBeGreaterThan(enough);
      expect(endings.endMs - endings.degradeAtMs).toBeGreaterThan(enough);
    }
  });

  test('are the same for the same seed and index, in any order', () => {
    const generator = planGenerator({ seed: 1, adapter, faults: every, scale });
    for (const index of [1999, 3, 0, 512]) expect(generator.plan(index)).toEqual(made[index]);
    expect(plans(20, { scale, seed: 2 })).not.toEqual(made.slice(0, 20));
  });

  test('keep to the kinds that may occur, also to none', () => {
    const kinds = new Set<FaultKind>(['pause', 'drop']);
    const some = plans(300, { scale, faults: kinds });
    expect(some.flatMap((plan) => plan.faults).filter(({ kind }) => !kinds.has(kind))).toEqual([]);
    expect(some.some((plan) => plan.faults.length > 0)).toBe(true);
    expect(plans(300, { scale, faults: new Set() }).flatMap((plan) => plan.faults)).toEqual([]);
  });
});

test('a tenth of the simulated plans has no fault, and most of the others have few', () => {
  const counts = plans(3000).map((plan) => plan.faults.length);
  const share = (holds: (count: number) => boolean): number => counts.filter(holds).length / counts.length;
  expect(share((count) => count === 0)).toBeGreaterThan(0.08);
  expect(share((count) => count >= 1 && count <= 3)).toBeGreaterThan(0.6);
});

describe('over a few thousand simulated plans', () => {
  const made = plans(4000);

  test('two to seven candidates compete, mostly three', () => {
    const counts = made.map(({ candidates }) => candidates.length);
    expect([...new Set(counts)].sort((left, right) => left - right)).toEqual([2, 3, 4, 5, 6, 7]);
    expect(counts.filter((count) => count === 3).length).toBeGreaterThan(counts.length / 2);
  });

  test('some come late, have a lease time of their own, cancel a campaign, leave, resign', () => {
    const all = made.flatMap(({ candidates }) => candidates);
    const share = (has: (candidate: (typeof all)[number]) => boolean): number => all.filter(has).length / all.length;
    expect(share(({ joinMs }) => joinMs > 1000)).toBeGreaterThan(0.05);
    for (const habit of ['leaseTtlMs', 'cancelAfterMs', 'leaveMs', 'holdMs'] as const) {
      expect(share((candidate) => candidate[habit] !== undefined)).toBeGreaterThan(0.01);
    }
    for (const { joinMs, leaveMs } of all) expect(leaveMs ?? Infinity).toBeGreaterThan(joinMs);
  });

  test('faults wait for every kind of event and aim at every role', () => {
    const all = made.flatMap((plan) => plan.faults);
    const events = new Set(all.flatMap(({ anchor }) => ('event' in anchor ? [anchor.event] : ['time'])));
    expect([...events].sort()).toEqual(['campaign', 'elected', 'granted', 'lost', 'renewed', 'resign', 'time']);
    const roles = new Set(all.map(({ target }) => target));
    for (const role of ['leader', 'next-leader', 'waiter', 'former-leader', 'store', 'candidate:a'] as const) {
      expect(roles).toContain(role);
    }
  });
});

test('one turn of real plans is enough to see every kind of fault, and each has the room to happen', () => {
  const turn = plans(15, { scale: 'real' }).map((plan) => plan.faults);
  const seen = new Set(turn.flat().map(({ kind }) => kind));
  expect([...every].filter((kind) => !seen.has(kind))).toEqual([]);
  for (const inPlan of turn) {
    const kinds = inPlan.map(({ kind }) => kind);
    expect(kinds.includes('store-restart') && kinds.includes('store-wipe')).toBe(false);
    const atTimes = inPlan.filter(({ anchor }) => 'atMs' in anchor && anchor.atMs > 0);
    for (const { message } of atTimes) expect(message?.nth ?? 1).toBeLessThanOrEqual(3);
  }
});

test('ten real plans have every kind that real servers know', () => {
  const kinds = [...every].filter((kind) => !['pause-at', 'clock-rate', 'store-step', 'store-failover'].includes(kind));
  for (const seed of [1, 2, 3]) {
    const made = plans(10, { scale: 'real', seed, faults: new Set(kinds) });
    const seen = new Set(made.flatMap((plan) => plan.faults.map(({ kind }) => kind)));
    expect(kinds.filter((kind) => !seen.has(kind))).toEqual([]);
  }
});

test('what the user asks for is kept: number of candidates, lease time', () => {
  const asked = plans(50, { candidates: 5, leaseTtlMs: 2000 });
  expect(new Set(asked.map((plan) => plan.candidates.length))).toEqual(new Set([5]));
  expect(new Set(asked.map((plan) => plan.leaseTtlMs))).toEqual(new Set([2000]));
});

test('the endless sequence is the generator counted up', () => {
  const sequence = generatePlans({ seed: 1, adapter, faults: every, scale: 'virtual' });
  const first = Array.from({ length: 5 }, () => sequence.next().value);
  expect(first).toEqual(plans(5));
});

/** Whether a plan holds up what a leader sends on its way back in: a run of requests from the third on. */
function holdsReentry({ faults: all }: Plan): boolean {
  const held = all.flatMap(({ kind, message }) => (kind === 'hold' && message?.leg === 'request' ? [message.nth] : []));
  return [3, 4, 5, 6].every((nth) => held.includes(nth));
}

test.each([1, 2, 3, 4])('real plans try early what a leader does to get back in (seed %i)', (seed) => {
  const early = plans(10, { seed, scale: 'real' }).filter(holdsReentry);
  const brokenBy = early.map(({ faults: all }) => (all.some(({ kind }) => kind === 'crash') ? 'crash' : 'drop'));
  expect(new Set(brokenBy)).toEqual(new Set(['crash', 'drop']));
  for (const { candidates, endings } of early) {
    expect(candidates[0]).toMatchObject({ joinMs: 0, holdMs: endings.endMs });
    expect(candidates.slice(1).every(({ joinMs }) => joinMs > 0)).toBe(true);
  }
});
