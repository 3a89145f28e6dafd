/** Goal: the line about states says what was looked at and what was left out. Method: results by hand. */
import { expect, test } from 'vitest';
import { stateWords } from '../../../../src/report/words/state-words.ts';
import type { AdapterResult } from '../../../../src/search/run-result.ts';

type States = NonNullable<AdapterResult['states']>;

const states: States = {
  every: 8,
  histories: 1200,
  paths: 1200,
  beyond: 0,
  reached: 40,
  reachable: 88,
  transitions: { reached: 300, reachable: 1324, codes: [] },
  unreached: [],
};

function words(changes: Partial<States>): string | undefined {
  return stateWords({ states: { ...states, ...changes } } as AdapterResult);
}

test('says how much was reached, and in how many histories', () => {
  expect(words({})).toBe(
    '40 of 88 states of the model and 300 of 1,324 transitions reached (one history in 8 looked at: 1,200)',
  );
});

test('says what was left out, and where a history left the model', () => {
  expect(words({ paths: 1190, beyond: 9, misfit: 'event 3 is no step' })).toBe(
    '40 of 88 states of the model and 300 of 1,324 transitions reached (one history in 8 looked at: 1,200, 9 with faults beyond the model), 1 history no path of it: event 3 is no step',
  );
});

test('says nothing where nothing was walked', () => {
  expect(stateWords({} as AdapterResult)).toBeUndefined();
});
