/**
 * The protected resource. It remembers the largest token that it has seen in a write and applies none with a smaller one.
 * A write may arrive at any time after it was sent: a leader that stands still between looking at its clock and writing
 * is not different from a write that is late.
 */
import type { ModelAction, ModelObject } from './action.ts';
import { electorAt, termOf, type ElectionState, type ModelToken, type ResourceMemory, type Scope } from './state.ts';

/** A leader sends a write with its token; any number of them may be on their way from then on. */
const write: ModelAction = {
  name: 'write',
  parameters: 'elector',
  guard: (state, scope, i) => {
    const { phase, paused } = electorAt(state, i);
    return scope.writes && phase === 'leading' && !paused;
  },
  next: (state) => state,
  needs: 'a candidate that leads',
  tell: (who, token) => `${who} sends a write with token ${token}`,
};

const applied: ModelAction = {
  name: 'write-applied',
  parameters: 'term',
  fair: true,
  guard: (state, scope, _i, token) => {
    const isEnough = token >= state.resource.highest || scope.without === 'resource-compares-tokens';
    return scope.writes && isEnough && wasLed(state, token);
  },
  next: (state, _scope, _i, token) => {
    const { store, terms, electors, resource } = state;
    return token <= resource.highest ? state : { store, terms, electors, resource: { highest: token } };
  },
  needs: 'a term that was led, with a token that is not smaller than the largest that was applied',
  tell: (who, token) => `the resource applies a write of ${who} with token ${token}`,
};

const refused: ModelAction = {
  name: 'write-refused',
  parameters: 'term',
  guard: (state, scope, _i, token) => scope.writes && token < state.resource.highest && wasLed(state, token),
  next: (state) => state,
  needs: 'a term that was led, with a token that is smaller than the largest that was applied',
  tell: (who, token) => `the resource refuses a write of ${who} with token ${token}`,
};

function wasLed(state: ElectionState, token: ModelToken): boolean {
  const { standing } = termOf(state, token);
  return standing === 'led' || standing === 'over' || standing === 'lapsed' || standing === 'recalled';
}

export const resource: ModelObject<ResourceMemory> = {
  init: () => ({ highest: 0 }),
  actions: [write, applied, refused],
  invariants: [
    {
      property: 'S3a',
      sentence: 'no write with a smaller token than an earlier one is applied',
      ofSteps: {
        actions: ['write-applied'],
        hold: ({ before, token }, _scope: Scope) => token >= before.resource.highest,
      },
    },
    {
      property: 'S3b',
      sentence: 'no write with the newest token is refused',
      ofSteps: { actions: ['write-refused'], hold: ({ before, token }) => token < before.store.counter },
    },
  ],
};
