import { leaseShortestUs } from '../bounds.ts';
import { earliest, latest } from '../history.ts';
import type { Micros } from '../history.ts';
import { LIFETIME_ROUNDING_US, lastLeaseLife, stepsBetween, storePromiseReads } from '../lease-life.ts';
import type { LeaseLife } from '../lease-life.ts';
import { moment, span, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { storeRecordOf } from '../store-record.ts';
import type { TenureEnd } from '../store-record.ts';
import { Tally } from '../tally.ts';

/** LeaseHonoured: the store's own promise, not the implementation's. A store that was wiped is ST2's business. */
export const st1: Property = {
  id: 'ST1',
  title: 'The store honours a lease for its full term',
  formula: 'renewal accepted at a => not freed before a + T/(1+rho_s) - J, unless a client deleted it',
  kind: 'always',
  sources: ['Gray and Cheriton, Leases (1989)', 'etcd-io/etcd #12528, #15247'],
  usualCause:
    'The store freed a record early: its clock jumped, a former store leader revoked it, or it was evicted. The implementation is not to blame for what follows.',
  reads: storePromiseReads,
  needsLedger: true,
  claimed: () => true,
  start: (context) => {
    const record = storeRecordOf(context);
    const { store, uncertaintyUs } = context.header;
    return judgeAtEnd([record], () => {
      const tally = new Tally();
      for (const tenure of record.tenures()) {
        if (tenure.end?.by !== 'expired') continue;
        const life = lastLeaseLife(tenure);
        if (life === undefined) continue;
        const writtenUs = earliest(life.write.event.at);
        const endedUs = latest(tenure.end.at);
        const { forwardUs } = stepsBetween(record.steps, writtenUs, endedUs);
        const owedUs = leaseShortestUs(life.leaseUs, store, forwardUs) - LIFETIME_ROUNDING_US - uncertaintyUs;
        if (endedUs >= writtenUs + owedUs) tally.judged += 1;
        else tally.violated(witness, life, tenure.end, { livedUs: endedUs - writtenUs, owedUs });
      }
      return tally.judgement();
    });
  },
};

/** How long a record lived at most, and how long it should have lived at least, both from its last write. */
interface Term {
  readonly livedUs: Micros;
  readonly owedUs: Micros;
}

function witness({ write, leaseUs }: LeaseLife, end: TenureEnd, { livedUs, owedUs }: Term): Witness {
  const { event, index } = write;
  return {
    sentence: `The store freed the record of ${event.holder}${withNumber(event)} ${moment(end.at)}, at most ${span(livedUs)} after it had accepted a lease of ${span(leaseUs)} ${moment(event.at)}.`,
    events: [index, end.index],
    steps: [
      `The store accepts a lease of ${span(leaseUs)} for ${event.holder}.`,
      `It frees the record after ${span(livedUs)} at most.`,
    ],
    fromUs: earliest(end.at),
    toUs: earliest(event.at) + owedUs,
  };
}
