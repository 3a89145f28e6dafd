/**
 * The lease store. It grants, prolongs and frees one record, each in one atomic step, and draws the tokens from a counter
 * that outlives the record. A request takes effect when it arrives, and it may arrive at any time after it was sent, more
 * than once, or never.
 */
import type { ModelAction, ModelObject, ModelStep } from './action.ts';
import {
  electorAt,
  termOf,
  withElector,
  withStore,
  type ElectionState,
  type LeaseStore,
  type ModelToken,
  type Scope,
  type Standing,
} from './state.ts';

/** Only who never knew of a term cannot have asked for its renewal. */
function renewalIsOnItsWay(standing: Standing): boolean {
  return standing !== 'unheard';
}

/** Who leads asks for no release, and who died leading never did. */
function releaseIsOnItsWay(standing: Standing): boolean {
  return standing === 'over' || standing === 'forgone' || standing === 'recalled';
}

/** A request for the election arrives; whoever asked still lives. */
const granted: ModelAction = {
  name: 'granted',
  parameters: 'elector',
  fair: true,
  guard: (state, scope, i) => electorAt(state, i).campaigned && canGrant(state, scope),
  next: (state, scope, i) => {
    const elector = electorAt(state, i);
    const awaits = scope.time !== undefined && elector.phase === 'campaigning';
    const heard = awaits ? withElector(state, i, { ...elector, unheard: 0 }) : state;
    return grantTo(heard, i, 'granted');
  },
  needs: 'a store that is up, a free election, and a process that lives and has campaigned',
  tell: (who, token) => `the store grants the election to ${who}, with token ${token}`,
};

/** A request of a process that has ended arrives: an orphan, which only expiry frees. */
const grantedTooLate: ModelAction = {
  name: 'granted-too-late',
  parameters: 'elector',
  guard: (state, scope, i) => electorAt(state, i).haunted && canGrant(state, scope),
  next: (state, _scope, i) => grantTo(state, i, 'unheard'),
  needs: 'a store that is up, a free election, and a process that had campaigned before it ended',
  tell: (who, token) => `the store grants the election, with token ${token}, to a process of ${who} that has ended`,
};

function canGrant({ store, terms }: ElectionState, scope: Scope): boolean {
  const isFree = store.record === 0 || scope.without === 'free-record-only';
  return store.up && isFree && terms.length < scope.terms;
}

function grantTo(state: ElectionState, to: number, standing: Standing): ElectionState {
  const token = state.store.counter + 1;
  const terms = state.terms.slice();
  terms[token - 1] = { to, standing };
  const store = { ...state.store, record: token, age: 0, counter: token };
  return { store, terms, electors: state.electors, resource: state.resource };
}

/** A renewal arrives. */
const renewed: ModelAction = {
  name: 'renewed',
  parameters: 'term',
  fair: true,
  guard: (state, scope, _i, token) =>
    renewalIsOnItsWay(termOf(state, token).standing) &&
    concerns(state.store, token, scope.without === 'renew-compares-token'),
  next: (state, scope, i, token) => {
    if (scope.time === undefined) return state;
    const elector = electorAt(state, i);
    const awaits = elector.token === token || (elector.phase === 'campaigning' && isGranted(state, token));
    const heard = awaits ? withElector(state, i, { ...elector, unheard: 0 }) : state;
    return withStore(heard, { ...state.store, age: 0 });
  },
  needs: 'a store that is up and holds the record of this term, and a process that knew of the term',
  tell: (who, token) => `the store renews the record as ${who} asks for term ${token}`,
};

function isGranted(state: ElectionState, token: ModelToken): boolean {
  return termOf(state, token).standing === 'granted';
}

/** A release arrives. */
const released: ModelAction = {
  name: 'released',
  parameters: 'term',
  guard: (state, scope, _i, token) => {
    const { standing } = termOf(state, token);
    const isAsked = releaseIsOnItsWay(standing) || (standing === 'led' && scope.without === 'demote-before-release');
    return isAsked && concerns(state.store, token, scope.without === 'release-compares-token');
  },
  next: (state, scope) => freed(state, scope),
  needs:
    'a store that is up and holds the record of this term, and a process that may have asked for its release: it led before, or gave the term up, and does not lead with it',
  tell: (who, token) => `the store deletes the record as ${who} asks for term ${token}`,
};

/** Whether a request about a term touches the record; one that compares nothing touches any. */
function concerns(store: LeaseStore, token: ModelToken, comparesNothing: boolean): boolean {
  return store.up && (comparesNothing ? store.record !== 0 : store.record === token);
}

/** The record has not been written for its lifetime. Without time: whenever the store likes. */
const expired: ModelAction = {
  name: 'expired',
  parameters: 'none',
  fair: true,
  guard: ({ store }, { time }) =>
    store.up && store.record !== 0 && (time === undefined || store.age >= time.leaseTicks),
  next: (state, scope) => freed(state, scope),
  needs: 'a store that is up and holds a record whose lifetime is over',
  tell: () => 'the record expires',
};

function freed(state: ElectionState, scope: Scope): ElectionState {
  const counter = scope.without === 'counter-outlives-record' ? 0 : state.store.counter;
  return withStore(state, { ...state.store, record: 0, age: 0, counter });
}

const stopped: ModelAction = {
  name: 'store-stopped',
  parameters: 'none',
  guard: ({ store }, scope) => scope.storeStops && store.up,
  next: (state) => withStore(state, { ...state.store, up: false }),
  needs: 'a store that is up',
  tell: () => 'the store goes down',
};

const started: ModelAction = {
  name: 'store-started',
  parameters: 'none',
  fair: true,
  guard: ({ store }) => !store.up,
  next: (state) => withStore(state, { ...state.store, up: true }),
  needs: 'a store that is down',
  tell: () => 'the store comes back with its data',
};

/** S6: what touches the record of a term was asked for by the candidate that the term belongs to. */
function isByOwner({ before, elector }: ModelStep): boolean {
  const { record } = before.store;
  return record === 0 || termOf(before, record).to === elector;
}

export const leaseStore: ModelObject<LeaseStore> = {
  init: () => ({ up: true, record: 0, age: 0, counter: 0, stepped: 0 }),
  actions: [granted, grantedTooLate, renewed, released, expired, stopped, started],
  invariants: [
    {
      property: 'S2a',
      sentence: 'each grant draws a larger token than every earlier one',
      ofSteps: {
        actions: ['granted', 'granted-too-late'],
        hold: ({ before, after }) => after.store.counter > before.terms.length,
      },
    },
    {
      property: 'S6',
      sentence: 'only its owner renews, deletes or replaces a record',
      ofSteps: { actions: ['granted', 'granted-too-late', 'renewed', 'released'], hold: isByOwner },
    },
    {
      property: 'S7',
      sentence: 'nobody deletes the record of the term that it leads with',
      ofSteps: {
        actions: ['released'],
        hold: ({ before, elector }) => {
          const { token } = electorAt(before, elector);
          return token === 0 || token !== before.store.record;
        },
      },
    },
  ],
};
