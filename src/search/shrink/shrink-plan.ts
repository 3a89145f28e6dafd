/**
 * Shrinking: from a plan whose history breaks a property to a small one that still breaks it. Greedy delta debugging
 * (Zeller and Hildebrandt, "Simplifying and isolating failure-inducing input", 2002) over edits that each make a plan
 * simpler; what they are is in `planEdits`. Whoever runs the plans is handed in.
 */
import type { Plan } from '../../plan/plan.ts';
import { withRoom } from './ending-edits.ts';
import type { PlanEdit } from './plan-edit.ts';
import { planPasses } from './plan-edits.ts';

export interface ShrinkOptions {
  /**
   * The place of the first of these plans whose history still breaks the property; undefined where none does. Plans
   * after it need not be run. The same plans must always give the same answer.
   */
  firstViolating(plans: readonly Plan[]): Promise<number | undefined>;
  /** Plans run at most. @defaultValue SHRINK_RUNS_MAX */
  readonly runsMax?: number;
  /** A shorter lease time that the adapter accepts, to which the whole plan may be scaled. @defaultValue the lease time stays */
  readonly shorterLeaseTtlMs?: number;
}

export interface ShrunkPlan {
  readonly plan: Plan;
  /** Plans run. */
  readonly runs: number;
  /** False where the budget of runs was used up before nothing more could be taken away. */
  readonly complete: boolean;
}

/** Most plans of the search are shrunk to the end with less than a hundred. */
export const SHRINK_RUNS_MAX = 400;

/** Plans handed over together: they are made from one plan, and run until one of them still breaks the property. */
const BATCH = 16;

/** More rounds find next to nothing. */
const ROUNDS_MAX = 4;

/**
 * Gives the smallest plan that it comes to; the plan itself where nothing smaller breaks the property. That the plan
 * itself does is taken for granted. The same plan and answers give the same result.
 */
export async function shrinkPlan(plan: Plan, options: ShrinkOptions): Promise<ShrunkPlan> {
  const shrinking = new Shrinking(plan, options);
  const passes = planPasses(options.shorterLeaseTtlMs);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = shrinking.plan;
    for (const pass of passes) await shrinking.apply(pass(shrinking.plan));
    if (shrinking.plan === before || shrinking.isExhausted) break;
  }
  const complete = !shrinking.isExhausted;
  await shrinking.apply([withRoom]);
  return { plan: shrinking.plan, runs: shrinking.runs, complete };
}

class Shrinking {
  plan: Plan;
  runs = 0;
  readonly #options: ShrinkOptions;
  readonly #runsMax: number;
  /** Plans that are known not to break the property, as JSON. */
  readonly #refuted = new Set<string>();

  constructor(plan: Plan, options: ShrinkOptions) {
    this.plan = plan;
    this.#options = options;
    this.#runsMax = options.runsMax ?? SHRINK_RUNS_MAX;
  }

  get isExhausted(): boolean {
    return this.runs >= this.#runsMax;
  }

  /** Tries each edit once, on what the edits before it have left. */
  async apply(edits: readonly PlanEdit[]): Promise<void> {
    for (let next = 0; next < edits.length && !this.isExhausted;) {
      const { plans, places } = this.#batch(edits, next);
      if (plans.length === 0) return;
      const found = await this.#options.firstViolating(plans);
      const tried = found ?? plans.length;
      for (const plan of plans.slice(0, tried)) this.#refuted.add(JSON.stringify(plan));
      this.runs += found === undefined ? tried : found + 1;
      if (found === undefined) next = (places.at(-1) ?? edits.length) + 1;
      else {
        this.plan = plans[found] ?? this.plan;
        next = (places[found] ?? edits.length) + 1;
      }
    }
  }

  /** What the edits from `from` on make of the plan, each on its own; those that change nothing or are refuted left out. */
  #batch(edits: readonly PlanEdit[], from: number): { readonly plans: readonly Plan[]; readonly places: number[] } {
    const plans: Plan[] = [];
    const places: number[] = [];
    const most = Math.min(BATCH, this.#runsMax - this.runs);
    for (let place = from; place < edits.length && plans.length < most; place += 1) {
      const plan = edits[place]?.(this.plan);
      if (plan === undefined || this.#refuted.has(JSON.stringify(plan))) continue;
      plans.push(plan);
      places.push(place);
    }
    return { plans, places };
  }
}
