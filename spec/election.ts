/**
 * The sequential election object: what an election would be if everything happened at once, one thing after another.
 * Histories are compared with it; a state has at most one holder, and every leadership a larger number than the last.
 */
import type { CandidateId } from './history.ts';

/** Who holds the election, and the number of the last leadership. */
export interface ElectionState {
  readonly holder: CandidateId | undefined;
  /** 0 before the first one. */
  readonly number: bigint;
}

export type ElectionAction =
  /** `by` becomes the holder; `number` as it reports it, where it does. */
  | { readonly name: 'campaign'; readonly by: CandidateId; readonly number?: bigint }
  /** `by` gives up. Whoever does not hold resigns without effect. */
  | { readonly name: 'resign'; readonly by: CandidateId }
  /** The store frees the record: an internal transition that may happen at any time after the end of the lease. */
  | { readonly name: 'expire' }
  /** Somebody is told who holds; `holder` and `number` are what it is told. */
  | { readonly name: 'view'; readonly holder: CandidateId | undefined; readonly number?: bigint };

/** Nobody holds, and nobody has. */
export const initialElection: ElectionState = { holder: undefined, number: 0n };

/** The state after an action, or undefined where the action (with what it reports) is impossible in this state. */
export function nextElection(state: ElectionState, action: ElectionAction): ElectionState | undefined {
  switch (action.name) {
    case 'campaign': {
      if (state.holder !== undefined) return undefined;
      const number = action.number ?? state.number + 1n;
      return number > state.number ? { holder: action.by, number } : undefined;
    }
    case 'resign':
      return state.holder === action.by ? { holder: undefined, number: state.number } : state;
    case 'expire':
      return state.holder === undefined ? undefined : { holder: undefined, number: state.number };
    case 'view': {
      const told = action.number === undefined || action.number === state.number;
      return state.holder === action.holder && (action.holder === undefined || told) ? state : undefined;
    }
  }
}
