/** Looks for the first generated plan on which a mutant breaks a promise that it must be caught breaking. */
import { faults } from '../../spec/faults.ts';
import type { PropertyId, Verdict } from '../../spec/property.ts';
import type { ElectionAdapter } from '../../src/adapter.ts';
import { judge } from '../../src/judge/judge.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { shrinkInSimulation } from '../../src/search/shrink/shrink-in-simulation.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';

/** What breaks no promise by definition broke one: a bug in the reference, in the monitors or in the simulation. */
export class FalseAlarm extends Error {
  constructor(name: string, plan: Plan, verdicts: readonly Verdict[]) {
    const told = verdicts.map(({ property, witness }) => `${property}: ${witness?.sentence ?? ''}`).join('\n');
    super(`${name} is flagged, although it should break no promise.\n${told}\nThe plan: ${JSON.stringify(plan)}`);
    this.name = 'FalseAlarm';
  }
}

/** A plan that kills a mutant. */
export interface Kill {
  /** Histories until then, this one included. */
  readonly histories: number;
  readonly plan: Plan;
  /** The first of the named promises that it breaks. */
  readonly property: PropertyId;
}

export interface HuntOptions {
  readonly mutant: ElectionAdapter;
  /** What the mutant is a change of. */
  readonly base: ElectionAdapter;
  readonly properties: readonly PropertyId[];
  readonly seed: number;
  readonly historiesMax: number;
}

/** The first plans of the ordinary search: every kind of fault, what the adapter claims, no limit on anything. */
export function* ordinaryPlans(adapter: ElectionAdapter, seed: number, count: number): Generator<Plan, void, void> {
  const kinds = new Set(Object.values(faults).map(({ kind }) => kind));
  const generator = planGenerator({ seed, adapter, faults: kinds, scale: 'virtual' });
  for (let index = 0; index < count; index += 1) yield generator.plan(index);
}

/** The first kill; undefined where there is none. Rejects with `FalseAlarm` where the base breaks a promise on its plan. */
export async function hunt({ mutant, base, properties, seed, historiesMax }: HuntOptions): Promise<Kill | undefined> {
  let kill: Kill | undefined;
  let histories = 0;
  const plans = function* (): Generator<Plan, void, void> {
    for (const plan of ordinaryPlans(base, seed, historiesMax)) {
      if (kill !== undefined) return;
      yield plan;
    }
  };
  await simulateEach(mutant, plans(), (history, plan) => {
    histories += 1;
    const broken = violated(judge(history, { holdTo: 'claims' })).map((verdict) => verdict.property);
    const property = properties.find((each) => broken.includes(each));
    if (property !== undefined) kill = { histories, plan, property };
  });
  if (kill !== undefined) await acquit(base, [kill.plan]);
  return kill;
}

/** The smallest plan that still kills. Rejects with `FalseAlarm` where the base breaks a promise on that one. */
export async function shrinkKill({ mutant, base }: HuntOptions, { plan, property }: Kill): Promise<Plan> {
  const shrunk = await shrinkInSimulation(mutant, { plan, property, holdTo: 'claims' });
  if (shrunk === undefined) throw new Error(`seed ${plan.seed} broke ${property} once and not again`);
  await acquit(base, [shrunk.plan]);
  return shrunk.plan;
}

/** Gives the number of plans. Rejects with `FalseAlarm` at the first of them on which the adapter breaks a promise. */
export async function acquit(adapter: ElectionAdapter, plans: Iterable<Plan>): Promise<number> {
  let judged = 0;
  await simulateEach(adapter, plans, (history, plan) => {
    judged += 1;
    const broken = violated(judge(history, { holdTo: 'claims' }));
    if (broken.length > 0) throw new FalseAlarm(adapter.name, plan, broken);
  });
  return judged;
}

function violated(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ verdict }) => verdict === 'violated');
}
