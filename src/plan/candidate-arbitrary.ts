/** Candidates of a plan: when they join and leave, how long they lead, how good their clocks are. */
import fc from 'fast-check';
import type { CandidatePlan } from './plan.ts';
import type { PlanSetting } from './plan-setting.ts';
import { aroundMs } from './time-arbitrary.ts';

/** What a candidate would be if nothing else stood against it; `assembleCandidates` sorts out what does. */
interface CandidateDraw {
  readonly joinMs: number;
  readonly leaseTtlMs: number | undefined;
  readonly wallOffsetMs: number;
  readonly clockRatePpm: number;
  readonly holdMs: number | undefined;
  readonly restMs: number;
  readonly cancelAfterMs: number;
  readonly leaveMs: number;
}

/** A candidate of its own habit: at most one of a plan cancels, and at most one leaves, so that a core remains. */
interface CandidateDraws {
  readonly draws: readonly CandidateDraw[];
  readonly canceller: number;
  readonly leaver: number;
}

/** Candidates named `a`, `b`, `c` ... of which `a` is there from the start. */
export function candidateList(setting: PlanSetting, count: number): fc.Arbitrary<readonly CandidatePlan[]> {
  return fc
    .record(
      {
        draws: fc.array(candidateDraw(setting), { minLength: count, maxLength: count, size: 'max' }),
        canceller: sometimesIndex(count, 8),
        leaver: count < 3 ? fc.constant(-1) : sometimesIndex(count, 8),
      },
      { noNullPrototype: true },
    )
    .map(assembleCandidates);
}

/** An index in one of `rarity` cases, else -1. */
function sometimesIndex(count: number, rarity: number): fc.Arbitrary<number> {
  const nobody = Array.from({ length: count * (rarity - 1) }, () => -1);
  return fc.constantFrom(...Array.from({ length: count }, (_, index) => index), ...nobody);
}

function candidateDraw(setting: PlanSetting): fc.Arbitrary<CandidateDraw> {
  const { leaseTtlMs, leaseStepMs, healAtMs } = setting;
  const { retryMs, renewMs, validityMs } = setting.claims.timing;
  const { clockRatePpm } = setting.claims.tolerates;
  const share = (of: number): number => Math.max(1, Math.round(of * leaseTtlMs));
  const never = (times: number): undefined[] => Array.from({ length: times }, () => undefined);
  const longerTtlMs = leaseTtlMs + Math.ceil(leaseTtlMs / leaseStepMs) * leaseStepMs;
  const mayDrift = setting.kinds.includes('clock-rate');
  const rates = mayDrift ? [0.3, 0.9, -0.3, -0.9].map((each) => Math.round(each * clockRatePpm)) : [0];
  const offsets = setting.kinds.includes('wall-step') ? [30, -30, share(1), -share(1)] : [0];
  return fc.record(
    {
      joinMs: fc.constantFrom(0, 0, 0, 1, 50, share(0.1), share(0.5), Math.round(healAtMs / 3)),
      leaseTtlMs: fc.constantFrom(...never(29), longerTtlMs),
      wallOffsetMs: fc.constantFrom(0, 0, 0, 0, ...offsets),
      clockRatePpm: fc.constantFrom(...Array.from({ length: 12 }, () => 0), ...rates),
      holdMs: fc.oneof(
        { weight: 5, arbitrary: fc.constant(undefined) },
        { weight: 2, arbitrary: aroundMs([renewMs, validityMs, leaseTtlMs, 2 * leaseTtlMs], setting) },
        { weight: 1, arbitrary: fc.integer({ min: share(0.1), max: share(2) }) },
      ),
      restMs: fc.constantFrom(10, 10, 50, share(0.1), share(0.3), share(1)),
      cancelAfterMs: aroundMs([retryMs, leaseTtlMs, 1.5 * leaseTtlMs], setting),
      leaveMs: fc.integer({ min: share(0.2), max: Math.round(0.9 * healAtMs) }),
    },
    { noNullPrototype: true },
  );
}

function assembleCandidates({ draws, canceller, leaver }: CandidateDraws): readonly CandidatePlan[] {
  return draws.map((draw, index) => ({
    id: candidateName(index),
    joinMs: index === 0 ? 0 : draw.joinMs,
    ...(draw.leaseTtlMs !== undefined && { leaseTtlMs: draw.leaseTtlMs }),
    ...(draw.wallOffsetMs !== 0 && { wallOffsetMs: draw.wallOffsetMs }),
    ...(draw.clockRatePpm !== 0 && { clockRatePpm: draw.clockRatePpm }),
    ...(draw.holdMs !== undefined && { holdMs: draw.holdMs }),
    restMs: draw.restMs,
    ...(index === canceller && { cancelAfterMs: draw.cancelAfterMs }),
    ...(index === leaver && { leaveMs: Math.max(draw.leaveMs, index === 0 ? 0 : draw.joinMs + 1) }),
  }));
}

/** `a` for 0, `b` for 1 ...; at most 26 candidates. */
export function candidateName(index: number): string {
  return String.fromCharCode('a'.charCodeAt(0) + index);
}
