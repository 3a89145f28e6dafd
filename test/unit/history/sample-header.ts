import type { Claims } from '../../../spec/claims.ts';
import type { HistoryHeader } from '../../../spec/history.ts';

/** A lease of 10 s renewed every 3 s and believed for 8 s; candidates wait with polling every second. */
export const sampleClaims: Claims = {
  fencing: 'monotonic',
  exclusivity: 'timed',
  leaderView: 'none',
  liveness: true,
  tolerates: { clockRatePpm: 200, pauseMs: 500, networkDelayMs: 100 },
  timing: {
    kind: 'store',
    clock: 'monotonic',
    validityMs: 8_000,
    anchor: 'send',
    renewMs: 3_000,
    retryMs: 1_000,
    jitter: 0.2,
    watch: false,
    requestTimeoutMs: 1_000,
    backoffMsMax: 0,
    roundTrips: 1,
  },
};

export function sampleHeader(overrides: Partial<HistoryHeader> = {}): HistoryHeader {
  const claims = overrides.claims ?? sampleClaims;
  return {
    schema: 'scrutineer/history@1',
    adapter: 'sample',
    testbed: 'simulated',
    election: 0,
    planHash: '0',
    seed: 1,
    leaseTtlMs: 10_000,
    claims,
    candidates: ['a', 'b', 'c'].map((id) => ({ id, leaseTtlMs: 10_000, claims })),
    store: { kind: 'redis', granularityMs: 1, clockRatePpm: 0 },
    resource: 'enforcing',
    ledger: true,
    uncertaintyUs: 0,
    networkDelayUsMax: 2_000,
    ...overrides,
  };
}
