import { earliest, latest } from '../history.ts';
import type { StoreEvent, StoreLifeEvent } from '../history.ts';
import { storePromiseReads } from '../lease-life.ts';
import { moment, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { storeRecordOf } from '../store-record.ts';
import type { StoreEntry } from '../store-record.ts';
import { Tally } from '../tally.ts';

/** DurableWrites: the store's own promise. Counters go the way of records, so an ended record that was lost counts too. */
export const st2: Property = {
  id: 'ST2',
  title: 'The store keeps what it acknowledged',
  formula: 'write acknowledged => it survives restarts and failovers of the store',
  kind: 'always',
  sources: ['Kingsbury, Call me maybe: Redis (2013)', 'antirez, Is Redlock safe? (2016)'],
  usualCause:
    'The store restarted without its data, or a replica that had not received it took over. Use a store that writes to disk before it answers, or expect leaders to overlap and tokens to repeat after such a loss.',
  reads: storePromiseReads,
  needsLedger: true,
  claimed: () => true,
  start: (context) => {
    const record = storeRecordOf(context);
    return judgeAtEnd([record], () => {
      const tally = new Tally();
      let written: StoreEntry<StoreEvent> | undefined;
      for (const { event, index } of record.entries()) {
        switch (event.type) {
          case 'granted':
            written = { event, index };
            break;
          // What a record still is when it is touched again has survived until then.
          case 'renewed':
          case 'released':
          case 'expired':
            tally.judged += 1;
            break;
          case 'store-started':
            if (event.durable === false && written !== undefined) tally.violated(witness, written, { event, index });
            else if (event.durable !== undefined) tally.judged += 1;
            if (event.durable === false) written = undefined;
            break;
          case 'store-stopped':
        }
      }
      return tally.judgement();
    });
  },
};

function witness(written: StoreEntry<StoreEvent>, started: StoreEntry<StoreLifeEvent>): Witness {
  const { event } = written;
  return {
    sentence: `The store came back without its data ${moment(started.event.at)}; what it had acknowledged before, last the grant to ${event.holder}${withNumber(event)} ${moment(event.at)}, is lost.`,
    events: [written.index, started.index],
    steps: [`The store makes ${event.holder} the holder${withNumber(event)}.`, 'The store starts again, empty.'],
    fromUs: earliest(started.event.at),
    toUs: latest(started.event.at),
  };
}
