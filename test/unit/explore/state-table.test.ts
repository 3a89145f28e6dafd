/** Goal: the table is a set. Method: the same keys in a Map, through several growths, with many that collide. */
import { expect, test } from 'vitest';
import { NOBODY, StateTable } from '../../../src/explore/state-table.ts';

test('says of each pair of words whether it is new, numbers them in order, and keeps their parents', () => {
  const table = new StateTable();
  const known = new Map<string, number>();
  const mistaken: string[] = [];
  let random = 11;
  for (let round = 0; round < 100_000; round += 1) {
    random = (random * 48_271) % 2_147_483_647;
    // Few second words, and first words with equal low bits.
    const shared = ((random % 50_000) * 65_536) >>> 0;
    const electors = random % 7;
    const key = `${shared} ${electors}`;
    const isNew = !known.has(key);
    if (table.add(shared, electors, round) !== isNew) mistaken.push(key);
    if (!isNew) continue;
    const number = known.size;
    known.set(key, number);
    const isKept = table.sharedOf(number) === shared && table.electorsOf(number) === electors;
    if (!isKept || table.parentOf(number) !== round) mistaken.push(key);
  }
  expect(mistaken).toEqual([]);
  expect(table.size).toBe(known.size);
  expect(table.size).toBeGreaterThan(65_536);
});

test('the first state has no parent', () => {
  const table = new StateTable();
  table.add(1, 2, NOBODY);
  expect(table.parentOf(0)).toBe(NOBODY);
});
