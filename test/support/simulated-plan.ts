/** Plans for tests of the simulation: quiet unless told otherwise. */
import type { Fault, Plan } from '../../src/plan/plan.ts';

export function quietPlan(changes: Partial<Plan> = {}): Plan {
  const ids = ['a', 'b', 'c'];
  return {
    schema: 'scrutineer/plan@1',
    seed: 1,
    leaseTtlMs: 3000,
    candidates: ids.map((id, index) => ({ id, joinMs: 100 * index, restMs: 500 })),
    workload: { writeEveryMs: 500, observeEveryMs: 700 },
    networkDelayUs: { min: 500, max: 5000 },
    resource: 'enforcing',
    faults: [],
    endings: { healAtMs: 15_000, degradeAtMs: 20_000, degraded: { candidate: 'c', kind: 'cut' }, endMs: 25_000 },
    ...changes,
  };
}

/** A fault that starts at `atMs`. */
export function faultAt(atMs: number, fault: Partial<Fault> & Pick<Fault, 'kind'>): Fault {
  return { anchor: { atMs }, afterMs: 0, target: 'leader', forMs: 1000, ...fault };
}
