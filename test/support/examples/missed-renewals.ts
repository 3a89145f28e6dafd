/**
 * Breaks one promise, for an example report: a leader that believes until its third renewal has failed, although the
 * record ends before. Two candidates then lead at once (S4).
 */
import { defineAdapter, type ElectionAdapter } from 'scrutineer/adapter';
import reference from '../../../adapters/redis-fencing/adapter.ts';
import { FencedCandidate } from '../../../adapters/redis-fencing/fenced-candidate.ts';
import { leaseTiming, type LeaseTiming } from '../../../adapters/redis-fencing/timing.ts';

/** Three renewals, one every 0.4 T, are 1.2 T: the store frees the record after T. */
function patientTiming(leaseTtlMs: number): LeaseTiming {
  return { ...leaseTiming(leaseTtlMs), renewMs: 0.4 * leaseTtlMs, validityMs: 1.2 * leaseTtlMs };
}

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  ...reference,
  name: 'missed-renewals',
  title: 'A lease that is given up at the third missed renewal',
  claims: (options) => {
    const claims = reference.claims(options);
    const { renewMs, validityMs } = patientTiming(options.leaseTtlMs);
    return { ...claims, timing: { ...claims.timing, renewMs, validityMs } };
  },
  createCandidate: (environment) =>
    Promise.resolve(new FencedCandidate(environment, patientTiming(environment.leaseTtlMs))),
});

export default adapter;
