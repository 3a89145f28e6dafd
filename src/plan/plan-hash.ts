import { hash } from 'node:crypto';
import type { Plan } from './plan.ts';

/** Names a plan by its content: 16 hex digits of the SHA-256 of its JSON. Stored plans and histories are named after it. */
export function planHash(plan: Plan): string {
  return hash('sha256', JSON.stringify(plan)).slice(0, 16);
}
