/** The plans of the lint: nothing goes wrong in them, and the candidates do everything that a candidate may do. */
import type { ElectionAdapter } from '../../adapter.ts';
import { planGenerator } from '../../plan/generate-plan.ts';
import type { CandidatePlan, Plan } from '../../plan/plan.ts';

/** The same plans each time: the same adapter always gets the same findings. */
const LINT_SEED = 200;

/** Long enough for several leaderships, a failover, and a campaign that should have ended. */
const LEASES = 4;

/** Generated plans without faults, each with one more habit in turn. */
export function* lintPlans(
  adapter: Pick<ElectionAdapter, 'leaseTtlMs' | 'claims'>,
  count: number,
): Generator<Plan, void, void> {
  const generator = planGenerator({ seed: LINT_SEED, adapter, faults: new Set(), scale: 'virtual' });
  for (let index = 0; index < count; index += 1) yield faultless(generator.plan(index), index, adapter);
}

function faultless(
  plan: Plan,
  index: number,
  { leaseTtlMs: { min, step } }: Pick<ElectionAdapter, 'leaseTtlMs'>,
): Plan {
  const endMs = LEASES * plan.leaseTtlMs;
  const longerTtlMs = min + Math.ceil((2 * plan.leaseTtlMs - min) / step) * step;
  return {
    ...plan,
    candidates: plan.candidates.map((candidate, place) =>
      inTime(withHabit(candidate, { index, place, count: plan.candidates.length, plan, longerTtlMs }), endMs),
    ),
    workload: { writeEveryMs: plan.leaseTtlMs / 2, observeEveryMs: plan.leaseTtlMs / 4 },
    faults: [],
    endings: { healAtMs: 0, degradeAtMs: endMs, endMs },
  };
}

interface Habit {
  readonly index: number;
  readonly place: number;
  readonly count: number;
  readonly plan: Plan;
  readonly longerTtlMs: number;
}

/** In turn: as generated, a cancelled campaign, short leaderships, someone joins late and someone leaves, a lease of its own. */
function withHabit(candidate: CandidatePlan, { index, place, count, plan, longerTtlMs }: Habit): CandidatePlan {
  const turn = Math.floor(index / 5);
  const isChosen = place === turn % count;
  switch (index % 5) {
    case 1:
      return isChosen ? { ...candidate, cancelAfterMs: cancelMs(turn, plan) } : candidate;
    case 2:
      return { ...candidate, holdMs: Math.round((0.2 + 0.1 * (turn % 10)) * plan.leaseTtlMs) };
    case 3:
      if (isChosen && count > 1) return { ...candidate, leaveMs: Math.round(1.7 * plan.leaseTtlMs) + turn };
      return place === (turn + 1) % count ? { ...candidate, joinMs: plan.leaseTtlMs } : candidate;
    case 4:
      return isChosen ? { ...candidate, leaseTtlMs: longerTtlMs } : candidate;
    default:
      return candidate;
  }
}

/** Some campaigns are cancelled while their first request is on its way, others while somebody else leads. */
function cancelMs(turn: number, { leaseTtlMs, networkDelayUs }: Plan): number {
  return turn % 2 === 0 ? Math.max(0.05, networkDelayUs.max / 1000) : (0.1 + 0.1 * (turn % 9)) * leaseTtlMs;
}

/** Who would leave only after the end stays, and who would come so late comes earlier. */
function inTime(candidate: CandidatePlan, endMs: number): CandidatePlan {
  const { leaveMs, ...staying } = candidate;
  const joined = { ...staying, joinMs: Math.min(candidate.joinMs, endMs / 2) };
  return leaveMs === undefined || leaveMs >= endMs ? joined : { ...joined, leaveMs };
}
