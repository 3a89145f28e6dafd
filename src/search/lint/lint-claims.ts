/** Claims that contradict themselves: found without running anything, for the lease times that a search would use. */
import type { Claims } from '../../../spec/claims.ts';
import type { ElectionAdapter } from '../../adapter.ts';
import type { LintNotebook } from './lint-notebook.ts';

/** Lease times at which the claims are looked at, besides the smallest: those that plans prefer. */
const LEASES_MS = [1000, 10_000];

export function lintClaims(adapter: Pick<ElectionAdapter, 'claims' | 'leaseTtlMs'>, notebook: LintNotebook): void {
  const { min, step } = adapter.leaseTtlMs;
  if (!Number.isInteger(min) || !Number.isInteger(step)) {
    notebook.note(
      'LINT-CLAIMS-TTL',
      () => `leaseTtlMs is { min: ${min}, step: ${step} }: lease times would be fractions of a millisecond.`,
    );
  } else if (min % step !== 0) {
    notebook.note(
      'LINT-CLAIMS-TTL',
      () => `leaseTtlMs is { min: ${min}, step: ${step} }: the smallest lease time is not a whole number of steps.`,
    );
  }
  const leases = new Set([
    min,
    ...LEASES_MS.map((wanted) => min + Math.max(0, Math.ceil((wanted - min) / step)) * step),
  ]);
  for (const leaseTtlMs of leases) lintTiming(adapter.claims({ leaseTtlMs }), leaseTtlMs, notebook);
}

function lintTiming({ exclusivity, liveness, timing }: Claims, leaseTtlMs: number, notebook: LintNotebook): void {
  const { validityMs, renewMs, requestTimeoutMs, anchor } = timing;
  const at = `With a lease of ${leaseTtlMs} ms`;
  const from = anchor === 'send' ? 'after it sent its last renewal' : 'after the reply to its last renewal';
  if (exclusivity === 'timed' && timing.kind === 'store' && validityMs > leaseTtlMs) {
    notebook.note(
      'LINT-CLAIMS-VALIDITY',
      () =>
        `${at} a leader would believe for ${validityMs} ms ${from}, longer than the store keeps the lease, and yet exclusivity is claimed: even perfect clocks cannot keep that promise.`,
    );
  }
  if (liveness && renewMs >= validityMs) {
    notebook.note(
      'LINT-CLAIMS-RENEW',
      () =>
        `${at} it renews every ${renewMs} ms, but believes for no longer than ${validityMs} ms without a renewal: it would lose the election between any two.`,
    );
  }
  if (requestTimeoutMs > validityMs) {
    notebook.note(
      'LINT-CLAIMS-TIMEOUT',
      () =>
        `${at} a request is given up after ${requestTimeoutMs} ms, later than the ${validityMs} ms for which a leader may believe without an answer: one lost renewal always costs the leadership.`,
    );
  }
}
