/** The steps that shrinking is made of. */
import type { Plan } from '../../plan/plan.ts';

/** The plan made simpler; undefined where the edit does not apply or would change nothing. */
export type PlanEdit = (plan: Plan) => Plan | undefined;

/** The edits of one kind for a plan, those that take most away first. They may be applied one after the other. */
export type PlanPass = (plan: Plan) => readonly PlanEdit[];
