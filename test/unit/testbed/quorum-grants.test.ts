/** The tracker of several stores: who holds by the records of all, for how long, and what a step or a loss of one changes. */
import { describe, expect, test } from 'vitest';
import type { StoreEvent } from '../../../spec/history.ts';
import type { GrantReader } from '../../../src/adapter.ts';
import type { ChangeBatch } from '../../../src/testbed/change-batch.ts';
import { QuorumGrantTracker } from '../../../src/testbed/quorum-grants.ts';

/** Whose value two of three members have. */
const majority: GrantReader<'redis'> = {
  keys: () => ['lock'],
  holder: (records) => {
    const values = [...records.values()].flatMap(({ value }) => value ?? []);
    const holder = values.find((value, place) => values.indexOf(value) < place);
    return holder === undefined ? undefined : { holder };
  },
};

interface Store {
  /** `value` null: gone. `by` undefined: not by a command. */
  at(ms: number, member: number, value: string | null, by?: string, cause?: ChangeBatch['cause']): void;
  readonly tracker: QuorumGrantTracker;
  readonly events: StoreEvent[];
}

/** Records live for 100 ms. */
function store(): Store {
  const events: StoreEvent[] = [];
  const tracker = new QuorumGrantTracker({
    reader: majority,
    election: 'e',
    candidates: ['a', 'b'],
    emit: (event) => events.push(event),
  });
  let g = 0;
  return {
    tracker,
    events,
    at: (ms, member, value, by, cause = 'command') => {
      g += 1;
      const record = value === null ? { key: 'lock', value } : { key: 'lock', value, ttlMs: 100 };
      const changes = [{ record, refreshed: value !== null }];
      tracker.apply({ at: ms * 1000, g, cause, member, changes, ...(by !== undefined && { by }) });
    },
  };
}

const told = ({ events }: Store): readonly unknown[] =>
  events.map(({ at, type, holder, by, leaseUs }) => [Number(at) / 1000, type, holder, by, leaseUs]);

describe('several stores', () => {
  test('grant when a majority has the record, for as long as a majority will have it', () => {
    const three = store();
    three.at(10, 1, 'a#0', 'a#0');
    expect(three.tracker.holder).toBeUndefined();
    three.at(15, 2, 'a#0', 'a#0');
    expect(three.tracker.holder).toBe('a#0');
    three.at(17, 3, 'a#0', 'a#0');
    expect(told(three)).toEqual([
      [15, 'granted', 'a#0', 'a#0', 95_000],
      // When the first of the three has ended, the other two are still a majority.
      [17, 'renewed', 'a#0', 'a#0', 98_000],
    ]);
  });

  test("say nothing of another's record that is none of the majority", () => {
    const three = store();
    three.at(10, 1, 'a#0', 'a#0');
    three.at(10, 2, 'a#0', 'a#0');
    three.at(20, 3, 'b#0', 'b#0');
    three.at(30, 3, null, 'b#0');
    expect(told(three)).toEqual([[10, 'granted', 'a#0', 'a#0', 100_000]]);
  });

  test('tell a release by whoever takes the majority away, and an end of life as such', () => {
    const released = store();
    released.at(10, 1, 'a#0', 'a#0');
    released.at(11, 2, 'a#0', 'a#0');
    released.at(20, 1, null, 'a#0');
    released.at(21, 2, null, 'a#0');
    expect(told(released).slice(1)).toEqual([[20, 'released', 'a#0', 'a#0', undefined]]);

    const expired = store();
    expired.at(10, 1, 'a#0', 'a#0');
    expired.at(11, 2, 'a#0', 'a#0');
    expired.at(111, 1, null, undefined, 'expired');
    expect(told(expired).slice(1)).toEqual([[111, 'expired', 'a#0', undefined, undefined]]);
  });

  test('tell the shorter lease that is left when a part of the majority goes', () => {
    const three = store();
    three.at(10, 1, 'a#0', 'a#0');
    three.at(20, 2, 'a#0', 'a#0');
    three.at(30, 3, 'a#0', 'a#0');
    three.at(40, 3, null, 'a#0');
    expect(told(three).at(-1)).toEqual([40, 'renewed', 'a#0', 'a#0', 70_000]);
  });

  test('end a leadership whose majority forgets, and count nothing twice', () => {
    const three = store();
    three.at(10, 1, 'a#0', 'a#0');
    three.at(10, 2, 'a#0', 'a#0');
    three.at(50, 2, null, undefined, 'lost');
    three.at(60, 2, 'b#0', 'b#0');
    three.at(61, 3, 'b#0', 'b#0');
    expect(told(three).slice(1)).toEqual([
      [50, 'expired', 'a#0', undefined, undefined],
      [61, 'granted', 'b#0', 'b#0', 99_000],
    ]);
  });

  test('take a step of one clock for no renewal, whoever writes next', () => {
    const three = store();
    three.at(10, 1, 'a#0', 'a#0');
    three.at(10, 2, 'a#0', 'a#0');
    three.tracker.stepped(1, 30_000);
    three.at(20, 3, 'b#0', 'b#0');
    expect(three.events).toHaveLength(1);
    three.at(30, 3, null, 'b#0');
    three.at(40, 2, 'a#0', 'a#0');
    expect(three.events).toHaveLength(1);
    three.at(50, 1, 'a#0', 'a#0');
    expect(told(three).at(-1)).toEqual([50, 'renewed', 'a#0', 'a#0', 90_000]);
  });

  test('name a candidate that did not write the record by its candidate alone', () => {
    const three = store();
    three.at(10, 1, 'a', 'a#1');
    three.at(11, 2, 'a', 'b#0');
    expect(three.tracker.holder).toBe('a');
    three.at(12, 3, 'a', 'a#1');
    expect(three.tracker.holder).toBe('a#1');
  });
});
