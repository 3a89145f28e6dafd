/**
 * What can be taken from a plan: faults, the degraded ending, time at the end, candidates, habits, and the precision of
 * times. Each edit makes a plan simpler, so that shrinking comes to an end.
 */
import type { CandidatePlan, Fault, Plan, Workload } from '../../plan/plan.ts';
import { faultEdits } from './fault-edits.ts';
import { endingEdits, withEnd } from './ending-edits.ts';
import { rounderTimes } from './round-times.ts';
import type { PlanEdit, PlanPass } from './plan-edit.ts';
import { scaledPlan } from './scaled-plan.ts';

/**
 * What is tried, in this order: what makes a plan's history short comes first, since every later try gains from it.
 * `shorterLeaseTtlMs` is a lease time to which the whole plan may be scaled.
 */
export function planPasses(shorterLeaseTtlMs: number | undefined): readonly PlanPass[] {
  return [
    fewerFaults,
    withoutDegradedEnding,
    endingEdits,
    fewerCandidates,
    fewerHabits,
    quieterWorkload,
    faultEdits,
    calmerNetwork,
    rounderHabits,
    smallestSeed,
    () => (shorterLeaseTtlMs === undefined ? [] : [(plan) => scaledPlan(plan, shorterLeaseTtlMs)]),
  ];
}

/** None at all, one alone, then without ever smaller pieces of them. */
function fewerFaults({ faults }: Plan): readonly PlanEdit[] {
  const count = faults.length;
  if (count === 0) return [];
  const places = faults.map((_, place) => place);
  const edits: PlanEdit[] = [keepFaults(() => false)];
  if (count > 2) edits.push(...places.map((kept) => keepOnlyOf(count, kept)));
  for (let size = Math.floor(count / 2); size >= 1; size = Math.floor(size / 2)) {
    // From the end, so that the places of those that are still to be tried stay as they are.
    for (let from = count - size; from > -size; from -= size) {
      edits.push(keepFaults((place) => place < Math.max(from, 0) || place >= from + size));
    }
  }
  return edits;
}

function keepFaults(isKept: (place: number) => boolean): PlanEdit {
  return (plan) => {
    const faults = plan.faults.filter((_, place) => isKept(place));
    return faults.length === plan.faults.length ? undefined : { ...plan, faults };
  };
}

/** Once anything else has been taken away, the places no longer mean what they did. */
function keepOnlyOf(count: number, kept: number): PlanEdit {
  return (plan) => (plan.faults.length === count ? keepFaults((place) => place === kept)(plan) : undefined);
}

/** Away with it; where that cannot be, a fault like others, which says more plainly what it does. */
function withoutDegradedEnding(): readonly PlanEdit[] {
  return [
    (plan) => {
      const { degraded, ...endings } = plan.endings;
      if (degraded === undefined) return undefined;
      return withEnd({ ...plan, endings }, endings.endMs);
    },
    (plan) => {
      const { degraded, ...endings } = plan.endings;
      if (degraded === undefined) return undefined;
      const { degradeAtMs, endMs } = endings;
      const fault: Fault = {
        kind: degraded.kind,
        anchor: { atMs: degradeAtMs },
        afterMs: 0,
        target: `candidate:${degraded.candidate}`,
        forMs: endMs - degradeAtMs,
      };
      const faults = [...plan.faults, fault];
      return { ...plan, faults, endings: { ...endings, healAtMs: endMs, degradeAtMs: endMs } };
    },
  ];
}

/** The last to join goes first. */
function fewerCandidates({ candidates }: Plan): readonly PlanEdit[] {
  return [...candidates].reverse().map(({ id }) => (plan: Plan) => {
    const isDegraded = plan.endings.degraded?.candidate === id;
    if (plan.candidates.length === 1 || isDegraded) return undefined;
    return {
      ...plan,
      candidates: plan.candidates.filter((candidate) => candidate.id !== id),
      faults: plan.faults.filter((fault) => fault.target !== `candidate:${id}`),
    };
  });
}

const habits = ['leaseTtlMs', 'clockRatePpm', 'wallOffsetMs', 'leaveMs', 'cancelAfterMs', 'holdMs'] as const;

function fewerHabits({ candidates }: Plan): readonly PlanEdit[] {
  return candidates.flatMap(({ id }) => [
    ...habits.map((habit) =>
      editCandidate(id, (candidate) => {
        const { [habit]: had, ...rest } = candidate;
        return had === undefined ? undefined : rest;
      }),
    ),
    editCandidate(id, (candidate) => (candidate.joinMs === 0 ? undefined : { ...candidate, joinMs: 0 })),
  ]);
}

function editCandidate(id: string, edit: (candidate: CandidatePlan) => CandidatePlan | undefined): PlanEdit {
  return (plan) => {
    let isChanged = false;
    const candidates = plan.candidates.map((candidate) => {
      const edited = candidate.id === id ? edit(candidate) : undefined;
      if (edited !== undefined) isChanged = true;
      return edited ?? candidate;
    });
    return isChanged ? { ...plan, candidates } : undefined;
  };
}

/** A rest that is short and easy to read; none at all would make a loop out of some candidates. */
const REST_MS = 100;

const timedHabits = ['joinMs', 'holdMs', 'cancelAfterMs', 'leaveMs', 'wallOffsetMs'] as const;

function rounderHabits({ candidates, leaseTtlMs }: Plan): readonly PlanEdit[] {
  return candidates.flatMap((candidate) => [
    editCandidate(candidate.id, (now) => (now.restMs === REST_MS ? undefined : { ...now, restMs: REST_MS })),
    ...timedHabits.flatMap((habit) =>
      rounderTimes(candidate[habit] ?? 0, leaseTtlMs).map((ms) =>
        editCandidate(candidate.id, (now) => (now[habit] === candidate[habit] ? { ...now, [habit]: ms } : undefined)),
      ),
    ),
  ]);
}

function quieterWorkload({ leaseTtlMs }: Plan): readonly PlanEdit[] {
  const edit =
    (change: (workload: Workload) => Workload): PlanEdit =>
    (plan) => {
      const workload = change(plan.workload);
      const isQuieter =
        isRarer(workload.writeEveryMs, plan.workload.writeEveryMs) ||
        isRarer(workload.observeEveryMs, plan.workload.observeEveryMs);
      return isQuieter ? { ...plan, workload } : undefined;
    };
  return [0, leaseTtlMs, leaseTtlMs / 2].flatMap((everyMs) => [
    edit((workload) => ({ ...workload, observeEveryMs: everyMs })),
    edit((workload) => ({ ...workload, writeEveryMs: everyMs })),
  ]);
}

/** 0 is never. */
function isRarer(everyMs: number, thanMs: number): boolean {
  return thanMs !== 0 && (everyMs === 0 || everyMs > thanMs);
}

/** The same delay for every message, as short as it may be; else a narrower range. */
function calmerNetwork(): readonly PlanEdit[] {
  return [
    () => ({ min: 100, max: 100 }),
    () => ({ min: 1000, max: 1000 }),
    ({ min }: Plan['networkDelayUs']) => ({ min, max: min }),
    ({ max }: Plan['networkDelayUs']) => ({ min: max, max }),
    ({ min, max }: Plan['networkDelayUs']) => ({ min, max: Math.round((min + max) / 2) }),
  ].map((change) => (plan: Plan) => {
    const now = plan.networkDelayUs;
    const calmer = change(now);
    const isCalmer =
      calmer.max <= now.max &&
      (calmer.max < now.max || calmer.max - calmer.min < now.max - now.min || calmer.min < now.min) &&
      calmer.max - calmer.min <= now.max - now.min;
    return isCalmer ? { ...plan, networkDelayUs: calmer } : undefined;
  });
}

function smallestSeed(): readonly PlanEdit[] {
  return [(plan) => (plan.seed === 1 ? undefined : { ...plan, seed: 1 })];
}
