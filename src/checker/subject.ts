/**
 * One object under check: the operations of a client history that count for it, ready for an engine.
 */
import { INFO, functionOf, inputOf, outputOf, processOf, type ClientHistory } from '../history/client-history.ts';
import type { Value } from '../history/value.ts';
import type { Model, ModelOperation } from './model.ts';

export interface Subject<State = unknown> {
  readonly model: Model<State>;
  /** What the user says the object is before the history. */
  readonly initial: Value | undefined;
  /** Normalised: what could be found out about indeterminate operations is in its columns. */
  readonly history: ClientHistory;
  /** The name of the object in histories of several. */
  readonly object?: string;
  /** The operations that count, in the order of their invocations: `ok` ones, and `info` ones that may matter. */
  readonly operations: Int32Array;
}

/** The operation at `place` as a model sees it. */
export function modelOperation(history: ClientHistory, place: number): ModelOperation {
  return {
    f: functionOf(history, place),
    input: inputOf(history, place),
    output: outputOf(history, place),
    process: processOf(history, place),
  };
}

/** Whether nobody knows if the operation at `place` took effect. */
export function isIndeterminate({ outcome }: ClientHistory, place: number): boolean {
  return outcome[place] === INFO;
}
