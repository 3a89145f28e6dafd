/**
 * Every time constant, as a share of the lease time T. They satisfy the exclusivity inequality for a holder that counts
 * from the sending of its last renewal: `D <= (1 - rho) (T / (1 + rho_s) - P)`, here 0.7 T against 0.799 T, and with the
 * delay to the resource added to P, as for effects without fencing, 0.749 T. And they satisfy the stability inequality
 * `D > R + 2 delta + P`, here 0.7 T against 0.54 T.
 */
export interface LeaseTiming {
  /** T: how long the store keeps the record. */
  readonly leaseMs: number;
  /** D: how long the holder believes after it sent the last successful renewal. */
  readonly validityMs: number;
  /** R: from the sending of one renewal to the next. */
  readonly renewMs: number;
  /** Q: from the end of one failed attempt to the next, longer by up to `jitter` at random. */
  readonly retryMs: number;
  readonly jitter: number;
  /** A renewal that failed is tried again after this. */
  readonly renewAgainMs: number;
  readonly requestTimeoutMs: number;
  /** How much later than meant the timer of the deadline may be set; a part of the pause that is tolerated. */
  readonly timerSlackMs: number;
  /** What the lease survives. */
  readonly tolerates: { readonly clockRatePpm: number; readonly pauseMs: number; readonly networkDelayMs: number };
}

export function leaseTiming(leaseTtlMs: number): LeaseTiming {
  return {
    leaseMs: leaseTtlMs,
    validityMs: 0.7 * leaseTtlMs,
    renewMs: 0.2 * leaseTtlMs,
    retryMs: 0.3 * leaseTtlMs,
    jitter: 0.2,
    renewAgainMs: 0.05 * leaseTtlMs,
    requestTimeoutMs: 0.2 * leaseTtlMs,
    timerSlackMs: 0.01 * leaseTtlMs,
    tolerates: { clockRatePpm: 1000, pauseMs: 0.2 * leaseTtlMs, networkDelayMs: 0.05 * leaseTtlMs },
  };
}
