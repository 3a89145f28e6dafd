import { createHash } from 'node:crypto';
import type { Plan } from './plan.ts';

/** Names a plan by its content: 16 hex digits of the SHA-256 of its JSON. Stored plans and histories are named after it. */
export function planHash(plan: Plan): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16);
}
