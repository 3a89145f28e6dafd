/**
 * Linearizability as the specification asks for it: here are operations on one object, each with the stretch of time in
 * which it took effect; is there an order of them that the object allows and that real time does not forbid? (Herlihy and
 * Wing, 1990.) How such an order is found is no business of the specification: whoever judges a history lends it a checker.
 */
import type { Micros } from './history.ts';

/**
 * The sequential objects that histories are compared with.
 * - `election`: the object of election.ts. Its end by expiry may come at any time, unless an operation says otherwise;
 * - `fenced-store`: accepts a write whose number is not smaller than any that it accepted, and refuses every other;
 * - `numbering`: numbers what comes in the order in which it comes.
 */
export type ObjectName = 'election' | 'fenced-store' | 'numbering';

/** An operation without the names of those who took part: what the checker needs to know of it. */
export interface ObjectOperation {
  /**
   * - `campaign`: leadership `number` begins;
   * - `resign`: it ends, where it has not ended before;
   * - `view`: it is there, or nobody leads where `number` is 0;
   * - `accept`, `refuse`: the store took a write with `number`, or did not;
   * - `count`: the next number was `number`.
   */
  readonly does: 'campaign' | 'resign' | 'view' | 'accept' | 'refuse' | 'count';
  /** A place in an order that the specification gives: of leaderships, of tokens. Whole, not negative. */
  readonly number: number;
  /** It took effect no earlier than this ... */
  readonly fromUs: Micros;
  /** ... and no later than this; Infinity where nothing tells. */
  readonly toUs: Micros;
  /** False where it may as well have had no effect at all. */
  readonly happened: boolean;
}

export type LinearizabilityAnswer =
  | { readonly verdict: 'linearizable' }
  /** `culprits`: places of operations that contradict each other, as few as are known. */
  | { readonly verdict: 'not-linearizable'; readonly culprits: readonly number[] }
  | { readonly verdict: 'unknown'; readonly reason: string };

export type LinearizabilityChecker = (
  object: ObjectName,
  operations: readonly ObjectOperation[],
) => LinearizabilityAnswer;

/** The answer of the checker that was lent; unknown where none was. */
export function linearizability(
  { linearizable }: { readonly linearizable?: LinearizabilityChecker },
  object: ObjectName,
  operations: readonly ObjectOperation[],
): LinearizabilityAnswer {
  return linearizable?.(object, operations) ?? unlent;
}

const unlent: LinearizabilityAnswer = { verdict: 'unknown', reason: 'nobody checks linearizability here' };
