/**
 * What an implementation promises. Only promises are certified: a property that nothing here claims is judged
 * `not-claimed`.
 */
export interface Claims {
  /** `monotonic`: each leadership carries a token that is larger than every earlier one (S2, S3a, S3b). */
  readonly fencing: 'none' | 'monotonic';
  /** `timed`: at most one candidate believes that it leads, within `tolerates` (S4, S3u, L3, last clause of W3). */
  readonly exclusivity: 'none' | 'timed';
  /** What `leader()` promises (S5). */
  readonly leaderView: 'none' | 'no-phantom' | 'monotonic' | 'linearizable' | { readonly staleMsMax: number };
  /** L1, L2, L4 to L6, within the bounds that spec/bounds.ts derives. */
  readonly liveness: boolean;
  /** L7: how often a waiting candidate may be passed over. */
  readonly bypassesMax?: number;
  /** How much trouble the timed promises survive. */
  readonly tolerates: Tolerance;
  /** The constants of the implementation from which every time bound is derived. */
  readonly timing: Timing;
}

/** The largest clock rate error, pause and one-way network delay under which the timed promises are made. */
export interface Tolerance {
  readonly clockRatePpm: number;
  readonly pauseMs: number;
  readonly networkDelayMs: number;
}

/** How an implementation keeps time; each name is explained beside its use in spec/bounds.ts. */
export interface Timing {
  /** Who decides that a lease is over: the store, an observer of a record, a quorum of stores, or the peers. */
  readonly kind: 'store' | 'observer' | 'quorum' | 'peers';
  /** The clock on which the holder's own deadline runs. */
  readonly clock: 'monotonic' | 'wall';
  /** D: how long the holder believes, counted from its anchor, without a further renewal. */
  readonly validityMs: number;
  /** Whether D counts from the sending of the last successful renewal or from the receipt of its reply. */
  readonly anchor: 'send' | 'receipt';
  /** R: the period between renewals. */
  readonly renewMs: number;
  /** Q: the period between attempts of a candidate that waits. */
  readonly retryMs: number;
  /** The share of Q by which a wait may be longer at random, for instance 0.2. */
  readonly jitter: number;
  /** True where a waiting candidate is woken by the store rather than by polling. */
  readonly watch: boolean;
  /** After this long a request without an answer is given up. */
  readonly requestTimeoutMs: number;
  readonly backoffMsMax: number;
  /** Round trips between waking up and being elected. */
  readonly roundTrips: number;
}
