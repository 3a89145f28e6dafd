import { expect, test } from 'vitest';
import { NEVER } from '../../../../src/history/client-history.ts';
import { sortedByTime } from '../../../../src/checker/monitors/sorted-by-time.ts';

test('sorts by time, what is at one time by index, and what never ends last', () => {
  expect([...sortedByTime(Int32Array.from([5, NEVER, -1, 5, NEVER, 0, NEVER]))]).toEqual([2, 5, 0, 3, 1, 4, 6]);
});
