import { expect, test } from 'vitest';
import type { HistoryEvent } from '../../../spec/history.ts';
import { focusOf, outside, timelineOf } from '../../../src/report/timeline.ts';
import { counterexample, history } from './example-run.ts';

const withEvents = (events: readonly HistoryEvent[]): typeof history => ({ ...history, events });

test('lays belief, grants, writes and faults of a history out in time', () => {
  const timeline = timelineOf(history);
  const [a, b, c] = timeline.lanes;
  expect(timeline.endUs).toBe(20_000_000);
  expect(a?.believed).toEqual([{ holder: 'a#0', fromUs: 1_210_000, toUs: 10_420_000, token: '3', event: 9 }]);
  expect(a?.granted).toEqual([{ holder: 'a#0', fromUs: 1_208_000, toUs: 7_710_000, token: '3', event: 7 }]);
  expect(b?.granted).toMatchObject([{ holder: 'b#0', fromUs: 8_102_000, toUs: 20_000_000, token: '4' }]);
  expect(a?.writes.map(({ outcome }) => outcome)).toEqual([
    'applied',
    'applied',
    'applied',
    'applied',
    'applied',
    'refused',
  ]);
  expect(c?.down).toMatchObject([{ fromUs: 12_001_000, toUs: 14_003_000 }]);
  expect(timeline.bands.map(({ name, fromUs, toUs }) => [name, fromUs, toUs])).toEqual([
    ['slow c ⇄ store +250 ms', 3_000_000, 9_000_000],
    ['pause a#0', 3_312_000, 9_312_000],
    ['crash c#0', 12_000_000, 14_000_000],
  ]);
});

test('a crash ends belief, a wiped store ends a grant, an open fault lasts to the end', () => {
  const timeline = timelineOf(
    withEvents([
      { at: [10, 20], who: 'a#0', type: 'elected', leadership: 1, term: '7' },
      { at: 12, who: 'store', type: 'granted', g: 1, holder: 'a' },
      { at: 30, who: 'nemesis', type: 'fault-start', fault: 0, kind: 'cut', intendedUs: 30, from: 'a', to: 'store' },
      { at: [40, 50], who: 'a#0', type: 'crashed' },
      { at: 60, who: 'store', type: 'store-started', g: 2, durable: false },
      { at: 100, who: 'nemesis', type: 'phase', phase: 'end' },
    ]),
  );
  expect(timeline.lanes[0]?.believed).toEqual([{ holder: 'a#0', fromUs: 20, toUs: 40, token: '7', event: 0 }]);
  expect(timeline.store).toEqual([{ holder: 'a', fromUs: 12, toUs: 60, event: 1 }]);
  expect(timeline.bands).toMatchObject([{ name: 'cut a ⇄ store', fromUs: 30, toUs: 100 }]);
});

test('each of several stores is down from its stop to its next start', () => {
  const life = (at: number, type: 'store-stopped' | 'store-started', member?: number): HistoryEvent => ({
    at,
    who: 'store',
    type,
    g: at,
    ...(member === undefined ? {} : { member }),
  });
  const { storeDown } = timelineOf(
    withEvents([
      life(5, 'store-stopped', 1),
      life(7, 'store-stopped', 2),
      life(9, 'store-started', 1),
      life(20, 'store-stopped', 1),
      { at: 30, who: 'nemesis', type: 'phase', phase: 'end' },
    ]),
  );
  expect(storeDown).toEqual([
    { fromUs: 5, toUs: 9, event: 0 },
    { fromUs: 7, toUs: 30, event: 1 },
    { fromUs: 20, toUs: 30, event: 3 },
  ]);
});

test('outside gives what no other stretch covers', () => {
  const others = [
    { fromUs: 0, toUs: 2 },
    { fromUs: 4, toUs: 6 },
    { fromUs: 9, toUs: 20 },
  ];
  expect(outside({ fromUs: 1, toUs: 10 }, others)).toEqual([
    { fromUs: 2, toUs: 4 },
    { fromUs: 6, toUs: 9 },
  ]);
  expect(outside({ fromUs: 1, toUs: 10 }, [{ fromUs: 0, toUs: 11 }])).toEqual([]);
});

test('the focus holds the broken stretch and what the witness names near it, with air, within the history', () => {
  const { witness } = counterexample;
  const focus = focusOf(history, witness, 20_000_000);
  expect(focus.fromUs).toBe(0);
  expect(focus.toUs).toBeGreaterThan(10_420_000);
  expect(focus.toUs).toBeLessThan(20_000_000);
  // An event an hour before is not worth an hour of empty picture.
  const late = { ...witness, fromUs: 3_600_000_000, toUs: 3_601_000_000 };
  expect(focusOf(history, late, 3_700_000_000).fromUs).toBeGreaterThan(3_580_000_000);
});
