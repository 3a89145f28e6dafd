/** Shrinks a violation that was found by running plans in the simulation, one after the other, in this thread. */
import type { History } from '../../../spec/history.ts';
import type { PropertyId, Verdict } from '../../../spec/property.ts';
import type { ElectionAdapter } from '../../adapter.ts';
import { judge } from '../../judge/judge.ts';
import { decodePlan } from '../../plan/plan-schema.ts';
import type { Plan } from '../../plan/plan.ts';
import { AdapterMistake } from '../../testbed/simulated/adapter-mistake.ts';
import { simulateEach } from '../../testbed/simulated/simulate.ts';
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
  const trials = new Trials(adapter, { property, holdTo, ...(onStart === undefined ? {} : { onStart }) });
  if ((await trials.firstViolating([plan])) === undefined) return undefined;
  const shrunk = await shrinkPlan(plan, {
    firstViolating: (plans) => trials.firstViolating(plans),
    ...(runsMax === undefined ? {} : { runsMax }),
    shorterLeaseTtlMs: shortestLeaseMs(adapter),
  });
  return trials.last && { ...shrunk, ...trials.last };
}

class Trials {
  /** Of the last plan that broke the property, which is the smallest so far. */
  last: Pick<SimulatedShrinking, 'history' | 'verdict'> | undefined;
  readonly #adapter: ElectionAdapter;
  readonly #options: Pick<SimulatedShrinkOptions, 'property' | 'holdTo' | 'onStart'>;
  /** The place of the plan that runs now. */
  #place = 0;

  constructor(adapter: ElectionAdapter, options: Pick<SimulatedShrinkOptions, 'property' | 'holdTo' | 'onStart'>) {
    this.#adapter = adapter;
    this.#options = options;
  }

  async firstViolating(plans: readonly Plan[]): Promise<number | undefined> {
    for (let from = 0; from < plans.length; from = this.#place + 1) {
      try {
        return await this.#firstFrom(plans, from);
      } catch (error) {
        // A plan in which the adapter makes a mistake shows that mistake, and not what is looked for.
        if (!(error instanceof AdapterMistake)) throw error;
      }
    }
    return undefined;
  }

  async #firstFrom(plans: readonly Plan[], from: number): Promise<number | undefined> {
    const { property, holdTo, onStart } = this.#options;
    let first: number | undefined;
    const untilFound = function* (tell: (place: number) => void): Generator<Plan, void, void> {
      for (let place = from; place < plans.length && first === undefined; place += 1) {
        const next = plans[place];
        tell(place);
        if (next !== undefined) yield next;
      }
    };
    await simulateEach(
      this.#adapter,
      untilFound((place) => {
        this.#place = place;
      }),
      (history) => {
        const verdict = judge(history, { holdTo }).find((each) => each.property === property);
        if (verdict?.verdict !== 'violated') return;
        first = this.#place;
        this.last = { history, verdict };
      },
      onStart === undefined ? {} : { onStart },
    );
    return first;
  }
}

/** A second of lease is what the plans of real testbeds are made with. */
const SHORT_LEASE_MS = 1000;

function shortestLeaseMs({ leaseTtlMs: { min, step } }: Pick<ElectionAdapter, 'leaseTtlMs'>): number {
  return min + Math.max(0, Math.ceil((SHORT_LEASE_MS - min) / step)) * step;
}
