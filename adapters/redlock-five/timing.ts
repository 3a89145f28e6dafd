/**
 * Every time constant, as a share of the lease time T. The drift is the one that the published algorithm names; it is all
 * that is left between the end of belief and the end of the records, so clocks and pauses have to fit into it:
 * `D <= (1 - rho) (T / (1 + rho_s) - P)`, here 0.99 T - 2 ms against 0.994 T, and 0.992 T with a message to the resource.
 */
export interface RedlockTiming {
  /** T: how long a member keeps the record. */
  readonly leaseMs: number;
  /** What is taken off T for clocks that drift apart: 1 % and 2 ms. */
  readonly driftMs: number;
  /** D: how long the holder believes after it began to ask for its last majority. */
  readonly validityMs: number;
  /** For one member: small against T, so that one that does not answer costs little of the validity. */
  readonly requestTimeoutMs: number;
  /** From the beginning of one extension to the next. */
  readonly extendMs: number;
  /** An extension that found no majority is tried again after this. */
  readonly extendAgainMs: number;
  /** The wait after a failed attempt is drawn between this and twice this, so that candidates do not collide for ever. */
  readonly retryMs: number;
  /** How much later than meant the timer of the deadline may be set; a part of the pause that is tolerated. */
  readonly timerSlackMs: number;
  /** What the lease survives. */
  readonly tolerates: { readonly clockRatePpm: number; readonly pauseMs: number; readonly networkDelayMs: number };
}

export function redlockTiming(leaseTtlMs: number): RedlockTiming {
  const driftMs = 0.01 * leaseTtlMs + 2;
  return {
    leaseMs: leaseTtlMs,
    driftMs,
    validityMs: leaseTtlMs - driftMs,
    requestTimeoutMs: leaseTtlMs / 200,
    extendMs: leaseTtlMs / 3,
    extendAgainMs: leaseTtlMs / 20,
    retryMs: leaseTtlMs / 10,
    timerSlackMs: leaseTtlMs / 1000,
    tolerates: { clockRatePpm: 1000, pauseMs: leaseTtlMs / 200, networkDelayMs: leaseTtlMs / 500 },
  };
}
