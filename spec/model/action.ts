/** What the actions and the invariants of the model look like. */
import type { ActionName } from '../actions.ts';
import type { PropertyId } from '../property.ts';
import type { ElectionState, ModelToken, Scope } from './state.ts';

/** The transitions of spec/actions.ts, and those that no history shows. */
export type ModelActionName =
  | ActionName
  /** The store grants to a process that has ended. */
  | 'granted-too-late'
  /** A candidate gives up a grant that it does not want to lead with. */
  | 'give-up'
  /** A leader hears that its renewal succeeded. */
  | 'hear'
  | 'pause'
  | 'resume'
  /** The store's clock jumps forward by a tick. */
  | 'store-step'
  /** Time passes. */
  | 'tick';

/** What an action chooses: nothing, an elector, a granted term (its elector follows), or both. */
export type ParameterKind = 'none' | 'elector' | 'term' | 'elector-and-term';

/**
 * A guarded action. `next` may be asked only where `guard` holds. Both get the elector's index and the token, as far as
 * `parameters` names them; for a term, the elector is the one to which it was granted.
 */
export interface ModelAction {
  readonly name: ModelActionName;
  readonly parameters: ParameterKind;
  guard(state: ElectionState, scope: Scope, elector: number, token: ModelToken): boolean;
  next(state: ElectionState, scope: Scope, elector: number, token: ModelToken): ElectionState;
  /** What the guard demands, in a phrase. */
  readonly needs: string;
  /** The step in prose; `who` is the elector's name. */
  tell(who: string, token: ModelToken): string;
  /** True where a fair run must take it again and again while it can. */
  readonly fair?: boolean;
}

/** A step of the model: which action was taken between two states, by whom and about which term. */
export interface ModelStep {
  readonly before: ElectionState;
  readonly action: ModelAction;
  readonly elector: number;
  readonly token: ModelToken;
  readonly after: ElectionState;
}

/** What must be true of every state, or of every step. */
export interface Invariant {
  readonly property: PropertyId;
  readonly sentence: string;
  /** It is a matter of time, and nothing is said where time is not counted. */
  readonly needsTime?: boolean;
  /** Asked of every state. */
  readonly holdsIn?: (state: ElectionState, scope: Scope) => boolean;
  /** Asked of every step that one of these actions takes. */
  readonly ofSteps?: {
    readonly actions: readonly ModelActionName[];
    readonly hold: (step: ModelStep, scope: Scope) => boolean;
  };
}

/** One object of the model. */
export interface ModelObject<Part> {
  readonly init: (scope: Scope) => Part;
  readonly actions: readonly ModelAction[];
  readonly invariants: readonly Invariant[];
}
