/** Goal: tenures are read in the store's own order, whatever the order of the stamps, and each ends as it should. */
import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../../spec/history.ts';
import { StoreRecord, belongsTo } from '../../../spec/store-record.ts';
import { historyOf } from '../../golden/build-history.ts';

const { header } = historyOf().build();

function recordOf(events: readonly HistoryEvent[]): StoreRecord {
  const record = new StoreRecord(header);
  events.forEach((event, index) => record.step(event, index));
  return record;
}

function store(
  g: number,
  type: 'granted' | 'renewed' | 'released' | 'expired',
  holder: string,
  by?: string,
): HistoryEvent {
  return { at: g * 1000, who: 'store', type, g, holder, ...(by === undefined ? {} : { by }) };
}

describe('tenures', () => {
  test('grant, renewals and end', () => {
    const record = recordOf([
      store(1, 'granted', 'a#0'),
      store(2, 'renewed', 'a#0'),
      store(3, 'released', 'a#0', 'b#0'),
    ]);
    expect(record.tenures()).toMatchObject([
      { owner: 'a#0', writes: [{ index: 0 }, { index: 1 }], end: { by: 'released', process: 'b#0', index: 2 } },
    ]);
  });

  test('a grant replaces, a wipe ends, and what lasts has no end', () => {
    const wiped: HistoryEvent = { at: 3000, who: 'store', type: 'store-started', g: 3, durable: false };
    const record = recordOf([
      store(1, 'granted', 'a#0'),
      store(2, 'granted', 'b#0'),
      wiped,
      store(4, 'granted', 'a#0'),
    ]);
    expect(record.tenures().map(({ owner, end }) => [owner, end?.by])).toEqual([
      ['a#0', 'replaced'],
      ['b#0', 'wiped'],
      ['a#0', undefined],
    ]);
  });

  test('the order of g counts, not that of the stamps', () => {
    const record = recordOf([store(2, 'released', 'a#0'), store(1, 'granted', 'a#0'), store(3, 'granted', 'b#0')]);
    expect(record.tenures().map(({ owner, end }) => [owner, end?.by])).toEqual([
      ['a#0', 'released'],
      ['b#0', undefined],
    ]);
  });

  test('an event that was seen already is not taken twice', () => {
    const record = new StoreRecord(header);
    record.step(store(1, 'granted', 'a#0'), 0);
    record.step(store(1, 'granted', 'a#0'), 0);
    expect(record.entries()).toHaveLength(1);
  });
});

describe('the owner', () => {
  test('a foreign name is whoever wrote it, and anybody where that is not known', () => {
    const known = recordOf([store(1, 'granted', '5f0c', 'b#0')]).tenures()[0];
    const unknown = recordOf([store(1, 'granted', '5f0c')]).tenures()[0];
    expect(known && [belongsTo(known, 'a'), belongsTo(known, 'b')]).toEqual([false, true]);
    expect(unknown && [belongsTo(unknown, 'a'), belongsTo(unknown, 'b')]).toEqual([true, true]);
  });

  test('a later incarnation may go on with the record of an earlier one', () => {
    const tenure = recordOf([store(1, 'granted', 'b#0')]).tenures()[0];
    expect(tenure && belongsTo(tenure, 'b')).toBe(true);
  });
});
