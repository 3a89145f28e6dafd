/** Why a history has no order, as data: what to show, and in which words. */

/** What an operation is doing in an explanation. */
export type Role =
  /** The first that cannot be placed, given all that completed before it. */
  | 'failing'
  /** Contradicts the failing one, together with the others of the core. */
  | 'core'
  /** Not to blame, but the rest would not make sense without it: what it wrote was read. */
  | 'context'
  | 'other';

/** One operation, ready to be shown. */
export interface ShownOperation {
  /** Its place in the history. */
  readonly place: number;
  readonly role: Role;
  readonly process: string;
  /** What it does: `reads 0`. */
  readonly does: string;
  /** What it did, for sentences about the past: `read 0`. */
  readonly did: string;
  /** `info`: nobody knows whether it took effect. */
  readonly outcome: 'ok' | 'info';
  /** Ranks in the one order of all calls and ends; `end` is undefined where it was not seen. */
  readonly call: number;
  readonly end?: number;
  /** Microseconds, where the source has times. */
  readonly callUs?: number;
  readonly endUs?: number;
  /** Where it is in the source: `entries 480 and 491`. */
  readonly where: string;
}

/** One operation of the longest legal prefix, with the states around it. */
export interface PrefixStep {
  readonly operation: ShownOperation;
  readonly before: string;
  readonly after: string;
}

/** An operation that cannot come next, and why. */
export interface StuckOperation {
  readonly operation: ShownOperation;
  readonly why: string;
}

/**
 * How far the core is certain. `confirmed`: brute force over its few operations says the same. `minimal`: too large for
 * that. `none`: time was over first, or too much is open at once; then `core` names only what the engine blames.
 */
export type CoreCertainty = 'confirmed' | 'minimal' | 'none';

export interface Explanation {
  readonly source: string;
  readonly model: string;
  /** The object, in histories of several. */
  readonly object?: string;
  /** How many operations of the object were judged. */
  readonly operations: number;
  /** One sentence for everybody. */
  readonly headline: string;
  /** Undefined when a limit was reached before it was found. */
  readonly failing?: ShownOperation;
  /**
   * Operations that have no order, whatever the others did, by their calls: the others may take effect as often as they
   * like while they run, or not at all. When any one of the core may do so, too, there is an order.
   */
  readonly core: readonly ShownOperation[];
  readonly certainty: CoreCertainty;
  /** Other operations that those of the core need, by their calls. */
  readonly context: readonly ShownOperation[];
  /** The core and its context by their calls; of very many, those that were called last. */
  readonly told: readonly ShownOperation[];
  /** Each of `told` in a sentence; they refer to one another by their numbers from 1. */
  readonly story: readonly string[];
  /** What the core proves, in sentences. */
  readonly meaning: readonly string[];
  /** The longest legal prefix: all that completed before the failing operation. */
  readonly prefix?: {
    readonly length: number;
    /** Its last operations. */
    readonly last: readonly PrefixStep[];
  };
  readonly stuck: readonly StuckOperation[];
  /** Operations around the failing one, with those of core and context, by their calls. */
  readonly neighbourhood: readonly ShownOperation[];
  /** What the user might want to try. */
  readonly hints: readonly string[];
}
