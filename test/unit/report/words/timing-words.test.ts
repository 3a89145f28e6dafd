// Goal: what was measured is told in numbers that are those of the result, and what was not is counted aloud.
import { describe, expect, test } from 'vitest';
import type { PropertyResult } from '../../../../src/search/run-result.ts';
import {
  leaderlessSentence,
  leaderlessShare,
  measureRows,
  measureWords,
  share,
  timingLine,
} from '../../../../src/report/words/timing-words.ts';
import { holdingAdapter } from '../example-run.ts';
import { timedAdapter, timing } from '../example-timing.ts';

describe('the line', () => {
  test('names the share of time and each measure beside its bound', () => {
    expect(timingLine(timedAdapter)).toBe(
      'leaderless 2.1 % of the time, faults included, failover median 41 % of its bound (max 93 %), handover median 0.7 % (max 130.1 %, 2 beyond)',
    );
  });

  test('is not there where nothing was measured', () => {
    expect(timingLine(holdingAdapter)).toBeUndefined();
    expect(measureRows(holdingAdapter)).toEqual([]);
    expect(leaderlessSentence(holdingAdapter)).toBeUndefined();
  });
});

test('the words of a measure tell what lies beyond, and what never ended', () => {
  const [, , handover] = measureRows(timedAdapter);
  if (handover?.result === undefined) throw new Error('it has figures');
  expect(measureWords({ ...handover.result, open: 1 })).toBe(
    'median 0.7 % of the bound, 99 of 100 within 120 %, max 130.1 %; median 5.1 s, max 11 s; 2 beyond the bound, 1 of them not over in the end',
  );
});

test('little is not nothing, and nearly all is not all', () => {
  expect(leaderlessShare({ us: 1, ofUs: 1e9 })).toBe('less than 0.1 %');
  expect(leaderlessShare({ us: 1e9 - 1, ofUs: 1e9 })).toBe('more than 99.9 %');
  expect(leaderlessShare({ us: 0, ofUs: 1e9 })).toBe('0 %');
  expect(leaderlessShare({ us: 1e9, ofUs: 1e9 })).toBe('100 %');
});

test('shares are percentages with a tenth where there is one', () => {
  expect([0, 5, 410, 1000, 12_345].map(share)).toEqual(['0 %', '0.5 %', '41 %', '100 %', '1,234.5 %']);
});

test('the sentence tells the time, the histories and the longest stretch', () => {
  expect(leaderlessSentence(timedAdapter)).toBe(
    'Nobody led for 2.1 % of the time: 21 s of 16 min 40 s in 20,000 histories, faults included, in 40 stretches of at most 9 s. For another 0.5 % whoever led stood still.',
  );
});

describe('what is not in the figures', () => {
  const besides = (...changes: readonly Partial<PropertyResult>[]): readonly (readonly string[])[] => {
    const properties = timedAdapter.properties.map((property) => ({
      ...property,
      ...changes.find(({ id }) => id === property.id),
    }));
    return measureRows({ ...timedAdapter, timing, properties }).map((row) => row.besides);
  };

  test('is counted: undecided, void, unbounded', () => {
    const [, failover] = besides({ id: 'L2', inconclusive: 12, void: { wipe: 3, 'store-lossy': 4 } });
    expect(failover).toEqual([
      '7 came while no bound ran, since nobody was free to lead',
      '12 undecided',
      'void in 7 histories (store-lossy 4, wipe 3)',
    ]);
  });

  test('a promise that was not made, or that the store broke, is named', () => {
    const [, , handover, demotion] = besides(
      { id: 'L4', verdict: 'store-fault' },
      { id: 'L3', verdict: 'not-claimed' },
    );
    expect(handover).toContain('blamed on the store');
    expect(demotion).toEqual(['L3 is not promised']);
  });
});
