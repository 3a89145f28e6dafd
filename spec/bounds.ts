/**
 * The only place where claims become time bounds.
 *
 * Every function is pure, works in real microseconds and rounds up, in favour of the implementation. The letters are
 * those of spec/README.md: T store TTL (L where it is written into a record), D validity, Q retry period, tau request
 * timeout, r round trips, rho and rho_s clock rate errors of a node and of the store, P pause, delta one-way delay,
 * G expiry granularity, J forward step of the store's clock.
 */
import type { Claims, Timing } from './claims.ts';
import type { HistoryHeader, Micros, StoreFacts } from './history.ts';

/** All that the bounds depend on. A `HistoryHeader` has it; see `factsOf`. */
export interface TimingFacts {
  readonly claims: Claims;
  /** T of the candidate in question. */
  readonly leaseTtlMs: number;
  readonly store: StoreFacts;
}

/** The facts of a history, or of one candidate in it where candidates have lease times of their own. */
export function factsOf(header: HistoryHeader, candidate?: string): TimingFacts {
  const { store } = header;
  if (candidate !== undefined) {
    for (const { id, claims, leaseTtlMs } of header.candidates)
      if (id === candidate) return { claims, leaseTtlMs, store };
  }
  return { claims: header.claims, leaseTtlMs: header.leaseTtlMs, store };
}

/** A bound of each candidate, worked out once: candidates are few, and asked about often. */
export function boundsOf(header: HistoryHeader, bound: (facts: TimingFacts) => Micros): (candidate: string) => Micros {
  const known = new Map<string, Micros>();
  return (candidate) => {
    let us = known.get(candidate);
    if (us === undefined) {
      us = bound(factsOf(header, candidate));
      known.set(candidate, us);
    }
    return us;
  };
}

const US_PER_MS = 1000;

/** `x / (1 - rho)`: the longest real time in which a clock that is off by at most `ppm` shows `us`. */
export function longestRealUs(us: Micros, ppm: number): Micros {
  return Math.ceil(us / (1 - ppm / 1e6));
}

/** `x / (1 + rho)`: the shortest real time in which a clock that is off by at most `ppm` shows `us`. */
export function shortestRealUs(us: Micros, ppm: number): Micros {
  return Math.floor(us / (1 + ppm / 1e6));
}

function byNode(claims: Claims, ms: number): Micros {
  return longestRealUs(ms * US_PER_MS, claims.tolerates.clockRatePpm);
}

/** P: the pause, timer lateness included, that the claims tolerate. */
export function pauseUs(claims: Claims): Micros {
  return claims.tolerates.pauseMs * US_PER_MS;
}

/** delta: the one-way delay that the claims tolerate. */
export function delayUs(claims: Claims): Micros {
  return claims.tolerates.networkDelayMs * US_PER_MS;
}

/** g: how long after a resume nothing that a process believes counts. It is the pause that it claims to tolerate. */
export function graceUs(claims: Claims): Micros {
  return pauseUs(claims);
}

/**
 * Demotion (L3): `D / (1 - rho) + P`, and `+ delta` for a holder that counts from the receipt of the reply. It counts
 * from the instant at which the last successful renewal was applied, in the running time of the holder.
 */
export function demotionBoundUs(claims: Claims): Micros {
  const receipt = claims.timing.anchor === 'receipt' ? delayUs(claims) : 0;
  return byNode(claims, claims.timing.validityMs) + pauseUs(claims) + receipt;
}

/** Demotion where renewals are invisible: from the cut on, `demotion + tau`, since one renewal may have been in flight. */
export function demotionAfterCutUs(claims: Claims): Micros {
  return demotionBoundUs(claims) + requestTimeoutUs(claims);
}

/** tau in real time, `tau / (1 - rho)`: a request that vanished before the network healed ends only then. */
export function requestTimeoutUs(claims: Claims): Micros {
  return byNode(claims, claims.timing.requestTimeoutMs);
}

/** The longest wait between failed attempts, `backoff / (1 - rho)`. */
export function backoffUs(claims: Claims): Micros {
  return byNode(claims, claims.timing.backoffMsMax);
}

/** The longest wait between two attempts, `Q (1 + jitter) / (1 - rho)`. */
export function retryUs(claims: Claims): Micros {
  return byNode(claims, claims.timing.retryMs * (1 + claims.timing.jitter));
}

/** Wake: how long a waiting candidate takes to notice a vacancy. 0 where the store wakes it, else one retry period. */
export function wakeUs(claims: Claims): Micros {
  return claims.timing.watch ? 0 : retryUs(claims);
}

/** `(base + 2 r) delta`: the messages between waking up and being elected. */
function messagesUs(claims: Claims, base: number): Micros {
  return (base + 2 * claims.timing.roundTrips) * delayUs(claims);
}

/**
 * Failover F (L2), from the start of the obligation (see `outsiderHoldUs`):
 * - store, quorum: `wake + tau + backoff + (1 + 2 r) delta`
 * - observer: `(L + 2 Q (1 + jitter)) / (1 - rho) + tau + (2 + 2 r) delta`
 * - peers: `Q (1 + jitter) / (1 - rho) + tau + (1 + 2 r) delta`, Q being the election timeout
 */
export function failoverBoundUs(facts: TimingFacts): Micros {
  const { claims } = facts;
  const tau = requestTimeoutUs(claims);
  const kind: Timing['kind'] = claims.timing.kind;
  if (kind === 'observer') return byNode(claims, facts.leaseTtlMs) + 2 * retryUs(claims) + tau + messagesUs(claims, 2);
  if (kind === 'peers') return retryUs(claims) + tau + messagesUs(claims, 1);
  return wakeUs(claims) + tau + backoffUs(claims) + messagesUs(claims, 1);
}

/** Handover H (L4), from the later of the resign's `ok` and the start of the obligation: `wake + tau + (1 + 2 r) delta`. */
export function handoverBoundUs(claims: Claims): Micros {
  return wakeUs(claims) + requestTimeoutUs(claims) + messagesUs(claims, 1);
}

/** Stores whose records live by themselves: nothing has to be re-created after an interruption. */
const withoutSessions: ReadonlySet<string> = new Set(['redis', 'lease-object', 'peers']);

/** Session re-creation: `tau + backoff + 2 r delta`, 0 for stores without sessions. */
export function sessionRecreationUs(facts: TimingFacts): Micros {
  if (withoutSessions.has(facts.store.kind)) return 0;
  const { claims } = facts;
  return requestTimeoutUs(claims) + backoffUs(claims) + messagesUs(claims, 0);
}

/** Eventual leader B (L1): `F + session re-creation`. */
export function eventualLeaderBoundUs(facts: TimingFacts): Micros {
  return failoverBoundUs(facts) + sessionRecreationUs(facts);
}

/**
 * How long a record written at some instant may rightly block an election: `T / (1 - rho_s) + G`. The start of an
 * obligation is `max(trigger, a(x) + this)` over every incarnation x that does not lead.
 */
export function outsiderHoldUs(facts: TimingFacts): Micros {
  return longestRealUs(facts.leaseTtlMs * US_PER_MS, facts.store.clockRatePpm) + granularityUs(facts.store);
}

/** Orphan O (L5): `T / (1 - rho_s) + G + F`. Whatever was granted without being believed is over by then, or is believed. */
export function orphanBoundUs(facts: TimingFacts): Micros {
  return outsiderHoldUs(facts) + failoverBoundUs(facts);
}

/**
 * How long after its first call a candidate has certainly asked the store, with nothing in its way, and everything that was
 * under way before has been reported: `H + tau + delta`. Only from then on is it passed over by an election (L7).
 */
export function queuedUs(claims: Claims): Micros {
  return handoverBoundUs(claims) + requestTimeoutUs(claims) + delayUs(claims);
}

/** Delta (S5-V3): how old an answer about the leader may be, `Delta / (1 - rho)`; undefined where nothing is claimed. */
export function stalenessUs(claims: Claims): Micros | undefined {
  const { leaderView } = claims;
  return typeof leaderView === 'object' ? byNode(claims, leaderView.staleMsMax) : undefined;
}

/** G: how much later than its end an unrenewed record may still be there. */
export function granularityUs(store: StoreFacts): Micros {
  return store.granularityMs * US_PER_MS;
}

/** The shortest real time for which a store that keeps its promise honours a record: `T / (1 + rho_s) - J`. */
export function leaseShortestUs(leaseUs: Micros, store: StoreFacts, storeStepUs: Micros): Micros {
  return shortestRealUs(leaseUs, store.clockRatePpm) - storeStepUs;
}

/** The longest real time for which a record without renewal may be there: `(T + J-) / (1 - rho_s) + G`, J- being backward steps. */
export function leaseLongestUs(leaseUs: Micros, store: StoreFacts, backwardStepUs: Micros): Micros {
  return longestRealUs(leaseUs + backwardStepUs, store.clockRatePpm) + granularityUs(store);
}

/** Stability (L6): the quiet time `w >= T + G` that must lie before a leader is expected to stay, and for which it is. */
export function stabilityWindowUs(facts: TimingFacts): Micros {
  return facts.leaseTtlMs * US_PER_MS + granularityUs(facts.store);
}

/**
 * Stability (L6) can be expected at all only where `D > R + 2 delta + tau_late`: each renewal must be answered before the
 * validity of the one before it ends. This is the margin; where it is not positive, nobody promises stability.
 */
export function stabilityMarginUs(claims: Claims): Micros {
  const { timing } = claims;
  const validity = shortestRealUs(timing.validityMs * US_PER_MS, claims.tolerates.clockRatePpm);
  return validity - byNode(claims, timing.renewMs * (1 + timing.jitter)) - 2 * delayUs(claims) - pauseUs(claims);
}

/** What actually went wrong in a history, or may go wrong by the claims: the magnitudes of the exclusivity inequality. */
export interface Adversity {
  /** rho in ppm. */
  readonly clockRatePpm: number;
  /** rho_s in ppm. */
  readonly storeClockRatePpm: number;
  /** P. */
  readonly pauseUs: Micros;
  /** J: the sum of the forward steps of the store's clock within one lease. */
  readonly storeStepUs: Micros;
  /** delta_r: the longest delay of a response, pauses before its handling included. */
  readonly responseDelayUs: Micros;
}

/** The worst that the claims promise to survive. */
export function toleratedAdversity(facts: TimingFacts): Adversity {
  return {
    clockRatePpm: facts.claims.tolerates.clockRatePpm,
    storeClockRatePpm: facts.store.clockRatePpm,
    pauseUs: pauseUs(facts.claims),
    storeStepUs: 0,
    responseDelayUs: delayUs(facts.claims),
  };
}

/**
 * The exclusivity inequality as a margin; timed exclusivity is possible only where it is not negative.
 * - (a) anchored at sending: `(1 - rho) (T / (1 + rho_s) - J - P) - D`
 * - (b) anchored at receipt: `(1 - rho) (T / (1 + rho_s) - J - P - delta_r) - D`
 * - (c) observer-timed: `L / (1 + rho) - D / (1 - rho) - P`, as (b) `- delta_r` when anchored at receipt
 * - (d) quorum of stores: as (a); anchored at receipt T shrinks by tau, the longest time from first request to last reply
 */
export function exclusivityMarginUs(facts: TimingFacts, adversity: Adversity): Micros {
  const { timing } = facts.claims;
  const leaseUs = facts.leaseTtlMs * US_PER_MS;
  const validityUs = timing.validityMs * US_PER_MS;
  const rate = adversity.clockRatePpm / 1e6;
  const storeRate = adversity.storeClockRatePpm / 1e6;
  const late = timing.anchor === 'receipt' ? adversity.responseDelayUs : 0;
  if (timing.kind === 'observer') {
    return Math.floor(leaseUs / (1 + rate) - validityUs / (1 - rate) - adversity.pauseUs - late);
  }
  const spread = timing.kind === 'quorum' && timing.anchor === 'receipt' ? timing.requestTimeoutMs * US_PER_MS : 0;
  const honouredUs = (leaseUs - spread) / (1 + storeRate) - adversity.storeStepUs - adversity.pauseUs - late;
  return Math.floor((1 - rate) * honouredUs - validityUs);
}
