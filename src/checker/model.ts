/**
 * What a sequential model is: pure functions that say what an object does when one operation follows another. A history
 * is linearizable when its operations can be put into an order that the model allows and that real time does not forbid.
 */
import type { ClientFunction } from '../history/client-history.ts';
import type { Value } from '../history/value.ts';

/** An operation as a model sees it: without its times. */
export interface ModelOperation {
  readonly f: ClientFunction;
  /** What it was called with; undefined where it takes nothing. */
  readonly input: Value | undefined;
  /** What it returned; undefined where it returns nothing, or nobody knows. */
  readonly output: Value | undefined;
  /** The client, for objects that have owners. */
  readonly process: string;
}

/** What an operation does to an object that holds one value: possible in the one state `needs`, or in all; then `leaves`. */
export interface Flow<State> {
  /** Undefined: it is possible in every state. */
  readonly needs: State | undefined;
  /** Undefined: it leaves the state as it is. */
  readonly leaves: State | undefined;
}

/** What an operation does to one cell of an object that has several. */
export interface CellEffect {
  readonly cell: string;
  /** What must be in the cell before; undefined: it does not matter. */
  readonly needs: Value | undefined;
  /** What is in the cell after; undefined: what was there. */
  readonly leaves: Value | undefined;
}

/** A sequential object. States are immutable. */
export interface Model<State> {
  /** The name on the command line. */
  readonly name: string;
  /** What the object is, in a sentence. */
  readonly title: string;
  /** The functions that it understands. */
  readonly functions: readonly ClientFunction[];
  /** What tells objects apart that can be judged one by one: the key of an operation, the token in its value, or nothing. */
  readonly partition: 'none' | 'key' | 'token';
  /**
   * The state in which a history begins. `value` is what the user says, undefined where the user says nothing.
   * Throws `RangeError` with what was expected where the object cannot begin so.
   */
  initial(value: Value | undefined): State;
  /** The state after `operation`, or undefined where `operation` is impossible in `state`. */
  step(state: State, operation: ModelOperation): State | undefined;
  /**
   * Whether operations of this kind leave every state in which they are possible as it is. A write that happens to
   * write what is there is not read-only: in another state it would not be.
   */
  isReadOnly(operation: ModelOperation): boolean;
  /**
   * Whether what the operation returned decides in which states it is possible. Where it does not, an indeterminate
   * operation is the same as one that ended ok, and the search tells them apart by their times alone. Absent: it decides.
   */
  outputCounts?(operation: ModelOperation): boolean;
  /** The same text for equal states, and for these only. */
  stateKey(state: State): string;
  /** Whether it matters who calls: operations of different processes then do different things. */
  readonly hasOwners: boolean;
  /** Functions of which it does not matter who calls them, though it does of others. @defaultValue none */
  readonly ownerless?: readonly ClientFunction[];
  /**
   * What is wrong with what an operation carries or returns, as the two halves of "expected ..., found ...": a cas
   * without its two values, an acquire without its token. Undefined for an operation that the model can judge.
   */
  misfit?(
    operation: ModelOperation,
    outcome: 'ok' | 'info',
  ): { readonly expected: string; readonly found: string } | undefined;
  /**
   * For objects that hold one value at a time: what `operation` needs to be there and what it leaves. The search reasons
   * with it about who can still supply a value that somebody needs. Undefined where an operation is of another kind.
   */
  flow?(operation: ModelOperation): Flow<State> | undefined;
  /**
   * For objects in which something only ever grows, as tokens do: how far `state` has come; undefined where it has not
   * begun. No operation leads back. With `deadline` the search sees at once which operations an order has lost for good.
   */
  progress?(state: State): bigint | undefined;
  /**
   * How far the object may have come for `operation` to be possible; undefined where it may be possible however far it is.
   * One that only reads and has a deadline is possible nowhere but there: it has seen how far the object was.
   */
  deadline?(operation: ModelOperation): bigint | undefined;
  /**
   * Whether `operation` is possible in every state and only ends what may end at any time anyway: whatever can follow it
   * could follow without it, and whatever could follow without it can follow it, unless it lets its deadline pass.
   */
  isExpiry?(operation: ModelOperation): boolean;
  /** For objects of several cells, each with one value: what `operation` needs and leaves in which, each cell once. */
  cells?(operation: ModelOperation): readonly CellEffect[];
  /** What is in a cell. */
  valueIn?(state: State, cell: string): Value;
  /** What `operation` does, for people: `writes 3`, `reads 2`. */
  describe(operation: ModelOperation): string;
  /** A state, for people. */
  describeState(state: State): string;
}

/** A model of which nobody needs to know what its states are. */
export type AnyModel = Model<unknown>;
