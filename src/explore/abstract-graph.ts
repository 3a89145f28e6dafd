/**
 * The finite graph of abstract states: every one that the model without time can come to, and every step between two of
 * them. The scope is large enough that more candidates and terms add nothing; a test compares it with larger ones.
 */
import { abstractCode, ABSTRACT_STATES, withoutSpentTerms } from '../../spec/model/abstract-state.ts';
import { modelActions } from '../../spec/model/election.ts';
import type { ModelAction } from '../../spec/model/action.ts';
import type { Scope } from '../../spec/model/state.ts';
import { explore } from './explore.ts';

export interface AbstractGraph {
  /** Codes of the states. */
  readonly states: ReadonlySet<number>;
  /** Codes of the transitions, see `transitionCode`. */
  readonly transitions: ReadonlySet<number>;
  /** How many states of the model were looked at. */
  readonly explored: number;
}

export const graphScope: Scope = {
  electors: 4,
  terms: 3,
  time: undefined,
  pauses: false,
  crashes: true,
  storeStops: true,
  writes: true,
};

/** Explores the model and keeps what is left of its states. */
export function abstractGraph(scope: Scope = graphScope): AbstractGraph {
  const states = new Set<number>();
  const transitions = new Set<number>();
  const { states: explored } = explore(scope, {
    properties: [],
    reduce: withoutSpentTerms,
    onStep: ({ before, action, after }) => {
      const from = abstractCode(before);
      const to = abstractCode(after);
      states.add(from).add(to);
      transitions.add(transitionCode(from, actionPlaces.get(action) ?? 0, to));
    },
  });
  return { states, transitions, explored };
}

/** The place of each action in `modelActions`. */
export const actionPlaces: ReadonlyMap<ModelAction, number> = new Map(
  modelActions.map((action, place) => [action, place]),
);

/** A number that tells the transitions between abstract states apart. */
export function transitionCode(from: number, actionPlace: number, to: number): number {
  return (actionPlace * ABSTRACT_STATES + from) * ABSTRACT_STATES + to;
}

/** What a transition code stands for. */
export function transitionOf(code: number): {
  readonly from: number;
  readonly action: ModelAction | undefined;
  readonly to: number;
} {
  const to = code % ABSTRACT_STATES;
  const rest = Math.floor(code / ABSTRACT_STATES);
  return { from: rest % ABSTRACT_STATES, action: modelActions[Math.floor(rest / ABSTRACT_STATES)], to };
}
