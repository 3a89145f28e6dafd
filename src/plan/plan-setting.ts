/**
 * What all plans with one lease time have in common: the implementation's own constants, around which times are drawn,
 * and the length of the phases.
 */
import type { Claims } from '../../spec/claims.ts';
import type { FaultKind } from '../../spec/faults.ts';

/** `virtual`: a minute of simulated time; `real`: as short as the liveness bounds allow. */
export type PlanScale = 'virtual' | 'real';

export interface PlanSetting {
  readonly scale: PlanScale;
  /** T. */
  readonly leaseTtlMs: number;
  readonly leaseStepMs: number;
  readonly claims: Claims;
  /** How many independent stores there are. */
  readonly members: number;
  /** The kinds that may occur, none of them twice. */
  readonly kinds: readonly FaultKind[];
  /** End of trouble, end of the healed phase, end of all. */
  readonly healAtMs: number;
  readonly degradeAtMs: number;
  readonly endMs: number;
}

export interface SettingOptions {
  readonly scale: PlanScale;
  readonly leaseTtlMs: number;
  readonly leaseStepMs: number;
  readonly claims: Claims;
  /** @defaultValue 1 */
  readonly members?: number;
  readonly faults: ReadonlySet<FaultKind>;
}

const VIRTUAL_END_MS = 60_000;
/** Trouble beyond this many lease times would only be more of the same. */
const TROUBLE_LEASES_MAX = 10;
const TROUBLE_LEASES_MIN = 2;
/** Stability is judged over two lease times after one without a fault; something must be elected before. */
const STABLE_LEASES = 4;

export function planSetting({
  scale,
  leaseTtlMs,
  leaseStepMs,
  claims,
  members = 1,
  faults,
}: SettingOptions): PlanSetting {
  const common = { scale, leaseTtlMs, leaseStepMs, claims, members, kinds: [...faults] };
  const conclusionMs = conclusionAfterMs(claims, leaseTtlMs);
  if (scale === 'real') {
    const healAtMs = 3 * leaseTtlMs;
    const degradeAtMs = healAtMs + Math.max(STABLE_LEASES * leaseTtlMs, conclusionMs);
    return { ...common, healAtMs, degradeAtMs, endMs: degradeAtMs + Math.max(2 * leaseTtlMs, conclusionMs) };
  }
  const spareMs = VIRTUAL_END_MS - 2 * conclusionMs;
  const healAtMs = Math.max(TROUBLE_LEASES_MIN * leaseTtlMs, Math.min(spareMs, TROUBLE_LEASES_MAX * leaseTtlMs));
  return { ...common, healAtMs, degradeAtMs: healAtMs + conclusionMs, endMs: healAtMs + 2 * conclusionMs };
}

/**
 * After this long without trouble a liveness obligation can be concluded: T until what is in the way has expired, then
 * a failover (section "Bounds" of the specification), and some room for the store's slack.
 */
function conclusionAfterMs(claims: Claims, leaseTtlMs: number): number {
  const { retryMs, jitter, requestTimeoutMs, backoffMsMax, roundTrips, watch } = claims.timing;
  const wakeMs = watch ? 0 : retryMs * (1 + jitter);
  const messagesMs = (2 + 2 * roundTrips) * claims.tolerates.networkDelayMs;
  const failoverMs = wakeMs + requestTimeoutMs + backoffMsMax + messagesMs;
  return Math.ceil(1.02 * (leaseTtlMs + failoverMs) + 100);
}
