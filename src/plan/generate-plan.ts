/** Plans without end, the i-th of which depends on the seed and on i alone. */
import fc from 'fast-check';
import type { ElectionAdapter } from '../adapter.ts';
import type { FaultKind } from '../../spec/faults.ts';
import { edgeArbitrary } from './envelope-plan.ts';
import type { Plan } from './plan.ts';
import { planArbitrary, type PlanShape } from './plan-arbitrary.ts';
import { troubleInTurn } from './plan-rotation.ts';
import { planRandom } from './plan-random.ts';
import { planSetting, type PlanScale, type PlanSetting } from './plan-setting.ts';

export interface GenerationOptions {
  readonly seed: number;
  readonly adapter: Pick<ElectionAdapter, 'leaseTtlMs' | 'claims' | 'members'>;
  /** The kinds that may occur: what the user asked for and the testbed can inject. */
  readonly faults: ReadonlySet<FaultKind>;
  /** @defaultValue mostly three, sometimes two, seldom four to seven */
  readonly candidates?: number;
  /** Rounded up to what the adapter accepts. @defaultValue mostly 10 s in virtual time, 1 s in real time */
  readonly leaseTtlMs?: number;
  /** `virtual` for the simulation, `real` for testbeds on which a second takes a second. */
  readonly scale: PlanScale;
}

/** Makes the plans of a run. Preparing takes milliseconds; a plan takes microseconds. */
export interface PlanGenerator {
  /** The `index`-th plan, from 0. */
  plan(index: number): Plan;
}

export function planGenerator(options: GenerationOptions): PlanGenerator {
  const { seed, scale } = options;
  const turns = scale === 'real' ? realTurns(options) : [virtualPlans(options)];
  return {
    plan: (index) => {
      const arbitrary = turns[index % turns.length];
      if (arbitrary === undefined) throw new RangeError(`the index of a plan is a whole number from 0, found ${index}`);
      return arbitrary.generate(planRandom(seed, index), undefined).value;
    },
  };
}

function virtualPlans(options: GenerationOptions): fc.Arbitrary<Plan> {
  const shape = shapeOf(options);
  return fc.oneof(
    ...leaseTimes(options).map(({ leaseTtlMs, weight }) => ({
      weight,
      arbitrary: withEdges(settingOf(options, leaseTtlMs), shape),
    })),
  );
}

/** One plan in fifty attacks the edge of what is claimed. It makes candidates of its own, so it does not fit every shape. */
function withEdges(setting: PlanSetting, shape: PlanShape): fc.Arbitrary<Plan> {
  const ordinary = planArbitrary(setting, shape);
  const edge = shape.candidates === undefined ? edgeArbitrary(setting) : undefined;
  return edge === undefined ? ordinary : fc.oneof({ weight: 49, arbitrary: ordinary }, { weight: 1, arbitrary: edge });
}

function realTurns(options: GenerationOptions): readonly fc.Arbitrary<Plan>[] {
  const setting = settingOf(options, acceptedMs(options.adapter, options.leaseTtlMs ?? 1000));
  return troubleInTurn(setting).map((trouble) => planArbitrary(setting, { ...shapeOf(options), trouble }));
}

function shapeOf({ candidates }: GenerationOptions): PlanShape {
  return candidates === undefined ? {} : { candidates };
}

/** The same as an endless sequence, from the plan with index 0 on. */
export function* generatePlans(options: GenerationOptions): Generator<Plan, never, void> {
  const generator = planGenerator(options);
  for (let index = 0; ; index += 1) yield generator.plan(index);
}

function settingOf({ adapter, faults, scale }: GenerationOptions, leaseTtlMs: number): ReturnType<typeof planSetting> {
  const claims = adapter.claims({ leaseTtlMs });
  const { members = 1 } = adapter;
  return planSetting({ scale, leaseTtlMs, leaseStepMs: adapter.leaseTtlMs.step, claims, members, faults });
}

/** Lease times of simulated plans, each once. */
function leaseTimes({
  adapter,
  leaseTtlMs,
}: GenerationOptions): readonly { readonly leaseTtlMs: number; readonly weight: number }[] {
  if (leaseTtlMs !== undefined) return [{ leaseTtlMs: acceptedMs(adapter, leaseTtlMs), weight: 1 }];
  const wanted = [
    { leaseTtlMs: acceptedMs(adapter, 10_000), weight: 8 },
    { leaseTtlMs: acceptedMs(adapter, 1000), weight: 1 },
    { leaseTtlMs: acceptedMs(adapter, 3000), weight: 1 },
  ];
  return wanted.filter((each, index) => wanted.findIndex((other) => other.leaseTtlMs === each.leaseTtlMs) === index);
}

/** The smallest lease time that the adapter accepts and that is not below `wantedMs`. */
function acceptedMs({ leaseTtlMs: { min, step } }: Pick<ElectionAdapter, 'leaseTtlMs'>, wantedMs: number): number {
  return min + Math.max(0, Math.ceil((wantedMs - min) / step)) * step;
}
