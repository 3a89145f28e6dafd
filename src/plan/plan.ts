/**
 * The Plan: everything that was decided before a history is run, as plain JSON. The same plan and seed give the same
 * history in the simulation, and the same trouble on a real testbed.
 */
import type { FaultKind } from '../../spec/faults.ts';

export interface Plan {
  readonly schema: 'scrutineer/plan@1';
  /** Seeds every random choice of the execution: delays, jitter, the candidates' own `random`. */
  readonly seed: number;
  readonly leaseTtlMs: number;
  readonly candidates: readonly CandidatePlan[];
  readonly workload: Workload;
  /** One-way delay of a healthy link, drawn uniformly a message. Real testbeds have their own. */
  readonly networkDelayUs: { readonly min: number; readonly max: number };
  readonly resource: 'enforcing' | 'open';
  readonly faults: readonly Fault[];
  readonly endings: Endings;
}

export interface CandidatePlan {
  /** `a`, `b`, `c` ... in the order of the plan. */
  readonly id: string;
  readonly joinMs: number;
  /** A lease time of its own. @defaultValue the plan's */
  readonly leaseTtlMs?: number;
  /** Initial offset of its wall clock, and rate error of both its clocks. */
  readonly wallOffsetMs?: number;
  readonly clockRatePpm?: number;
  /** Resigns after leading this long. @defaultValue never */
  readonly holdMs?: number;
  /** Waits this long after each leadership, or after a cancelled campaign, before it campaigns again. */
  readonly restMs: number;
  /** Cancels a campaign that took this long. @defaultValue never */
  readonly cancelAfterMs?: number;
  /** Closes for good at this time. @defaultValue never */
  readonly leaveMs?: number;
}

/** What each candidate does besides campaigning; it runs inside the candidate. */
export interface Workload {
  /** Period of writes to the protected resource while it believes that it leads. */
  readonly writeEveryMs: number;
  /** Period of `isLeader` and `leader` calls; 0: none. */
  readonly observeEveryMs: number;
}

/**
 * Every generated plan ends with two phases: everything heals, then a permanently degraded but sufficient core remains. A
 * shrunk plan keeps the second only where its violation needs it.
 */
export interface Endings {
  /** Every fault of `faults` has ended by then. */
  readonly healAtMs: number;
  readonly degradeAtMs: number;
  /** From `degradeAtMs` to the end this candidate is cut off in this way for good. @defaultValue nobody is: all is well to the end */
  readonly degraded?: { readonly candidate: string; readonly kind: 'cut' | 'cut-requests' | 'cut-responses' };
  readonly endMs: number;
}

/** Whom a fault hits, resolved when it fires. `candidate:b` names one; `store` is for store faults. */
export type Target = 'leader' | 'next-leader' | 'waiter' | 'former-leader' | 'store' | `candidate:${string}`;

/** When a fault fires: at a time, or at the n-th (from 1) event of a kind in the whole election. */
export type Anchor =
  | { readonly atMs: number }
  | { readonly event: 'elected' | 'lost' | 'granted' | 'renewed' | 'resign' | 'campaign'; readonly nth: number };

export interface Fault {
  readonly kind: FaultKind;
  readonly anchor: Anchor;
  /** Fires this long after its anchor. */
  readonly afterMs: number;
  readonly target: Target;
  /** Which of several stores a link, message or store fault is about, from 1. @defaultValue all of them */
  readonly member?: number;
  /** How long it lasts; 0 for instantaneous ones. Cut short at `endings.healAtMs`. */
  readonly forMs: number;
  /** Message faults: which of the target's messages is hit, counted from 1 once the fault is armed, and which half. */
  readonly message?: { readonly nth: number; readonly leg: 'request' | 'response' };
  /** `slow`, `slow-resource`: the added one-way delay in ms. `wall-step`, `store-step`: the step in ms. `store-failover`: the lag of the replica in ms, 0 where it has everything that was acknowledged. `clock-rate`: ppm. `pause-at`: which position, from 1: odd numbers 2k - 1 are before the k-th interaction, even numbers 2k at the end of the k-th turn. */
  readonly amount?: number;
}
