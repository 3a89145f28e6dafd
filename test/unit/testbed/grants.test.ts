/** The tracker turns changes of keys into store events: who became holder, how long, by whose command, in whose place. */
import { describe, expect, test } from 'vitest';
import type { Instant, StoreEvent } from '../../../spec/history.ts';
import type { GrantReader } from '../../../src/adapter.ts';
import { GrantTracker } from '../../../src/testbed/grants.ts';
import type { ChangeBatch, KeyChange } from '../../../src/testbed/change-batch.ts';

const plain: GrantReader<'redis'> = {
  keys: (election) => [`lock:${election}`],
  holder: (records, election) => {
    const value = records.get(`lock:${election}`)?.value;
    return typeof value === 'string' ? { holder: value } : undefined;
  },
};

const fenced: GrantReader<'redis'> = {
  keys: () => ['lock', 'fence'],
  holder: (records) => {
    const holder = records.get('lock')?.value;
    if (typeof holder !== 'string') return undefined;
    const fence = records.get('fence')?.value;
    return typeof fence === 'string' ? { holder, token: BigInt(fence) } : { holder };
  },
};

interface Short {
  readonly at: Instant;
  readonly by?: string;
  readonly cause?: ChangeBatch['cause'];
}

function tracked(reader: GrantReader<'redis'>): {
  tracker: GrantTracker;
  events: StoreEvent[];
  apply: (batch: Short, ...changes: KeyChange[]) => void;
} {
  const events: StoreEvent[] = [];
  const tracker = new GrantTracker({
    reader,
    election: 'e',
    candidates: ['a', 'b'],
    emit: (event) => events.push(event),
  });
  let g = 0;
  return {
    tracker,
    events,
    apply: ({ at, by, cause = 'command' }, ...changes) => {
      g += 1;
      tracker.apply({ at, g, cause, ...(by !== undefined && { by }), changes });
    },
  };
}

const put = (key: string, value: string, ttlMs: number | null, refreshed = true): KeyChange => ({
  record: { key, value, ttlMs },
  refreshed,
});
const gone = (key: string): KeyChange => ({ record: { key, value: null }, refreshed: false });

describe('GrantTracker', () => {
  test('granted, renewed, released', () => {
    const { events, apply, tracker } = tracked(plain);
    apply({ at: 100, by: 'a#0' }, put('lock:e', 'a#0', 10));
    apply({ at: 200, by: 'a#0' }, put('lock:e', 'a#0', 20));
    expect(tracker.holder).toBe('a#0');
    apply({ at: 300, by: 'a#0' }, gone('lock:e'));
    expect(events).toEqual([
      { at: 100, who: 'store', type: 'granted', g: 1, holder: 'a#0', by: 'a#0', leaseUs: 10_000 },
      { at: 200, who: 'store', type: 'renewed', g: 2, holder: 'a#0', by: 'a#0', leaseUs: 20_000 },
      { at: 300, who: 'store', type: 'released', g: 3, holder: 'a#0', by: 'a#0' },
    ]);
    expect(tracker.holder).toBeUndefined();
  });

  test('a record that is overwritten while it lives was replaced; one that expired was not', () => {
    const { events, apply } = tracked(plain);
    apply({ at: 1, by: 'a#0' }, put('lock:e', 'a#0', null));
    apply({ at: 2, by: 'b#0' }, put('lock:e', 'b#0', 5));
    apply({ at: [5_000, 5_100], cause: 'expired' }, gone('lock:e'));
    apply({ at: 6_000, by: 'a#0' }, put('lock:e', 'a#0', 5));
    expect(events.map(({ type, holder, replaced, leaseUs }) => [type, holder, replaced, leaseUs])).toEqual([
      ['granted', 'a#0', undefined, null],
      ['granted', 'b#0', 'a#0', 5_000],
      ['expired', 'b#0', undefined, undefined],
      ['granted', 'a#0', undefined, 5_000],
    ]);
    expect(events[2]?.at).toEqual([5_000, 5_100]);
    expect(events[2]).not.toHaveProperty('by');
  });

  test('a bare candidate is the process that wrote it, when it is one of its own', () => {
    const { events, apply } = tracked(plain);
    apply({ at: 1, by: 'b#1' }, put('lock:e', 'b', 5));
    apply({ at: 2, by: 'a#0' }, put('lock:e', 'b', 7));
    apply({ at: 3, by: 'b#2' }, put('lock:e', 'b', 7));
    apply({ at: 4, by: 'a#0' }, gone('lock:e'));
    apply({ at: 5, by: 'a#0' }, put('lock:e', 'b', 5));
    apply({ at: 6 }, put('lock:e', 'uuid-1', 5));
    expect(events.map(({ type, holder, by }) => [type, holder, by])).toEqual([
      ['granted', 'b#1', 'b#1'],
      ['renewed', 'b#1', 'a#0'],
      ['renewed', 'b#2', 'b#2'],
      ['released', 'b#2', 'a#0'],
      ['granted', 'b', 'a#0'],
      ['granted', 'uuid-1', undefined],
    ]);
  });

  test('a step over several keys is read once, after all of it', () => {
    const { events, apply } = tracked(fenced);
    apply({ at: 1, by: 'a#0' }, put('fence', '1', null), put('lock', 'a#0', 5));
    apply({ at: 2, by: 'a#0' }, gone('lock'), put('fence', '2', null, false), put('lock', 'a#0', 5));
    expect(events.map(({ type, holder, token, replaced }) => [type, holder, token, replaced])).toEqual([
      ['granted', 'a#0', '1', undefined],
      ['granted', 'a#0', '2', 'a#0'],
    ]);
  });

  test('the lease is the lifetime of the keys that the holder stands on', () => {
    const { events, apply } = tracked(fenced);
    apply({ at: 0, by: 'a#0' }, put('fence', '1', 90));
    apply({ at: 10_000, by: 'a#0' }, put('lock', 'a#0', 200));
    apply({ at: 20_000, by: 'a#0' }, put('lock', 'a#0', 30));
    expect(events.map(({ type, leaseUs }) => [type, leaseUs])).toEqual([
      ['granted', 80_000],
      ['renewed', 30_000],
    ]);
  });

  test('what leaves holder and lifetime as they were is no event', () => {
    const { events, apply } = tracked(plain);
    apply({ at: 1, by: 'a#0' }, put('lock:e', 'a#0', 5));
    apply({ at: 2, by: 'a#0' }, put('lock:e', 'a#0', 4, false));
    apply({ at: 3, by: 'b#0' }, put('elsewhere', 'b#0', 5));
    apply({ at: 4, by: 'b#0' }, gone('elsewhere'));
    expect(events).toHaveLength(1);
  });

  test('a store that lost its keys has freed the record', () => {
    const { events, apply } = tracked(plain);
    apply({ at: 1, by: 'a#0' }, put('lock:e', 'a#0', 5));
    apply({ at: 2, cause: 'lost' }, gone('lock:e'));
    expect(events.at(-1)).toEqual({ at: 2, who: 'store', type: 'expired', g: 2, holder: 'a#0' });
  });
});
