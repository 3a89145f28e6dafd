/** Goal: the small functions on the nouns of a history say what they promise, also for numbers beyond 2^53. */
import { describe, expect, test } from 'vitest';
import {
  candidateOf,
  compareTokens,
  earliest,
  latest,
  memberName,
  memberOf,
  minorityOf,
} from '../../../spec/history.ts';

describe('compareTokens', () => {
  test.each([
    ['1', '2', -1],
    ['2', '1', 1],
    ['7', '7', 0],
    ['9', '10', -1],
    ['99', '100', -1],
    ['9007199254740992', '9007199254740993', -1],
    ['18446744073709551615', '18446744073709551614', 1],
    ['-1', '0', -1],
    ['0', '-1', 1],
    ['-2', '-1', -1],
    ['-10', '-9', -1],
    ['-9', '-10', 1],
    ['-5', '-5', 0],
  ])('%s against %s', (left, right, sign) => {
    expect(Math.sign(compareTokens(left, right))).toBe(sign);
  });

  test('orders as numbers do', () => {
    const numbers = [-1200n, -3n, 0n, 5n, 12n, 40n, 9_999_999_999_999_999_999n];
    const tokens = numbers.map(String);
    expect([...tokens].reverse().sort(compareTokens)).toEqual(tokens);
  });
});

test('one of several stores is told from the whole store and from everyone else', () => {
  expect(memberOf(memberName(12))).toBe(12);
  expect([memberOf('store'), memberOf('b#0'), memberOf(undefined)]).toEqual([undefined, undefined, undefined]);
});

test.each([
  [undefined, 0],
  [1, 0],
  [2, 0],
  [3, 1],
  [4, 1],
  [5, 2],
])('of %s stores %i may fail', (members, minority) => {
  const store = { kind: 'redis', granularityMs: 1, clockRatePpm: 0 };
  expect(minorityOf(members === undefined ? store : { ...store, members })).toBe(minority);
});

test('an instant is exact or lies between two ends', () => {
  expect([earliest(5), latest(5)]).toEqual([5, 5]);
  expect([earliest([5, 9]), latest([5, 9])]).toEqual([5, 9]);
});

test.each([
  ['b#0', 'b'],
  ['b#12', 'b'],
  ['b', 'b'],
  ['node#b#1', 'node#b'],
])('the candidate of %s is %s', (process, candidate) => {
  expect(candidateOf(process)).toBe(candidate);
});
