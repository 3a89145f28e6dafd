/** Goal: times read as a person writes them in a log. */
import { expect, test } from 'vitest';
import { moment, seconds, span, withNumber } from '../../../spec/phrases.ts';

test('times and spans', () => {
  expect(seconds(12_803_441)).toBe('12.803 s');
  expect([span(12), span(1300), span(48_200), span(1_250_000)]).toEqual(['12 µs', '1.3 ms', '48 ms', '1.250 s']);
});

test('moments', () => {
  expect(moment(1_301_200)).toBe('at 1.301 s');
  expect(moment([1_301_200, 1_352_200])).toBe('between 1.301 s and 1.352 s');
  expect(moment([1_301_200, 1_301_300])).toBe('at 1.301 s');
});

test('tokens and terms', () => {
  expect([withNumber({ token: '7' }), withNumber({ term: '3' }), withNumber({})]).toEqual([
    ' with token 7',
    ' with term 3',
    '',
  ]);
});
