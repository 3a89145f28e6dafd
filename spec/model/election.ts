/** The abstract election: store, electors, resource and time put together. */
import type { Invariant, ModelAction } from './action.ts';
import { elector } from './elector.ts';
import { leaseStore } from './lease-store.ts';
import { resource } from './resource.ts';
import type { ElectionState, Scope } from './state.ts';
import { timeActions } from './time.ts';

/** Nobody campaigns, nothing was ever granted. */
export function initialState(scope: Scope): ElectionState {
  return { store: leaseStore.init(scope), terms: [], electors: elector.init(scope), resource: resource.init(scope) };
}

/** Every action, those of the electors first. */
export const modelActions: readonly ModelAction[] = [
  ...elector.actions,
  ...leaseStore.actions,
  ...resource.actions,
  ...timeActions,
];

export const modelInvariants: readonly Invariant[] = [
  ...leaseStore.invariants,
  ...elector.invariants,
  ...resource.invariants,
];
