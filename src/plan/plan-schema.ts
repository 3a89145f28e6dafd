/**
 * The form of a plan, for files that come from outside: stored plans, `replay`, reports.
 */
import { z } from 'zod';
import { faultKinds } from '../schemas/vocabulary.ts';
import { MalformedInputError, parseJson, parseWith } from '../schemas/malformed-input.ts';
import { refuseOtherSchema } from '../schemas/schema-version.ts';
import type { Anchor, CandidatePlan, Endings, Fault, Plan, Target } from './plan.ts';

const ms = z.number().min(0);
const candidateId = z.string().regex(/^[^#:\s]+$/, 'a name without #, : and spaces');

const candidatePlanSchema: z.ZodType<CandidatePlan> = z.strictObject({
  id: candidateId,
  joinMs: ms,
  leaseTtlMs: z.exactOptional(z.number().positive()),
  wallOffsetMs: z.exactOptional(z.number()),
  clockRatePpm: z.exactOptional(z.number().gt(-1e6).lt(1e6)),
  holdMs: z.exactOptional(ms),
  restMs: ms,
  cancelAfterMs: z.exactOptional(ms),
  leaveMs: z.exactOptional(ms),
});

const anchorSchema: z.ZodType<Anchor> = z.union([
  z.strictObject({ atMs: ms }),
  z.strictObject({
    event: z.enum(['elected', 'lost', 'granted', 'renewed', 'resign', 'campaign']),
    nth: z.int().min(1),
  }),
]);

const targetSchema: z.ZodType<Target> = z.union([
  z.enum(['leader', 'next-leader', 'waiter', 'former-leader', 'store']),
  z.templateLiteral(['candidate:', z.string()]),
]);

const faultSchema: z.ZodType<Fault> = z.strictObject({
  kind: z.enum(faultKinds),
  anchor: anchorSchema,
  afterMs: ms,
  target: targetSchema,
  member: z.exactOptional(z.int().min(1)),
  forMs: ms,
  message: z.exactOptional(z.strictObject({ nth: z.int().min(1), leg: z.enum(['request', 'response']) })),
  amount: z.exactOptional(z.number()),
});

const endingsSchema: z.ZodType<Endings> = z.strictObject({
  healAtMs: ms,
  degradeAtMs: ms,
  degraded: z.exactOptional(
    z.strictObject({ candidate: candidateId, kind: z.enum(['cut', 'cut-requests', 'cut-responses']) }),
  ),
  endMs: ms,
});

export const planSchema: z.ZodType<Plan> = z.strictObject({
  schema: z.literal('scrutineer/plan@1'),
  seed: z.int(),
  leaseTtlMs: z.number().positive(),
  candidates: z.array(candidatePlanSchema).min(1),
  workload: z.strictObject({ writeEveryMs: ms, observeEveryMs: ms }),
  networkDelayUs: z.strictObject({ min: ms, max: ms }),
  resource: z.enum(['enforcing', 'open']),
  faults: z.array(faultSchema),
  endings: endingsSchema,
});

/** Reads a plan from JSON text. Throws `MalformedInputError` that names `source`, the field, what was expected and found. */
export function decodePlan(text: string, source: string): Plan {
  const origin = { source, what: 'plan' };
  const value = parseJson(text, origin);
  refuseOtherSchema(value, 'scrutineer/plan@1', origin);
  const plan = parseWith(planSchema, value, origin);
  requireConsistency(plan, source);
  return plan;
}

/** What no schema can say: names are unique, targets exist, the phases follow each other. */
function requireConsistency(plan: Plan, source: string): void {
  const ids = new Set(plan.candidates.map((candidate) => candidate.id));
  const refuse = (field: string, expected: string, found: string): never => {
    throw new MalformedInputError({ source, field, expected, found, next: 'Change the plan so that it can be run.' });
  };
  if (ids.size !== plan.candidates.length) refuse('candidates', 'each id once', 'an id twice');
  const { healAtMs, degradeAtMs, endMs, degraded } = plan.endings;
  if (healAtMs > degradeAtMs) refuse('endings.degradeAtMs', `at least healAtMs (${healAtMs})`, String(degradeAtMs));
  if (degradeAtMs > endMs) refuse('endings.endMs', `at least degradeAtMs (${degradeAtMs})`, String(endMs));
  const known = [...ids].join(', ');
  if (degraded !== undefined && !ids.has(degraded.candidate))
    refuse('endings.degraded.candidate', `one of ${known}`, degraded.candidate);
  const { min, max } = plan.networkDelayUs;
  if (min > max) refuse('networkDelayUs.min', `at most max (${max})`, String(min));
  plan.faults.forEach((fault, index) => {
    const named = fault.target.startsWith('candidate:') ? fault.target.slice('candidate:'.length) : undefined;
    if (named !== undefined && !ids.has(named))
      refuse(`faults[${index}].target`, `candidate: and one of ${known}`, fault.target);
  });
}
