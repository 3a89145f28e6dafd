/** Goal: the abstraction keeps what it says it keeps. Method: codes there and back, and states written by hand. */
import { expect, test } from 'vitest';
import {
  ABSTRACT_STATES,
  abstractCode,
  abstractStateOf,
  tellAbstractState,
  withoutSpentTerms,
} from '../../../../spec/model/abstract-state.ts';
import type { Elector, ElectionState } from '../../../../spec/model/state.ts';

const resting: Elector = {
  phase: 'resting',
  token: 0,
  campaigned: true,
  haunted: false,
  since: 0,
  unheard: -1,
  paused: false,
};
const leading = (token: number): Elector => ({ ...resting, phase: 'leading', token });

const state: ElectionState = {
  store: { up: true, record: 4, age: 0, counter: 4, stepped: 0 },
  terms: [
    { to: 0, standing: 'over' },
    { to: 0, standing: 'led' },
    { to: 1, standing: 'forgone' },
    { to: 1, standing: 'led' },
  ],
  electors: [leading(2), leading(4), { ...resting, phase: 'campaigning' }],
  resource: { highest: 2 },
};

test('says whose the record is, who leads without one, who waits and what the resource knows', () => {
  const found = abstractStateOf(abstractCode(state));
  expect(found).toEqual({ record: 'led', isLedWithout: true, isAwaited: true, isAbreast: false, isUp: true });
  expect(tellAbstractState(found)).toBe(
    'the record is of a leader, somebody leads without a record, somebody campaigns, the resource does not know the newest token',
  );
});

test('every abstract state has a code of its own and a sentence of its own', () => {
  const sentences = new Set<string>();
  for (let code = 0; code < ABSTRACT_STATES; code += 1) sentences.add(tellAbstractState(abstractStateOf(code)));
  expect(sentences.size).toBe(ABSTRACT_STATES);
});

test('spent terms go, the others are numbered anew, and the abstract state stays', () => {
  const reduced = withoutSpentTerms(state);
  expect(reduced.terms.map(({ standing }) => standing)).toEqual(['led', 'led']);
  expect(reduced.store).toMatchObject({ record: 2, counter: 2 });
  expect(reduced.electors.map(({ token }) => token)).toEqual([1, 2, 0]);
  expect(reduced.resource.highest).toBe(1);
  expect(abstractCode(reduced)).toBe(abstractCode(state));
});

test('the newest term stays although it is spent, since the resource may not know it', () => {
  const spent: ElectionState = {
    ...state,
    store: { ...state.store, record: 0 },
    terms: state.terms.map(({ to }) => ({ to, standing: 'over' })),
    electors: [resting, resting],
  };
  const reduced = withoutSpentTerms(spent);
  expect(reduced.terms).toHaveLength(1);
  expect(reduced.resource.highest).toBe(0);
  expect(abstractCode(reduced)).toBe(abstractCode(spent));
});
