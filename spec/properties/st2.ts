import { earliest, latest, minorityOf } from '../history.ts';
import type { Micros, StoreEvent, StoreLifeEvent } from '../history.ts';
import { storePromiseReads } from '../lease-life.ts';
import { moment, seconds, withNumber } from '../phrases.ts';
import type { Property, Witness } from '../property.ts';
import { judgeAtEnd } from '../shared-evidence.ts';
import { storeRecordOf } from '../store-record.ts';
import type { StoreEntry } from '../store-record.ts';
import { Tally } from '../tally.ts';

/**
 * DurableWrites: the store's own promise. Counters go the way of records, so an ended record that was lost counts too. Of
 * several independent stores so many must have lost data that the rest is no majority.
 */
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
    const minority = minorityOf(context.header.store);
    return judgeAtEnd([record], () => {
      const tally = new Tally();
      let written: StoreEntry<StoreEvent> | undefined;
      const emptied = new Set<number>();
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
          case 'store-started': {
            if (event.durable === false && event.member !== undefined) emptied.add(event.member);
            const isWhole = event.member === undefined || emptied.size > minority;
            if (event.durable === false && isWhole && written !== undefined) {
              tally.violated(witness, written, { event, index });
            } else if (event.durable !== undefined) tally.judged += 1;
            if (event.durable === false && isWhole) written = undefined;
            break;
          }
          case 'store-stopped':
        }
      }
      return tally.judgement();
    });
  },
};

function witness(written: StoreEntry<StoreEvent>, started: StoreEntry<StoreLifeEvent>): Witness {
  const { event } = written;
  const { keptUntilUs } = started.event;
  const what = keptUntilUs === undefined ? lostAll(written, started) : lostLast(written, started, keptUntilUs);
  return {
    sentence: what.sentence,
    events: [written.index, started.index],
    steps: [`The store makes ${event.holder} the holder${withNumber(event)}.`, what.step],
    fromUs: earliest(started.event.at),
    toUs: latest(started.event.at),
  };
}

interface Loss {
  readonly sentence: string;
  readonly step: string;
}

function lostAll({ event }: StoreEntry<StoreEvent>, started: StoreEntry<StoreLifeEvent>): Loss {
  return {
    sentence: `The store came back without its data ${moment(started.event.at)}; what it had acknowledged before, last the grant to ${event.holder}${withNumber(event)} ${moment(event.at)}, is lost.`,
    step: 'The store starts again, empty.',
  };
}

function lostLast({ event }: StoreEntry<StoreEvent>, started: StoreEntry<StoreLifeEvent>, keptUntilUs: Micros): Loss {
  const among = earliest(event.at) > keptUntilUs ? ', among it ' : '; the last grant before it was ';
  return {
    sentence: `The store came back ${moment(started.event.at)} as it was at ${seconds(keptUntilUs)}; what it acknowledged after that is lost${among}the grant to ${event.holder}${withNumber(event)} ${moment(event.at)}.`,
    step: `The store starts again with what it had at ${seconds(keptUntilUs)}.`,
  };
}
