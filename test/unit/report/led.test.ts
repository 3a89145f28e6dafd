// Goal: who led when is what the specification calls leading, so that the strip and the measured share agree.
import { expect, test } from 'vitest';
import { Timings } from '../../../spec/timings.ts';
import { judge } from '../../../src/judge/judge.ts';
import { ledOf } from '../../../src/report/led.ts';
import { timelineOf, type Stretch } from '../../../src/report/timeline.ts';
import { history } from './example-run.ts';

const inMs = (stretches: readonly Stretch[]): readonly (readonly number[])[] =>
  stretches.map(({ fromUs, toUs }) => [fromUs / 1000, toUs / 1000]);

test('belief with the stretches in which its process stood still, and the gaps that nobody fills', () => {
  const { lanes, gaps, endUs } = ledOf(timelineOf(history));
  expect(lanes.map(({ candidate, running, still }) => [candidate, inMs(running), inMs(still)])).toEqual([
    [
      'a',
      [
        [1_210, 3_312],
        [9_312, 10_420],
      ],
      [[3_312, 9_312]],
    ],
    ['b', [[8_104, 20_000]], []],
    ['c', [], []],
  ]);
  expect(inMs(gaps)).toEqual([[0, 1_210]]);
  expect(endUs).toBe(20_000_000);
});

test('the gaps are as long as the specification measures', () => {
  const timings = new Timings();
  judge(history, { holdTo: 'claims', timings });
  const { gaps } = ledOf(timelineOf(history));
  expect(timings.leaderless).toEqual({
    us: gaps.reduce((sum, { fromUs, toUs }) => sum + toUs - fromUs, 0),
    // From the pause of a to the election of b.
    stillUs: 4_792_000,
    ofUs: 20_000_000,
    stretches: gaps.length,
    longestUs: 1_210_000,
  });
});
