/**
 * Goal: packing loses nothing but the names of electors, and all of those. Method: states met on random walks, packed,
 * unpacked and compared; the same states with their electors exchanged.
 */
import { describe, expect, test } from 'vitest';
import { initialState } from '../../../spec/model/election.ts';
import type { ElectionState, Scope } from '../../../spec/model/state.ts';
import { visitSteps } from '../../../src/explore/enabled-steps.ts';
import { scopes } from '../../../src/explore/scopes.ts';
import { StateCodec } from '../../../src/explore/state-codec.ts';

/** Every state of a walk that takes the steps in turn by a fixed sequence of numbers. */
function walk(scope: Scope, length: number): readonly ElectionState[] {
  const states: ElectionState[] = [];
  let state = initialState(scope);
  let random = 7;
  for (let step = 0; step < length; step += 1) {
    const successors: ElectionState[] = [];
    visitSteps(state, scope, (action, _place, elector, token) => {
      successors.push(action.next(state, scope, elector, token));
    });
    random = (random * 48_271) % 2_147_483_647;
    state = successors[random % successors.length] ?? initialState(scope);
    states.push(state);
  }
  return states;
}

function renamed(state: ElectionState, names: readonly number[]): ElectionState {
  const electors = [...state.electors];
  for (const [from, to] of names.entries()) {
    const elector = state.electors[from];
    if (elector !== undefined) electors[to] = elector;
  }
  return { ...state, electors, terms: state.terms.map(({ to, standing }) => ({ to: names[to] ?? to, standing })) };
}

const orders: readonly (readonly number[])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describe.each(scopes.filter(({ isSmall }) => isSmall))('in the scope $name', ({ scope }) => {
  const codec = new StateCodec(scope);
  const states = walk(scope, 500);
  const wordsOf = (state: ElectionState): string => {
    codec.pack(state);
    return `${codec.shared} ${codec.electors}`;
  };

  test('a state comes back as itself but for the names', () => {
    for (const state of states) {
      codec.pack(state);
      const back = codec.unpack(codec.shared, codec.electors);
      const possible = orders.filter((order) => order.slice(0, scope.electors).every((name) => name < scope.electors));
      expect(possible.map((order) => renamed(state, order))).toContainEqual(back);
    }
  });

  test('states that differ in names alone have the same words', () => {
    for (const state of states) {
      const words = wordsOf(state);
      for (const order of orders) {
        if (order.slice(0, scope.electors).some((name) => name >= scope.electors)) continue;
        expect(wordsOf(renamed(state, order))).toBe(words);
      }
    }
  });
});

test('a scope that does not fit is refused', () => {
  const [first] = scopes;
  if (first === undefined) throw new Error('there are no scopes');
  expect(() => new StateCodec({ ...first.scope, electors: 3, terms: 9 })).toThrow('take fewer terms');
});
