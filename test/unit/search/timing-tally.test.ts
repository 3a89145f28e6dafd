// Goal: what many histories add up to does not depend on how they were divided, and its figures are those of the pieces.
import { describe, expect, test } from 'vitest';
import type { PropertyId, Verdict, VerdictWord } from '../../../spec/property.ts';
import type { TimedMeasure } from '../../../spec/timed-piece.ts';
import { Timings } from '../../../spec/timings.ts';
import {
  addTimings,
  countTimings,
  emptyTimings,
  timingResult,
  type MeasureResult,
  type TimingTally,
} from '../../../src/search/timing-tally.ts';

type Took = readonly [measure: TimedMeasure, tookUs: number, boundUs: number, isOpen?: boolean];

function history(...took: readonly Took[]): Timings {
  const timings = new Timings();
  for (const [measure, tookUs, boundUs, isOpen = false] of took) timings.took({ measure, tookUs, boundUs, isOpen });
  timings.leaderless = { us: 100, stillUs: 10, ofUs: 1000, stretches: 2, longestUs: 60 };
  return timings;
}

function verdicts(word: VerdictWord = 'holds'): readonly Verdict[] {
  return (['L1', 'L2', 'L3', 'L4'] as const).map((property: PropertyId) => ({
    property,
    verdict: word,
    judged: 1,
    inconclusive: 0,
  }));
}

function failover(tally: TimingTally): MeasureResult | undefined {
  return timingResult(tally)?.measures.find(({ measure }) => measure === 'failover');
}

function counted(...timings: readonly Timings[]): TimingTally {
  const tally = emptyTimings();
  for (const each of timings) countTimings(tally, each, verdicts());
  return tally;
}

describe('the figures of a measure', () => {
  test('quantiles are pieces that there were, shares are rounded up', () => {
    const took = Array.from({ length: 200 }, (_, index): Took => ['failover', (index + 1) * 1000, 400_000]);
    expect(failover(counted(history(...took)))).toMatchObject({
      pieces: 200,
      over: 0,
      permille: { min: 3, median: 250, p99: 495, max: 500 },
      boundUs: { min: 400_000, max: 400_000 },
    });
  });

  test('exactly the bound is within it, a microsecond more is not', () => {
    const found = failover(counted(history(['failover', 1_000_000, 1_000_000], ['failover', 1_000_001, 1_000_000])));
    expect(found?.over).toBe(1);
    expect(found?.twentieths.slice(-2)).toEqual([1, 1]);
    expect(found?.permille.max).toBe(1001);
  });

  test('twentieths hold what lies above their beginning, up to their end', () => {
    const found = failover(counted(history(['failover', 0, 100], ['failover', 5, 100], ['failover', 6, 100])));
    expect(found?.twentieths.slice(0, 3)).toEqual([2, 1, 0]);
  });

  test('times are off by less than a hundredth, the least and the most are exact', () => {
    const found = failover(counted(history(['failover', 1_234_567, 9e6], ['failover', 7_654_321, 9e6])));
    expect(found?.tookUs).toMatchObject({ min: 1_234_567, max: 7_654_321 });
    expect(found?.tookUs.median).toBeGreaterThanOrEqual(1_234_567);
    expect(found?.tookUs.median).toBeLessThan(1_234_567 * 1.01);
  });

  test('a history of many hours counts like any other', () => {
    const found = failover(counted(history(['failover', 40_000_000_000, 50_000_000_000])));
    expect(found?.tookUs.median).toBe(40_000_000_000);
  });
});

test('what no bound ran for is counted beside the others', () => {
  const found = failover(counted(history(['failover', 5, Infinity], ['failover', 5, 10, true])));
  expect(found).toMatchObject({ pieces: 1, unbounded: 1, open: 1 });
});

test.each(['store-fault', 'inconclusive', 'not-claimed'] as const)('nothing is taken from a verdict %s', (word) => {
  const tally = emptyTimings();
  countTimings(tally, history(['failover', 5, 10]), verdicts(word));
  expect(failover(tally)).toBeUndefined();
  expect(timingResult(tally)?.leaderless.ofUs).toBe(1000);
});

test('any division into parts, added in any order, gives the same', () => {
  const parts = Array.from({ length: 12 }, (_, index) =>
    history(['failover', index * 1_111_111, 9_000_000], ['handover', 7 * index, 13], ['failover', 3, Infinity]),
  );
  const whole = counted(...parts);
  const added = emptyTimings();
  for (const from of [8, 0, 4]) addTimings(added, counted(...parts.slice(from, from + 4)));
  expect(timingResult(added)).toEqual(timingResult(whole));
  expect(JSON.stringify(timingResult(added))).toBe(JSON.stringify(timingResult(whole)));
  expect(timingResult(whole)?.leaderless).toEqual({
    us: 1200,
    stillUs: 120,
    ofUs: 12_000,
    stretches: 24,
    longestUs: 60,
  });
});
