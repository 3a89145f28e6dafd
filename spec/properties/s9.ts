import { earliest, latest } from '../history.ts';
import type { StoreEvent } from '../history.ts';
import { moment, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { Tally } from '../tally.ts';

/** NoImmortalLock: at no point of the store's history is there a holder whose record would never end by itself. */
export const s9: Property = {
  id: 'S9',
  title: 'Every record of a holder ends by itself',
  formula: '[](holder(k) => remaining lease of k is finite)',
  kind: 'always',
  sources: ['Redis documentation, SETNX: the locking pattern that SET with NX and PX replaced'],
  usualCause:
    'The record is written by one command and gets its lifetime by another. A holder that dies in between blocks the election for good. Look for SET NX followed by EXPIRE, or for PERSIST.',
  reads: ['granted', 'renewed'],
  needsLedger: true,
  claimed: () => true,
  start: () => {
    const tally = new Tally();
    return {
      step: (event, index) => {
        if (event.type !== 'granted' && event.type !== 'renewed') return;
        if (event.leaseUs === undefined) {
          tally.inconclusive += 1;
          return;
        }
        if (event.leaseUs !== null) {
          tally.judged += 1;
          return;
        }
        if (tally.decided) return;
        tally.violated(witness, event, index);
      },
      end: () => tally.judgement(),
    };
  },
};

function witness(event: StoreEvent, index: number): Witness {
  const written = event.type === 'granted' ? 'it was granted' : 'a later write';
  return {
    sentence: `The record of ${event.holder}${withNumber(event)} has no end since ${written} ${moment(event.at)}: if its holder dies now, nobody can ever be elected.`,
    events: [index],
    steps: [
      `The record of ${event.holder} is ${event.type === 'granted' ? 'written' : 'written again'} without a lifetime.`,
    ],
    fromUs: earliest(event.at),
    toUs: latest(event.at),
  };
}
