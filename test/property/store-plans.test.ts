/**
 * Goal: plans name single stores where an adapter has several, and only there; and stores fail over right after a grant.
 * Method: a few hundred plans of each.
 */
import { describe, expect, test } from 'vitest';
import type { Claims } from '../../spec/claims.ts';
import { faults, type FaultKind } from '../../spec/faults.ts';
import type { Fault, Plan } from '../../src/plan/plan.ts';
import { decodePlan } from '../../src/plan/plan-schema.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import { describePlan } from '../../src/report/words/describe-plan.ts';

const every = Object.values(faults).map(({ kind }) => kind);

const claims = ({ leaseTtlMs }: { readonly leaseTtlMs: number }): Claims => ({
  fencing: 'none',
  exclusivity: 'timed',
  leaderView: 'none',
  liveness: true,
  tolerates: { clockRatePpm: 1000, pauseMs: leaseTtlMs / 200, networkDelayMs: leaseTtlMs / 500 },
  timing: {
    kind: 'quorum',
    clock: 'monotonic',
    validityMs: 0.98 * leaseTtlMs,
    anchor: 'send',
    renewMs: leaseTtlMs / 3,
    retryMs: leaseTtlMs / 10,
    jitter: 1,
    watch: false,
    requestTimeoutMs: leaseTtlMs / 200,
    backoffMsMax: 0,
    roundTrips: 2,
  },
});

function plans(members: number | undefined, count: number, kinds: readonly FaultKind[] = every): readonly Plan[] {
  const adapter = { leaseTtlMs: { min: 1000, step: 1 }, claims, ...(members !== undefined && { members }) };
  const generator = planGenerator({ seed: 3, adapter, faults: new Set(kinds), scale: 'virtual' });
  return Array.from({ length: count }, (_, index) => generator.plan(index));
}

const allFaults = (made: readonly Plan[]): readonly Fault[] => made.flatMap((plan) => plan.faults);
const inProcess: readonly string[] = ['process', 'clock'];

describe('plans for five stores', () => {
  const made = plans(5, 1500);

  test('are plans', () => {
    for (const plan of made) expect(decodePlan(JSON.stringify(plan), 'generated')).toEqual(plan);
  });

  test('name each of them, and sometimes none', () => {
    const named = allFaults(made).filter(({ kind }) => !inProcess.includes(faults[kind].scope));
    expect(new Set(named.map(({ member }) => member))).toEqual(new Set([undefined, 1, 2, 3, 4, 5]));
  });

  test('name none where the store has no part in it', () => {
    const others = allFaults(made).filter(
      ({ kind }) => inProcess.includes(faults[kind].scope) || kind === 'slow-resource',
    );
    expect(others.length).toBeGreaterThan(0);
    expect(others.filter(({ member }) => member !== undefined)).toEqual([]);
  });

  test('let a member of a bare majority forget', () => {
    const bare = made.filter(({ faults: all }) => {
      const cut = all.filter(({ kind, target }) => kind === 'cut' && target === 'candidate:a');
      const forgets = all.find(({ kind, anchor }) => kind.startsWith('store-') && 'event' in anchor);
      return cut.map(({ member }) => member).join() === '4,5' && (forgets?.member ?? 4) <= 3;
    });
    expect(bare.length).toBeGreaterThan(0);
  });

  test('say in prose which store is meant', () => {
    const [plan] = made.filter(({ faults: all }) =>
      all.some(({ member, target }) => member === 2 && target === 'store'),
    );
    expect(plan === undefined ? [] : describePlan(plan).join('\n')).toMatch(/on member 2 of the store/);
  });
});

test('plans for one store name none', () => {
  for (const members of [undefined, 1])
    expect(allFaults(plans(members, 500)).filter(({ member }) => member !== undefined)).toEqual([]);
});

test('a store fails over right after a grant, with everything and with less', () => {
  const failovers = allFaults(plans(undefined, 3000)).filter(
    ({ kind, anchor }) => kind === 'store-failover' && 'event' in anchor && anchor.event === 'granted',
  );
  expect(failovers.some(({ afterMs, amount }) => afterMs <= 5 && amount === 0)).toBe(true);
  expect(failovers.some(({ afterMs, amount = 0 }) => afterMs <= 5 && amount > 5)).toBe(true);
});

test('what needs several stores is left out where a kind that it needs may not occur', () => {
  const made = allFaults(plans(5, 500, ['cut', 'store-restart']));
  expect(new Set(made.map(({ kind }) => kind))).toEqual(new Set(['cut', 'store-restart']));
});
