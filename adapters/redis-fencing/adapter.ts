/** The reference: a Redis lease with fencing tokens. README.md says what it promises and why it keeps it. */
import { defineAdapter, type Claims, type ElectionAdapter } from 'scrutineer/adapter';
import { counterKey, FencedCandidate, parseRecord, recordKey } from './fenced-candidate.ts';
import { leaseTiming } from './timing.ts';

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  name: 'redis-fencing',
  title: 'Redis lease with fencing tokens (reference)',
  store: 'redis',
  testbeds: ['simulated', 'local', 'containers'],
  leaseTtlMs: { min: 500, step: 1 },
  claims,
  createCandidate: async (environment) => new FencedCandidate(environment),
  grants: {
    keys: (election) => [recordKey(election), counterKey(election)],
    holder: (records, election) => {
      const value = records.get(recordKey(election))?.value;
      return value === null || value === undefined ? undefined : parseRecord(value);
    },
  },
});

export default adapter;

function claims({ leaseTtlMs }: { readonly leaseTtlMs: number }): Claims {
  const { validityMs, renewMs, retryMs, jitter, requestTimeoutMs, tolerates } = leaseTiming(leaseTtlMs);
  return {
    fencing: 'monotonic',
    exclusivity: 'timed',
    // Each answer is read from the primary, where every record is written.
    leaderView: 'linearizable',
    liveness: true,
    tolerates,
    timing: {
      kind: 'store',
      clock: 'monotonic',
      validityMs,
      anchor: 'send',
      renewMs,
      retryMs,
      jitter,
      watch: false,
      requestTimeoutMs,
      backoffMsMax: 0,
      // The second one renews a record whose grant was never heard of.
      roundTrips: 2,
    },
  };
}
