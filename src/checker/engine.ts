/** What the two kinds of engine say about one object. Operations are named by their places in the client history. */
import type { Subject } from './subject.ts';

/** There is an order, and this is one: all `ok` operations and those indeterminate ones that took effect. */
export interface Linearizable {
  readonly verdict: 'linearizable';
  readonly order: Int32Array;
}

/** There is no order. */
export interface NotLinearizable {
  readonly verdict: 'not-linearizable';
  /** Operations of which the engine knows that they contradict each other, few where it can tell; the explanation starts from them. */
  readonly culprits: readonly number[];
  /** Why, in a sentence, where the engine knows more than that every order was tried. */
  readonly reason?: string;
  /** The longest order found before it ended, where the engine searched for one. */
  readonly prefix?: Int32Array;
}

/** A limit was reached first. */
export interface Unknown {
  readonly verdict: 'unknown';
  readonly limit: 'time' | 'memory';
  /** The longest order found so far. */
  readonly prefix: Int32Array;
}

export type EngineAnswer = Linearizable | NotLinearizable | Unknown;

/**
 * A decision procedure for one kind of object that is faster than a search, sound and complete where its preconditions
 * hold. It checks them on this very history, and gives undefined where one does not.
 */
export type Monitor = (subject: Subject) => Linearizable | NotLinearizable | undefined;

/** What a search may use up. */
export interface Limits {
  /** Bytes of its own tables. */
  readonly bytesMax: number;
  /** Whether its time is over. Handed in, because the checker has no clock of its own. */
  readonly isOver: () => boolean;
}
