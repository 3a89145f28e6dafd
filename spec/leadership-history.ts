/**
 * The history of leadership as its clients saw it: campaigns, resignations and views as operations on the one election
 * object, each with the stretch of time in which it took effect. It is read by the ledger where there is one, else by the
 * numbers of the leaderships.
 */
import type { Micros, ProcessId } from './history.ts';
import type { ObjectOperation } from './linearizability.ts';
import type { View } from './participation.ts';

/** An operation on the election, and where the history shows it. */
export interface LeadershipOperation extends ObjectOperation {
  readonly who: ProcessId;
  /** Of the event that shows it. */
  readonly index: number;
  /** The answer that it was; undefined for what is no answer. */
  readonly view: View | undefined;
}

export interface LeadershipHistory {
  readonly operations: readonly LeadershipOperation[];
  /** Answers of which nobody can tell whom they mean. They are not among the operations. */
  readonly undecided: number;
  /** What leaderships are called, by their numbers from 1: `b#0 with token 7`. */
  nameOf(number: number): string;
}

/** An operation while it is put together. */
export type OpenOperation = { -readonly [Key in keyof LeadershipOperation]: LeadershipOperation[Key] };

/** When something took effect, at the earliest and at the latest. */
export interface Effect {
  readonly fromUs: Micros;
  readonly toUs: Micros;
}
