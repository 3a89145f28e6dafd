/** What the tests of the real testbeds share: a short plan, and the rule that a required testbed is never skipped. */
import { describe } from 'vitest';
import type { FaultEvent, History } from '../../spec/history.ts';
import { earliest, latest } from '../../spec/history.ts';
import type { Fault, Plan } from '../../src/plan/plan.ts';
import { probeTestbed, type Probe } from '../../src/testbed/real/probe.ts';
import type { RealTestbedKind } from '../../src/testbed/real/real-testbed.ts';
import type { AdapterReference } from '../../src/testbed/testbed.ts';

export const reference: AdapterReference = {
  name: 'redis-fencing',
  url: new URL('../../adapters/redis-fencing/adapter.ts', import.meta.url).href,
};

/** Three candidates on a short lease; trouble for the first seconds. */
export function shortPlan(faults: readonly Fault[], changes: Partial<Plan> = {}): Plan {
  return {
    schema: 'scrutineer/plan@1',
    seed: 11,
    leaseTtlMs: 800,
    candidates: ['a', 'b', 'c'].map((id) => ({ id, joinMs: 0, restMs: 100 })),
    workload: { writeEveryMs: 50, observeEveryMs: 0 },
    networkDelayUs: { min: 100, max: 1000 },
    resource: 'enforcing',
    faults,
    endings: { healAtMs: 3500, degradeAtMs: 4500, degraded: { candidate: 'c', kind: 'cut' }, endMs: 5500 },
    ...changes,
  };
}

/** A describe block for one real testbed: skipped aloud where it is not usable, failing where it is required. */
export async function describeOn(kind: RealTestbedKind, body: () => void): Promise<void> {
  const probe: Probe = await probeTestbed(kind);
  const required = (process.env['SCRUTINEER_REQUIRE'] ?? '').split(',').includes(kind);
  if (probe.usable) {
    describe(`on the ${kind} testbed`, body);
    return;
  }
  if (required) throw new Error(`SCRUTINEER_REQUIRE names ${kind}, which is not usable: ${probe.why}. ${probe.fix}`);
  describe.skip(`on the ${kind} testbed (${probe.why}; ${probe.fix})`, body);
}

/** The start and the stop of the first fault of a kind, in the trouble phase. */
export function faultOf(
  history: History,
  kind: string,
): { start: FaultEvent; stop: FaultEvent; fromUs: number; toUs: number } {
  const edges = history.events.filter(
    (event): event is FaultEvent => event.who === 'nemesis' && 'fault' in event && event.kind === kind,
  );
  const start = edges.find((event) => event.type === 'fault-start');
  const stop = edges.find((event) => event.type === 'fault-stop' && event.fault === start?.fault);
  if (start === undefined || stop === undefined)
    throw new Error(`the history has no complete ${kind}: ${JSON.stringify(edges)}`);
  return { start, stop, fromUs: latest(start.at), toUs: earliest(stop.at) };
}
