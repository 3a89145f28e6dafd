/** Whole plans of one setting: candidates, workload, and trouble of one of three sorts (none, a swarm, a template). */
import fc from 'fast-check';
import type { CandidatePlan, Endings, Plan } from './plan.ts';
import type { PlanSetting } from './plan-setting.ts';
import { candidateList, candidateName } from './candidate-arbitrary.ts';
import { faultSwarm } from './fault-arbitrary.ts';
import { grantTemplates } from './grant-templates.ts';
import { leaderTemplates } from './leader-templates.ts';
import { messageTemplates } from './message-templates.ts';
import { storeTemplates } from './store-templates.ts';
import { successionTemplates } from './succession-templates.ts';
import type { Episode, Habits, Template } from './template.ts';

/** The names of all templates, for the coverage of a run and for tests. */
export const templates: readonly Template[] = [
  ...successionTemplates,
  ...leaderTemplates,
  ...grantTemplates,
  ...messageTemplates,
  ...storeTemplates,
];

export interface PlanShape {
  /** @defaultValue mostly three, sometimes two, seldom four to seven */
  readonly candidates?: number;
  /** @defaultValue `anyTrouble` */
  readonly trouble?: fc.Arbitrary<Episode>;
}

/** Plans of one setting. */
export function planArbitrary(setting: PlanSetting, shape: PlanShape): fc.Arbitrary<Plan> {
  const trouble = shape.trouble ?? anyTrouble(setting);
  const of = (count: number): fc.Arbitrary<Plan> => planWith(setting, count, trouble);
  if (shape.candidates !== undefined) return of(shape.candidates);
  return fc.oneof(
    { weight: 24, arbitrary: of(3) },
    { weight: 9, arbitrary: of(2) },
    { weight: 3, arbitrary: of(4) },
    { weight: 2, arbitrary: of(5) },
    { weight: 1, arbitrary: of(6) },
    { weight: 1, arbitrary: of(7) },
  );
}

interface PlanDraw {
  readonly seed: number;
  readonly candidates: readonly CandidatePlan[];
  readonly trouble: Episode;
  readonly networkDelayUs: Plan['networkDelayUs'];
  readonly resource: Plan['resource'];
  readonly degraded: NonNullable<Endings['degraded']>;
}

function planWith(setting: PlanSetting, count: number, trouble: fc.Arbitrary<Episode>): fc.Arbitrary<Plan> {
  const { healAtMs, degradeAtMs, endMs, leaseTtlMs } = setting;
  // An observation is up to four events and a call of the store: seldom enough that they are not most of a history.
  const workload = { writeEveryMs: Math.round(leaseTtlMs / 10), observeEveryMs: Math.round(0.6 * leaseTtlMs) };
  return fc
    .record<PlanDraw>(
      {
        seed: fc.nat({ max: 0x7fffffff }),
        candidates: candidateList(setting, count),
        trouble,
        networkDelayUs: fc.constantFrom(...networkDelays(setting)),
        resource: resource(setting),
        degraded: degraded(count),
      },
      { noNullPrototype: true },
    )
    .map((draw) => ({
      schema: 'scrutineer/plan@1',
      seed: draw.seed,
      leaseTtlMs,
      candidates: withHabits(draw.candidates, draw.trouble, setting),
      workload,
      networkDelayUs: draw.networkDelayUs,
      resource: draw.resource,
      faults: draw.trouble.faults,
      endings: { healAtMs, degradeAtMs, degraded: draw.degraded, endMs },
    }));
}

/** One plan in ten without any fault: what needs a long quiet time is judged there. */
function anyTrouble(setting: PlanSetting): fc.Arbitrary<Episode> {
  const calm = fc.constant<Episode>({ faults: [] });
  if (setting.kinds.length === 0)
    return fc.oneof({ weight: 3, arbitrary: calm }, { weight: 1, arbitrary: anyTemplate(setting) });
  const swarm = (min: number, max: number): fc.Arbitrary<Episode> =>
    faultSwarm(setting, { min, max }).map((faults) => ({ faults }));
  const mixed = fc
    .tuple(anyTemplate(setting), faultSwarm(setting, { min: 0, max: 2 }))
    .map(([{ faults, ...rest }, more]): Episode => ({ ...rest, faults: [...faults, ...more] }));
  return fc.oneof(
    { weight: 10, arbitrary: calm },
    { weight: 28, arbitrary: swarm(1, 3) },
    { weight: 12, arbitrary: swarm(3, 7) },
    { weight: 35, arbitrary: anyTemplate(setting) },
    { weight: 15, arbitrary: mixed },
  );
}

function anyTemplate(setting: PlanSetting): fc.Arbitrary<Episode> {
  return fc.oneof(...usableTemplates(setting).map(({ weight, episode }) => ({ weight, arbitrary: episode(setting) })));
}

/** The templates that need no kind of fault which may not occur, and no more stores than there are. */
export function usableTemplates(setting: PlanSetting): readonly Template[] {
  return templates.filter(
    ({ needs, quorum }) => (!quorum || setting.members > 1) && needs.every((kind) => setting.kinds.includes(kind)),
  );
}

/** From the delays of one machine to just below what the claims tolerate. */
function networkDelays({ claims }: PlanSetting): readonly Plan['networkDelayUs'][] {
  const toleratedUs = Math.floor(claims.tolerates.networkDelayMs * 1000);
  const upTo = (us: number): number => Math.min(us, toleratedUs);
  return [
    { min: upTo(100), max: upTo(1000) },
    { min: upTo(100), max: upTo(1000) },
    { min: upTo(1000), max: upTo(20_000) },
    { min: Math.round(toleratedUs / 10), max: Math.round(0.9 * toleratedUs) },
  ];
}

/** Where tokens are promised, a resource that enforces them is what the promise is about. */
function resource({ claims }: PlanSetting): fc.Arbitrary<Plan['resource']> {
  const enforcing = fc.constantFrom<Plan['resource'][]>('enforcing', 'enforcing', 'open');
  return claims.fencing === 'none' ? fc.constant('open') : enforcing;
}

function degraded(count: number): fc.Arbitrary<NonNullable<Endings['degraded']>> {
  const ids = Array.from({ length: count }, (_, index) => candidateName(index));
  return fc.record(
    { candidate: fc.constantFrom(...ids), kind: fc.constantFrom('cut', 'cut-requests', 'cut-responses') },
    { noNullPrototype: true },
  );
}

/** Gives the candidates the habits that an episode asks for. */
function withHabits(
  candidates: readonly CandidatePlan[],
  episode: Episode,
  setting: PlanSetting,
): readonly CandidatePlan[] {
  let given = candidates;
  for (const habits of episode.candidates ?? []) given = withHabit(given, habits, setting);
  return given;
}

/** At most one candidate may leave, and only of three or more. */
function withHabit(
  candidates: readonly CandidatePlan[],
  { whom, habits }: Habits,
  setting: PlanSetting,
): readonly CandidatePlan[] {
  const { leaveMs, ...safe } = habits;
  const mayLeave = leaveMs !== undefined && candidates.length > 2 && leaveMs < setting.healAtMs;
  return candidates.map((candidate, index) => {
    if (isMeant(whom, index)) {
      // The first is there from the start, whatever all are asked to do.
      const meant = { ...candidate, ...safe, ...(index === 0 && { joinMs: 0 }) };
      return inOrder(mayLeave ? { ...meant, leaveMs: Math.max(leaveMs, meant.joinMs + 1) } : meant);
    }
    if (!mayLeave || candidate.leaveMs === undefined) return candidate;
    const { leaveMs: _stays, ...staying } = candidate;
    return staying;
  });
}

/** With its fields in the order of the schema, so that the plan has the same hash when it is read from its file. */
function inOrder(candidate: CandidatePlan): CandidatePlan {
  const { id, joinMs, leaseTtlMs, wallOffsetMs, clockRatePpm, holdMs, restMs, cancelAfterMs, leaveMs } = candidate;
  return {
    id,
    joinMs,
    ...(leaseTtlMs !== undefined && { leaseTtlMs }),
    ...(wallOffsetMs !== undefined && { wallOffsetMs }),
    ...(clockRatePpm !== undefined && { clockRatePpm }),
    ...(holdMs !== undefined && { holdMs }),
    restMs,
    ...(cancelAfterMs !== undefined && { cancelAfterMs }),
    ...(leaveMs !== undefined && { leaveMs }),
  };
}

function isMeant(whom: Habits['whom'], index: number): boolean {
  switch (whom) {
    case 'first':
      return index === 0;
    case 'second':
      return index === 1;
    case 'others':
      return index > 0;
    case 'all':
      return true;
  }
}
