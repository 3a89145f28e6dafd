/** Shrinks a violation that was found by running plans in the simulation, one after the other, in this thread. */
import type { History } from '../../spec/history.ts';
import type { PropertyId, Verdict } from '../../spec/property.ts';
import type { ElectionAdapter } from '../adapter.ts';
import { judge } from '../judge/judge.ts';
import { decodePlan } from '../plan/plan-schema.ts';
import type { Plan } from '../plan/plan.ts';
import { simulateEach } from '../testbed/simulated/simulate.ts';
import { shrinkPlan, type ShrunkPlan } from './shrink-plan.ts';

export interface SimulatedShrinkOptions {
  readonly plan: Plan;
  readonly property: PropertyId;
  readonly holdTo: 'claims' | 'all';
  /** @defaultValue SHRINK_RUNS_MAX */
  readonly runsMax?: number;
  /** Called before each world, for the watchdog. */
  readonly onStart?: (plan: Plan) => void;
}

export interface SimulatedShrinking extends ShrunkPlan {
  /** Of the shrunk plan. */
  readonly history: History;
  /** The violated verdict, with its witness. */
  readonly verdict: Verdict;
}

/**
 * The smallest plan that it comes to, with its history and verdict; undefined where not even the given plan breaks the
 * property. The same plan and adapter give the same result.
 */
export async function shrinkInSimulation(
  adapter: ElectionAdapter,
  { plan: found, property, holdTo, runsMax, onStart }: SimulatedShrinkOptions,
): Promise<SimulatedShrinking | undefined> {
  // As it will be read from its file, so that its hash is the same then.
  const plan = decodePlan(JSON.stringify(found), 'the plan that was found');
  let last: Pick<SimulatedShrinking, 'history' | 'verdict'> | undefined;
  const firstViolating = async (plans: readonly Plan[]): Promise<number | undefined> => {
    let place = -1;
    let first: number | undefined;
    const untilFound = function* (): Generator<Plan, void, void> {
      for (place = 0; place < plans.length && first === undefined; place += 1) {
        const next = plans[place];
        if (next !== undefined) yield next;
      }
    };
    await simulateEach(
      adapter,
      untilFound(),
      (history) => {
        const verdict = judge(history, { holdTo }).find((each) => each.property === property);
        if (verdict?.verdict !== 'violated') return;
        first = place;
        last = { history, verdict };
      },
      onStart === undefined ? {} : { onStart },
    );
    return first;
  };
  if ((await firstViolating([plan])) === undefined) return undefined;
  const shrunk = await shrinkPlan(plan, {
    firstViolating,
    ...(runsMax === undefined ? {} : { runsMax }),
    shorterLeaseTtlMs: shortestLeaseMs(adapter),
  });
  return last && { ...shrunk, ...last };
}

/** A second of lease is what the plans of real testbeds are made with. */
const SHORT_LEASE_MS = 1000;

function shortestLeaseMs({ leaseTtlMs: { min, step } }: Pick<ElectionAdapter, 'leaseTtlMs'>): number {
  return min + Math.max(0, Math.ceil((SHORT_LEASE_MS - min) / step)) * step;
}
