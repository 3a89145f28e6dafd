/**
 * Goal: ordinary code that is right is not flagged: what is found in unmodified code is its own, not the simulation's.
 * Method: a careful election on the platform's clocks, timers and signals, under generated plans with every fault.
 */
import '../../src/testbed/simulated/world-worker.ts';
import { expect, test } from 'vitest';
import type { PropertyId } from '../../spec/property.ts';
import { faults } from '../../spec/faults.ts';
import { defineAdapter, type ElectionAdapter } from '../../src/adapter.ts';
import { judge } from '../../src/judge/judge.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';
import { OrdinaryElection } from '../support/ordinary-election.ts';

const HISTORIES = 150;

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  name: 'ordinary-election',
  title: 'A careful election in ordinary code',
  store: 'redis',
  testbeds: ['simulated'],
  globals: 'virtual',
  leaseTtlMs: { min: 1000, step: 1 },
  claims: ({ leaseTtlMs }) => ({
    fencing: 'none',
    exclusivity: 'timed',
    leaderView: 'none',
    liveness: true,
    tolerates: { clockRatePpm: 100, pauseMs: leaseTtlMs / 10, networkDelayMs: leaseTtlMs / 50 },
    timing: {
      kind: 'store',
      clock: 'monotonic',
      validityMs: leaseTtlMs * 0.7,
      anchor: 'send',
      renewMs: leaseTtlMs / 4,
      retryMs: leaseTtlMs / 4,
      jitter: 0,
      watch: false,
      requestTimeoutMs: leaseTtlMs / 5,
      backoffMsMax: 0,
      roundTrips: 1,
    },
  }),
  createCandidate: async ({ redis, election, leaseTtlMs, id, incarnation }) => {
    let running: OrdinaryElection | undefined;
    const stop = async (): Promise<void> => running?.stop();
    return {
      start: async (report) => {
        running = new OrdinaryElection(redis, {
          key: `leader:${election}`,
          host: `${id}#${incarnation}`,
          ttlMs: leaseTtlMs,
        });
        running.on('elected', () => report.elected());
        running.on('lost', () => report.lost());
        running.start();
      },
      resign: stop,
      close: stop,
    };
  },
  grants: {
    keys: (election) => [`leader:${election}`],
    holder: (records, election) => {
      const value = records.get(`leader:${election}`)?.value;
      return typeof value === 'string' ? { holder: value.slice(0, value.indexOf('/')) } : undefined;
    },
  },
});

test(`${HISTORIES} histories of careful code keep what it claims`, async () => {
  const generator = planGenerator({
    seed: 23,
    adapter,
    faults: new Set(Object.values(faults).map(({ kind }) => kind)),
    scale: 'virtual',
  });
  const plans = Array.from({ length: HISTORIES }, (_, index) => generator.plan(index));
  const violated: string[] = [];
  const judged = new Set<PropertyId>();
  await simulateEach(adapter, plans, (history, plan) => {
    for (const { property, verdict } of judge(history, { holdTo: 'claims' })) {
      if (verdict === 'violated') violated.push(`${property} by the plan of seed ${plan.seed}`);
      if (verdict === 'holds') judged.add(property);
    }
  });
  expect(violated).toEqual([]);
  for (const property of ['S4', 'S6', 'S7', 'S8', 'W1-weak', 'W3', 'L1', 'L3', 'L4'] as const)
    expect([...judged], property).toContain(property);
});
