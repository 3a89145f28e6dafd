/** Shorter histories: an earlier end, and earlier phases before it. */
import type { Endings, Plan } from '../../plan/plan.ts';
import type { PlanEdit } from './plan-edit.ts';

/** The plan with its end at `endMs`; phases that would begin later begin then. */
export function withEnd(plan: Plan, endMs: number): Plan {
  const { endings } = plan;
  const healAtMs = Math.min(endings.healAtMs, endMs);
  // Without a degraded core that phase is empty.
  const degradeAtMs = endings.degraded === undefined ? endMs : Math.min(endings.degradeAtMs, endMs);
  return { ...plan, endings: { ...endings, healAtMs, degradeAtMs, endMs } };
}

/** The plan with half a lease time more at its end: what is broken there shows for long enough to be seen. */
export function withRoom(plan: Plan): Plan {
  const { healAtMs, degradeAtMs, endMs } = plan.endings;
  const later = endMs + Math.round(plan.leaseTtlMs / 2);
  const moved = (ms: number): number => (ms === endMs ? later : ms);
  return {
    ...plan,
    endings: { ...plan.endings, healAtMs: moved(healAtMs), degradeAtMs: moved(degradeAtMs), endMs: later },
  };
}

/** Ends in lease times: the first that works is the shortest, and short histories cost least to try. */
const SHARES = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 6, 8, 10];

/** The end as early as it can be, then nothing healed, else the phases as early as they can be. */
export function endingEdits({ leaseTtlMs }: Plan): readonly PlanEdit[] {
  const times = SHARES.map((share) => share * leaseTtlMs);
  return [
    ...times.map((ms) => endAt(ms)),
    // What is left within half a lease time of it.
    (plan) => endAt(plan.endings.endMs - leaseTtlMs / 4)(plan),
    neverHealed,
    ...times.map((ms) => shifted('healAtMs', ms)),
    ...times.map((ms) => shifted('degradeAtMs', ms)),
    ...times.map((ms) => endAt(ms)),
    (plan) => endAt(plan.endings.endMs - leaseTtlMs / 4)(plan),
  ];
}

function endAt(endMs: number): PlanEdit {
  return (plan) => {
    const ms = Math.round(endMs);
    return ms <= 0 || ms >= plan.endings.endMs ? undefined : withEnd(plan, ms);
  };
}

function neverHealed(plan: Plan): Plan | undefined {
  const { healAtMs, endMs, degraded } = plan.endings;
  if (healAtMs >= endMs || degraded !== undefined) return undefined;
  return { ...plan, endings: { ...plan.endings, healAtMs: endMs } };
}

/** One phase begins at `ms`, and all that comes after it is as much earlier. */
function shifted(phase: 'healAtMs' | 'degradeAtMs', ms: number): PlanEdit {
  return (plan) => {
    const { endings } = plan;
    const byMs = endings[phase] - Math.round(ms);
    if (byMs <= 0 || endings.healAtMs >= endings.endMs) return undefined;
    if (phase === 'degradeAtMs' && (endings.degraded === undefined || ms < endings.healAtMs)) return undefined;
    const moved: Endings = {
      ...endings,
      healAtMs: phase === 'healAtMs' ? endings.healAtMs - byMs : endings.healAtMs,
      degradeAtMs: endings.degradeAtMs - byMs,
      endMs: endings.endMs - byMs,
    };
    return { ...plan, endings: moved };
  };
}
