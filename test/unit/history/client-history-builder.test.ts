/** The columns of a client history: one order of all times, and each value once. */
import { describe, expect, test } from 'vitest';
import { ByteTable, hashOfBytes } from '../../../src/history/byte-table.ts';
import { ClientHistoryBuilder, functionCode } from '../../../src/history/client-history-builder.ts';
import { FAIL, INFO, NEVER, NONE, OK, type ClientHistory } from '../../../src/history/client-history.ts';

/** Reads of one process each, from and to these times; `null` for one that never ends. */
function historyOf(
  spans: readonly (readonly [from: number, to: number | null])[],
  endingOrder: readonly number[] = spans.map((_, place) => place),
): ClientHistory {
  const builder = new ClientHistoryBuilder({ source: 'x', placedBy: 'line', timed: true });
  spans.forEach(([at], place) => {
    const process = builder.processIndex(`p${place}`);
    builder.invoke({ f: functionCode('read'), process, key: NONE, input: NONE, at, place });
  });
  for (const operation of endingOrder) {
    const at = spans[operation]?.[1] ?? null;
    if (at !== null) builder.complete(operation, { outcome: OK, output: NONE, at, place: 0 });
  }
  return builder.finish();
}

describe('the order of times', () => {
  test('of a call and an end at one time the call comes first: intervals are closed', () => {
    const { call, end } = historyOf([
      [0, 10],
      [10, 20],
      [20, null],
    ]);
    expect([Array.from(call), Array.from(end)]).toEqual([
      [0, 1, 3],
      [2, 4, NEVER],
    ]);
  });

  test('ends may be told in any order', () => {
    const spans = [
      [0, 30],
      [5, 10],
      [6, 20],
    ] as const;
    expect(Array.from(historyOf(spans, [0, 2, 1]).end)).toEqual(Array.from(historyOf(spans, [1, 2, 0]).end));
    expect(Array.from(historyOf(spans, [0, 2, 1]).end)).toEqual([5, 3, 4]);
  });

  test('an operation that failed has an end, one of unknown end never has', () => {
    const builder = new ClientHistoryBuilder({ source: 'x', placedBy: 'line', timed: false });
    for (const [place, outcome] of [FAIL, INFO].entries()) {
      const process = builder.processIndex(`p${place}`);
      const operation = builder.invoke({ f: 0, process, key: NONE, input: NONE, at: 2 * place, place });
      builder.complete(operation, { outcome, output: NONE, at: 2 * place + 1, place });
    }
    expect(Array.from(builder.finish().end)).toEqual([1, NEVER]);
  });
});

test('equal values have one index, and come back as they are', () => {
  const builder = new ClientHistoryBuilder({ source: 'x', placedBy: 'line', timed: false });
  const values = [null, 'é"', { b: 1, a: [2, {}] }, 1.5, '1.5', true];
  const indices = values.map((value) => builder.valueIndex(value));
  expect(indices).toEqual([0, 1, 2, 3, 4, 5]);
  expect(builder.valueIndex({ a: [2, {}], b: 1 })).toBe(2);
  expect(builder.valueIndex(undefined)).toBe(NONE);
  expect(builder.finish().values).toEqual(values);
});

test('many operations and many values, past every growth of the columns', () => {
  const builder = new ClientHistoryBuilder({ source: 'x', placedBy: 'line', timed: false });
  const count = 20_000;
  for (let place = 0; place < count; place += 1) {
    const process = builder.processIndex(`p${place % 7}`);
    const input = builder.valueIndex({ token: String(place) });
    const operation = builder.invoke({ f: 1, process, key: NONE, input, at: 2 * place, place });
    builder.complete(operation, { outcome: OK, output: NONE, at: 2 * place + 1, place });
  }
  const history = builder.finish();
  expect(history.count).toBe(count);
  expect(history.values).toHaveLength(count);
  expect(history.values[history.input[12_345] ?? NONE]).toEqual({ token: '12345' });
  expect([history.call[12_345], history.end[12_345]]).toEqual([24_690, 24_691]);
});

test('byte strings with one hash are told apart by their bytes', () => {
  const table = new ByteTable();
  const bytes = Buffer.from('abcabd');
  const hash = hashOfBytes(bytes, 0, 3);
  expect(table.add(bytes, 0, 3, hash)).toBe(0);
  expect(table.find(bytes, 3, 6, hash)).toBe(-1);
  expect(table.add(bytes, 3, 6, hash)).toBe(1);
  expect([table.find(bytes, 0, 3, hash), table.find(bytes, 3, 6, hash)]).toEqual([0, 1]);
  expect(table.find(bytes, 0, 2, hash)).toBe(-1);
  expect(table.text(0, 2)).toBe('abc,abd');
});
