import { candidateOf, earliest, latest } from '../history.ts';
import type { StoreEvent } from '../history.ts';
import { moment, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { storeReads, storeRecordOf } from '../store-record.ts';
import type { StoreEntry, Tenure } from '../store-record.ts';
import { Tally } from '../tally.ts';

/** OwnerOnly: nobody renews, deletes or overwrites the live record of another candidate. Decided in the store's order alone. */
export const s6: Property = {
  id: 'S6',
  title: 'Only its owner renews, releases or overwrites a live record',
  formula: '(delete | renew | overwrite of live k) by i => grant(i,k) to an incarnation of the same candidate',
  kind: 'always',
  sources: [
    'Redis documentation, SET: compare-and-delete pattern',
    'etcd concurrency.Election, Resign compares the create revision',
  ],
  usualCause:
    'Reading the owner and acting on it are two commands: the record changed hands in between. Look for GET and then EXPIRE or DEL, where one script should compare and act.',
  reads: storeReads,
  needsLedger: true,
  claimed: () => true,
  start: (context) => {
    const record = storeRecordOf(context);
    return judgeAtEnd([record], () => {
      const tally = new Tally();
      const tenures = record.tenures();
      let granted = 0;
      let live: Tenure | undefined;
      for (const { event, index } of record.entries()) {
        if (event.type === 'granted') {
          if (live?.end?.index === index && event.replaced !== undefined) judge(tally, live, { event, index });
          // Every grant begins a tenure, and both are in the store's order.
          live = tenures[granted];
          granted += 1;
        } else if (event.type === 'renewed' || event.type === 'released') {
          if (live !== undefined) judge(tally, live, { event, index });
        }
      }
      return tally.judgement();
    });
  },
};

function judge(tally: Tally, live: Tenure, act: StoreEntry<StoreEvent>): void {
  const { by } = act.event;
  if (by === undefined || live.owner === undefined) tally.inconclusive += 1;
  else if (by === live.owner || candidateOf(by) === live.candidate) tally.judged += 1;
  else tally.violated(witness, live.owner, live, by, act);
}

const verbs = { granted: 'overwrote', renewed: 'renewed', released: 'deleted' } as const;

function witness(owner: string, live: Tenure, by: string, { event, index }: StoreEntry<StoreEvent>): Witness {
  const verb = event.type === 'expired' ? 'ended' : verbs[event.type];
  const grant = live.grant.event;
  return {
    sentence: `${by} ${verb} the live record of ${owner}${withNumber(grant)} ${moment(event.at)}; it had been granted to ${owner} ${moment(grant.at)}.`,
    events: [live.grant.index, index],
    steps: [
      `The store makes ${owner} the holder${withNumber(grant)}.`,
      `A command of ${by} ${verb} this record while it was live.`,
    ],
    fromUs: earliest(grant.at),
    toUs: latest(event.at),
  };
}
