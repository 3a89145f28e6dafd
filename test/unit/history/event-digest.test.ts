/**
 * Goal: the digest of an event log sees every difference, and is the same for the same log.
 * Method: each field of each event of a log is changed, removed or moved in turn.
 */
import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../../spec/history.ts';
import { digestEvents } from '../../../src/history/event-digest.ts';

const events: readonly HistoryEvent[] = [
  { at: 0, who: 'nemesis', type: 'phase', phase: 'trouble' },
  { at: 5, who: 'a#0', type: 'started' },
  { at: 7, who: 'a#0', type: 'invoke', op: 0, f: 'campaign' },
  { at: [9, 12], who: 'store', type: 'granted', g: 1, holder: 'a#0', token: '1', leaseUs: null },
  { at: 13, who: 'a#0', type: 'ok', op: 0, value: { token: '1', leading: true } },
  { at: 13, who: 'a#0', type: 'elected', leadership: 1, token: '1' },
  { at: 5_000_000_000, who: 'resource', type: 'applied', n: 1, by: 'a#0', leadership: 1, token: '1', sentAt: 20 },
  { at: 5_000_000_001, who: 'nemesis', type: 'fault-start', fault: 0, kind: 'clock-rate', intendedUs: 0.5, amount: -3 },
];

/** The log with one event replaced. */
function withEvent(index: number, change: (event: object) => object): readonly HistoryEvent[] {
  return events.map((event, place) => (place === index ? (change({ ...event }) as HistoryEvent) : event));
}

describe('digestEvents', () => {
  test('is a whole number that JSON carries, and the same each time', () => {
    const digest = digestEvents(events);
    expect(Number.isSafeInteger(digest)).toBe(true);
    expect(digestEvents(structuredClone(events))).toBe(digest);
    expect(digestEvents([])).not.toBe(digest);
  });

  const fields = events.flatMap((event, index) =>
    Object.entries(event).map(([name, value]: [string, unknown]) => ({ index, name, value })),
  );

  test.each(fields)('event $index, $name: another value, or none', ({ index, name, value }) => {
    const digest = digestEvents(events);
    const other = typeof value === 'number' ? value + 1 : typeof value === 'string' ? `${value}!` : 'other';
    const changed = withEvent(index, (event) => ({ ...event, [name]: other }));
    const without = withEvent(index, (event) =>
      Object.fromEntries(Object.entries(event).filter(([field]) => field !== name)),
    );
    expect(digestEvents(changed)).not.toBe(digest);
    expect(digestEvents(without)).not.toBe(digest);
  });

  test('the order of events, and which field a value is in', () => {
    expect(digestEvents(events.toReversed())).not.toBe(digestEvents(events));
    const elected = { at: 1, who: 'a#0', type: 'elected', leadership: 1 } as const;
    expect(digestEvents([{ ...elected, token: '3' }])).not.toBe(digestEvents([{ ...elected, term: '3' }]));
  });

  test('numbers beyond 32 bits, and fractions', () => {
    const at = (us: number): number => digestEvents([{ at: us, who: 'a#0', type: 'started' }]);
    const digests = [1, 2 ** 32 + 1, 2 ** 33 + 1, -1, 1.5, 1.25].map(at);
    expect(new Set(digests).size).toBe(digests.length);
  });
});
