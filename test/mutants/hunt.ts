/** Looks for the first generated plan on which a mutant breaks a promise that it must be caught breaking. */
import { faults } from '../../spec/faults.ts';
import type { PropertyId, Verdict } from '../../spec/property.ts';
import type { ElectionAdapter } from '../../src/adapter.ts';
import { judge } from '../../src/judge/judge.ts';
import { planGenerator, type PlanGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';

/** The reference, or what else must break no promise, broke one: a bug in it, in the monitors or in the simulation. */
export class FalseAlarm extends Error {
  constructor(name: string, where: string, verdicts: readonly Verdict[]) {
    const told = verdicts.map(({ property, witness }) => `${property}: ${witness?.sentence ?? ''}`).join('\n');
    super(`${name} is flagged on ${where}, where it should break no promise.\n${told}`);
    this.name = 'FalseAlarm';
  }
}

/** A plan that kills a mutant. */
export interface Kill {
  /** Histories until then, this one included. */
  readonly histories: number;
  readonly plan: Plan;
  readonly property: PropertyId;
  /** All of the named promises that are broken. */
  readonly properties: readonly PropertyId[];
}

export interface HuntOptions {
  readonly mutant: ElectionAdapter;
  /** What the mutant is a change of. */
  readonly base: ElectionAdapter;
  readonly properties: readonly PropertyId[];
  readonly seed: number;
  readonly historiesMax: number;
}

/** The plans of the ordinary search: every kind of fault, what the adapter claims, no limit on anything. */
export function ordinaryPlans(adapter: ElectionAdapter, seed: number): PlanGenerator {
  return planGenerator({
    seed,
    adapter,
    faults: new Set(Object.values(faults).map(({ kind }) => kind)),
    scale: 'virtual',
  });
}

/** The first kill; undefined where there is none. Throws `FalseAlarm` where the base breaks a promise on that plan. */
export async function hunt({ mutant, base, properties, seed, historiesMax }: HuntOptions): Promise<Kill | undefined> {
  const generator = ordinaryPlans(mutant, seed);
  let kill: Kill | undefined;
  const plans = function* (): Generator<Plan, void, void> {
    for (let index = 0; index < historiesMax && kill === undefined; index += 1) yield generator.plan(index);
  };
  let histories = 0;
  await simulateEach(mutant, plans(), (history, plan) => {
    histories += 1;
    if (kill !== undefined) return;
    const broken = violated(judge(history, { holdTo: 'claims' })).map(({ property }) => property);
    const named = properties.filter((property) => broken.includes(property));
    const [property] = named;
    if (property !== undefined) kill = { histories, plan, property, properties: named };
  });
  if (kill !== undefined) await requireInnocence(base, [kill.plan], `the plan that kills a mutant (seed ${seed})`);
  return kill;
}

/** Throws `FalseAlarm` at the first of these plans on which the adapter breaks a promise. */
export async function requireInnocence(
  adapter: ElectionAdapter,
  plans: Iterable<Plan>,
  where: string,
): Promise<number> {
  let judged = 0;
  await simulateEach(adapter, plans, (history, plan) => {
    judged += 1;
    const broken = violated(judge(history, { holdTo: 'claims' }));
    if (broken.length > 0) throw new FalseAlarm(adapter.name, `${where}\n${JSON.stringify(plan)}`, broken);
  });
  return judged;
}

/** Whether the adapter breaks this promise on this plan. */
export async function breaks(adapter: ElectionAdapter, plan: Plan, property: PropertyId): Promise<boolean> {
  let found = false;
  await simulateEach(adapter, [plan], (history) => {
    found = violated(judge(history, { holdTo: 'claims' })).some((verdict) => verdict.property === property);
  });
  return found;
}

function violated(verdicts: readonly Verdict[]): readonly Verdict[] {
  return verdicts.filter(({ verdict }) => verdict === 'violated');
}
