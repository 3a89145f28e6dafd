/** The same plan in a shorter time: every time in it shrinks as the lease does. */
import type { FaultKind } from '../../../spec/faults.ts';
import type { CandidatePlan, Fault, Plan } from '../../plan/plan.ts';

/** Kinds whose amount is a time. */
const timed: ReadonlySet<FaultKind> = new Set(['slow', 'slow-resource', 'wall-step', 'store-step']);

/** Undefined where the lease would not be shorter, or where a candidate has a lease of its own. */
export function scaledPlan(plan: Plan, leaseTtlMs: number): Plan | undefined {
  if (leaseTtlMs >= plan.leaseTtlMs) return undefined;
  if (plan.candidates.some((candidate) => candidate.leaseTtlMs !== undefined)) return undefined;
  const factor = leaseTtlMs / plan.leaseTtlMs;
  const scaled = (ms: number): number => Math.round(ms * factor);
  const { writeEveryMs, observeEveryMs } = plan.workload;
  const { healAtMs, degradeAtMs, endMs } = plan.endings;
  return {
    ...plan,
    leaseTtlMs,
    candidates: plan.candidates.map((candidate) => scaledCandidate(candidate, scaled)),
    workload: { writeEveryMs: scaled(writeEveryMs), observeEveryMs: scaled(observeEveryMs) },
    networkDelayUs: {
      min: scaled(plan.networkDelayUs.min),
      max: scaled(plan.networkDelayUs.max),
    },
    faults: plan.faults.map((fault) => scaledFault(fault, scaled)),
    endings: { ...plan.endings, healAtMs: scaled(healAtMs), degradeAtMs: scaled(degradeAtMs), endMs: scaled(endMs) },
  };
}

type Scaling = (ms: number) => number;

function scaledCandidate(candidate: CandidatePlan, scaled: Scaling): CandidatePlan {
  const { wallOffsetMs, holdMs, cancelAfterMs, leaveMs } = candidate;
  return {
    ...candidate,
    joinMs: scaled(candidate.joinMs),
    restMs: scaled(candidate.restMs),
    ...(wallOffsetMs !== undefined && { wallOffsetMs: scaled(wallOffsetMs) }),
    ...(holdMs !== undefined && { holdMs: scaled(holdMs) }),
    ...(cancelAfterMs !== undefined && { cancelAfterMs: scaled(cancelAfterMs) }),
    ...(leaveMs !== undefined && { leaveMs: scaled(leaveMs) }),
  };
}

function scaledFault(fault: Fault, scaled: Scaling): Fault {
  const { anchor, amount, kind } = fault;
  return {
    ...fault,
    anchor: 'atMs' in anchor ? { atMs: scaled(anchor.atMs) } : anchor,
    afterMs: scaled(fault.afterMs),
    forMs: scaled(fault.forMs),
    ...(amount !== undefined && timed.has(kind) && { amount: scaled(amount) }),
  };
}
