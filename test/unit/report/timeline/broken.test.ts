import { expect, test } from 'vitest';
import type { PropertyId } from '../../../../spec/property.ts';
import type { Exhibit } from '../../../../src/report/exhibit/exhibit.ts';
import { brokenIn } from '../../../../src/report/page/timeline/broken.ts';
import { counterexample } from '../example-run.ts';

const exhibit = (
  property: PropertyId,
  stretch: { readonly fromUs: number; readonly toUs: number },
  history = 'one',
): Exhibit => ({
  adapter: 'redis-lease',
  testbed: 'simulated',
  eventsOmitted: 0,
  counterexample: { ...counterexample, property, history, witness: { ...counterexample.witness, ...stretch } },
});

test('the exhibit’s own stretch comes first, then others of the same history; the same stretch is named once', () => {
  const exhibits = [
    exhibit('S4', { fromUs: 5, toUs: 9 }),
    exhibit('S6', { fromUs: 1, toUs: 2 }),
    exhibit('S8', { fromUs: 5, toUs: 9 }),
    exhibit('S7', { fromUs: 3, toUs: 4 }, 'another'),
    { adapter: 'redis-lease', testbed: 'simulated', eventsOmitted: 0 },
  ];
  expect(brokenIn(exhibits, 0)).toEqual([
    { property: 'S4, S8', fromUs: 5, toUs: 9 },
    { property: 'S6', fromUs: 1, toUs: 2 },
  ]);
  expect(brokenIn(exhibits, 1).map(({ property }) => property)).toEqual(['S6', 'S4, S8']);
  expect(brokenIn(exhibits, 4)).toEqual([]);
});
