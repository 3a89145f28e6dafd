/**
 * Breaks one promise, for an example report: a lease without fencing, held nearly to the end of its record. A leader that
 * stands still between its last look at the clock and its write still writes when another leads (S3u).
 */
import { defineAdapter, type ElectionAdapter, type Leadership } from 'scrutineer/adapter';
import reference from '../../../adapters/redis-fencing/adapter.ts';
import { FencedCandidate } from '../../../adapters/redis-fencing/fenced-candidate.ts';
import { leaseTiming, type LeaseTiming } from '../../../adapters/redis-fencing/timing.ts';

function tightTiming(leaseTtlMs: number): LeaseTiming {
  return { ...leaseTiming(leaseTtlMs), validityMs: 0.98 * leaseTtlMs };
}

/** Tells nobody which token its leadership has, so that no resource can refuse its writes. */
class UnfencedCandidate extends FencedCandidate {
  override async campaign(options: { readonly signal: AbortSignal }): Promise<Leadership> {
    const { lost } = await super.campaign(options);
    return { lost };
  }
}

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  ...reference,
  name: 'check-then-write',
  title: 'A lease that is checked before each write, without fencing',
  claims: (options) => {
    const claims = reference.claims(options);
    const { validityMs } = tightTiming(options.leaseTtlMs);
    return { ...claims, fencing: 'none', leaderView: 'none', timing: { ...claims.timing, validityMs } };
  },
  createCandidate: (environment) =>
    Promise.resolve(new UnfencedCandidate(environment, tightTiming(environment.leaseTtlMs))),
  grants: {
    keys: (election) => reference.grants?.keys(election) ?? [],
    holder: (records, election) => {
      const found = reference.grants?.holder(records, election);
      return found === undefined ? undefined : { holder: found.holder };
    },
  },
});

export default adapter;
