/**
 * A history as its clients saw it: who called what, when, and what came back. Every format is read into one.
 *
 * It is kept in columns, because a million operations would be millions of objects. An operation is a number from 0, its
 * *place*, in the order of the invocations.
 */
import type { Value } from './value.ts';

/** What a client asked for. `observe` is a read of a lock or of leadership, `txn` reads and writes several registers at once. */
export type ClientFunction = 'read' | 'write' | 'cas' | 'append' | 'acquire' | 'release' | 'observe' | 'txn';

/** The column `f` holds indices into this list. */
export const clientFunctions: readonly ClientFunction[] = [
  'read',
  'write',
  'cas',
  'append',
  'acquire',
  'release',
  'observe',
  'txn',
];

/** How an operation ended: `ok` took effect, `fail` certainly had no effect, of `info` nobody knows. One that never ended is `info`. */
export type ClientOutcome = 'ok' | 'fail' | 'info';

/** The codes of the column `outcome`. */
export const OK = 0;
export const FAIL = 1;
export const INFO = 2;

/** In the columns of values and keys: there is none. */
export const NONE = -1;

/** In the column `end`: nobody saw the operation end, and so it may take effect at any later time, or never. */
export const NEVER = 0x7fffffff;

export interface ClientHistory {
  /** The file, for messages. */
  readonly source: string;
  /** How many operations there are; every column is at least so long. */
  readonly count: number;
  /** Indices into `clientFunctions`. */
  readonly f: Uint8Array;
  /** `OK`, `FAIL` or `INFO`. */
  readonly outcome: Uint8Array;
  /** Indices into `processes`. A process has one operation at a time, and none after one that ended `info`. */
  readonly process: Int32Array;
  readonly processes: readonly string[];
  /** Indices into `keys`: the object that an operation is about; `NONE` where the history names none. */
  readonly key: Int32Array;
  readonly keys: readonly string[];
  /** Indices into `values`: what an operation was called with, and what it returned. `NONE`: nothing, or nobody knows. */
  readonly input: Int32Array;
  readonly output: Int32Array;
  /** Each value once (`valueKey`): equal values have equal indices. */
  readonly values: readonly Value[];
  /**
   * When an operation began and ended, as ranks in the one order of all invocations and completions. One operation precedes
   * another when its `end` is smaller than the other's `call`. Operations that merely touch are concurrent (intervals are
   * closed: a clock may show the same time twice, and half-open ones would invent violations), and so at equal times
   * invocations come first. `end` of an operation that is not `ok` is `NEVER` for `info`, and where it was seen for `fail`.
   */
  readonly call: Int32Array;
  readonly end: Int32Array;
  /** Where the invocation and the completion (`NONE`: nowhere) are in the source, in the unit of `placedBy`. */
  readonly invokedAt: Int32Array;
  readonly completedAt: Int32Array;
  /** `line`: lines from 1. `entry`: entries from 0, as Jepsen's `:index`. */
  readonly placedBy: 'line' | 'entry';
  /** Times in microseconds of calls and ends where the source has them; earliest for calls, latest for ends. */
  readonly times?: { readonly callUs: Float64Array; readonly endUs: Float64Array };
}

/** What an operation was called with; undefined: nothing. */
export function inputOf({ input, values }: ClientHistory, place: number): Value | undefined {
  return values[input[place] ?? NONE];
}

/** What an operation returned; undefined: nothing, or nobody knows. */
export function outputOf({ output, values }: ClientHistory, place: number): Value | undefined {
  return values[output[place] ?? NONE];
}

export function functionOf({ f }: ClientHistory, place: number): ClientFunction {
  const name = clientFunctions[f[place] ?? 0];
  if (name === undefined) throw new Error(`operation ${place} has no function: this should never happen`);
  return name;
}

export function processOf({ process, processes }: ClientHistory, place: number): string {
  return processes[process[place] ?? 0] ?? '';
}
