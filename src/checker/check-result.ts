/** What judging a history yields. Operations are named by their places in the client history. */
import type { Value } from '../history/value.ts';

export type HistoryVerdict = 'linearizable' | 'not-linearizable' | 'unknown';

/** How a verdict was reached: by typed monitors alone, or by the general search for at least one object. */
export type EngineName = 'monitor' | 'search';

/** The operations of one object in an order that its model allows. Indeterminate operations that are missing had no effect. */
export interface ObjectOrder {
  /** The object, in histories of several. */
  readonly object?: string;
  readonly order: Int32Array;
  /**
   * What the clients did not record and was found out, by place: the token that an indeterminate acquisition got
   * (`output`), the token that a release without one is about (`input`).
   */
  readonly given?: ReadonlyMap<number, GivenValues>;
}

export interface GivenValues {
  readonly input?: Value;
  readonly output?: Value;
}

export interface CheckResult {
  readonly verdict: HistoryVerdict;
  readonly model: string;
  readonly engine: EngineName;
  /** Operations that were judged; failed ones, which certainly had no effect, are not among them. */
  readonly operations: number;
  /** For `linearizable`: the certificate, an order for each object, which `validateOrders` replays. */
  readonly orders?: readonly ObjectOrder[];
  /** For `not-linearizable`: the object that has no order, and what its engine said. */
  readonly failure?: ObjectFailure;
  /** For `unknown`: which limit was reached, and how far the engine had come. */
  readonly reason?: string;
  /** For `unknown`: the longest order found. */
  readonly prefix?: ObjectOrder;
}

export interface ObjectFailure {
  readonly object?: string;
  readonly culprits: readonly number[];
  readonly reason?: string;
  readonly prefix?: Int32Array;
}
