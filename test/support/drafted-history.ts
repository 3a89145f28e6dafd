/**
 * A client history that can still be changed: operations as objects, with times. Tests perturb it and plant faults in
 * it, and then lay it down in columns.
 */
import { ClientHistoryBuilder, functionCode } from '../../src/history/client-history-builder.ts';
import {
  FAIL,
  INFO,
  NONE,
  OK,
  type ClientFunction,
  type ClientHistory,
  type ClientOutcome,
} from '../../src/history/client-history.ts';
import type { Value } from '../../src/history/value.ts';

export interface DraftOperation {
  readonly f: ClientFunction;
  /** The client; the history names it by this number. */
  process: number;
  readonly key: string | undefined;
  input: Value | undefined;
  output: Value | undefined;
  outcome: ClientOutcome;
  /** Microseconds. `endAt` is infinite where the source has no completion. */
  callAt: number;
  endAt: number;
}

/** The history of these operations, which may be in any order. Places in the source are entries: one event each. */
export function historyOf(operations: readonly DraftOperation[], source: string): ClientHistory {
  const builder = new ClientHistoryBuilder({ source, placedBy: 'entry', timed: true });
  const count = operations.length;
  const places = new Int32Array(count);
  for (const [entry, event] of eventsOf(operations).entries()) {
    const which = event >> 1;
    const operation = operations[which];
    if (operation === undefined) continue;
    if ((event & 1) === 0) {
      places[which] = builder.invoke({
        f: functionCode(operation.f),
        process: builder.processIndex(String(operation.process)),
        key: operation.key === undefined ? NONE : builder.keyIndex(operation.key),
        input: builder.valueIndex(operation.input),
        at: operation.callAt,
        place: entry,
      });
    } else {
      builder.complete(places[which] ?? 0, {
        outcome: operation.outcome === 'ok' ? OK : operation.outcome === 'fail' ? FAIL : INFO,
        output: builder.valueIndex(operation.output),
        at: operation.endAt,
        place: entry,
      });
    }
  }
  return builder.finish();
}

/** Invocations (even) and completions (odd) of the operations, by time; at one time invocations come first. */
function eventsOf(operations: readonly DraftOperation[]): Int32Array {
  const events = new Int32Array(operations.length * 2);
  const times = new Float64Array(operations.length * 2);
  let count = 0;
  for (const [which, { callAt, endAt }] of operations.entries()) {
    times[which * 2] = callAt;
    times[which * 2 + 1] = endAt;
    events[count++] = which * 2;
    if (endAt !== Infinity) events[count++] = which * 2 + 1;
  }
  return events
    .subarray(0, count)
    .sort((left, right) => (times[left] ?? 0) - (times[right] ?? 0) || (left & 1) - (right & 1) || left - right);
}
