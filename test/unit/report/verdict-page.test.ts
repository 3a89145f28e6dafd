import { expect, test } from 'vitest';
import { properties } from '../../../spec/properties.ts';
import { assumptionsOf } from '../../../src/report/words/assumption-words.ts';
import { reportModel } from '../../../src/report/model.ts';
import { counterexample, history, holdingAdapter, plan, runOf, violatingAdapter } from './example-run.ts';

const stored = { adapter: 'redis-lease', testbed: 'simulated', counterexample, history, plan };

test('an undeclared violation is told first; what only behaves as declared has none to tell', () => {
  expect(reportModel(runOf(violatingAdapter), properties, [stored]).verdict.told).toBe(0);
  const declared = { ...counterexample, declared: true };
  const matching = { ...violatingAdapter, verdict: 'matches', counterexamples: [declared] } as const;
  expect(
    reportModel(runOf(matching), properties, [{ ...stored, counterexample: declared }]).verdict.told,
  ).toBeUndefined();
  expect(reportModel(runOf(holdingAdapter), properties, []).verdict.told).toBeUndefined();
});

test('a promise that nobody makes is no row, and each cell says what it rests on', () => {
  const { rows, notClaimed, columns } = reportModel(runOf(violatingAdapter), properties, [stored]).verdict;
  expect(notClaimed).toEqual(['S1']);
  expect(rows.map(({ id }) => id)).toEqual(['S4', 'S6', 'S8', 'L1', 'L6']);
  expect(columns[0]?.cells[0]).toEqual({
    sign: { glyph: '✗', word: 'violated', tone: 'bad' },
    judged: '31,870',
    declared: false,
    remarks: ['broken in 212 histories', '12 undecided'],
  });
  expect(columns[0]?.cells[1]?.declared).toBe(true);
});

test('what is assumed comes from the claims, and from a history where there is one', () => {
  const { header } = history;
  const { claims } = header;
  expect(Object.fromEntries(assumptionsOf(claims, undefined))).toEqual({
    clocks: 'run at most 200 ppm too fast or too slow',
    candidates: 'stand still for at most 500 ms at a time',
    network: 'takes at most 100 ms for a message, one way',
    belief: 'ends 5 s after the receipt of the answer to its last renewal, by the monotonic clock',
  });
  const real = {
    ...header,
    testbed: 'local',
    ledger: false,
    uncertaintyUs: 50,
    store: { ...header.store, members: 5 },
  } as const;
  const words = Object.fromEntries(assumptionsOf(claims, real));
  expect(words['store']).toBe('5 independent redis: frees a record at most 100 ms after its end; its clock is exact');
  expect(words['testbed']).toBe('a healthy link takes at most 2 ms; its clocks differ by at most 100 µs');
  expect(words['record']).toContain('not judged');
  expect(assumptionsOf({ ...claims, exclusivity: 'none', liveness: false }, undefined)).toHaveLength(1);
});
