/**
 * A client history that can still be changed: operations as objects, with times. Tests perturb it and plant faults in
 * it, and then lay it down in columns.
 */
import { functionCode } from '../../src/history/client-history-builder.ts';
import {
  FAIL,
  INFO,
  NEVER,
  NONE,
  OK,
  type ClientFunction,
  type ClientHistory,
  type ClientOutcome,
} from '../../src/history/client-history.ts';
import { valueKey, type Value } from '../../src/history/value.ts';

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

/**
 * The history of these operations, which may be in any order. Places in the source are entries: one event each. Laid down
 * here and not by the builder, which is made for long histories: this is called a million times for ten operations each.
 */
export function historyOf(operations: readonly DraftOperation[], source: string): ClientHistory {
  const count = operations.length;
  const columns = emptyColumns(count);
  const names = {
    processes: new Map<string, number>(),
    keys: new Map<string, number>(),
    values: new Map<string, number>(),
  };
  const values: Value[] = [];
  const valueIndex = (value: Value | undefined): number => {
    if (value === undefined) return NONE;
    const index = indexOf(names.values, valueKey(value));
    if (index === values.length) values.push(value);
    return index;
  };
  const places = new Int32Array(count);
  let invoked = 0;
  let rank = 0;
  for (const event of eventsOf(operations)) {
    const which = event >> 1;
    const operation = operations[which];
    if (operation === undefined) continue;
    const { outcome } = operation;
    if ((event & 1) === 0) {
      const place = invoked++;
      places[which] = place;
      columns.f[place] = functionCode(operation.f);
      columns.outcome[place] = INFO;
      columns.process[place] = indexOf(names.processes, String(operation.process));
      columns.key[place] = operation.key === undefined ? NONE : indexOf(names.keys, operation.key);
      columns.input[place] = valueIndex(operation.input);
      columns.call[place] = columns.invokedAt[place] = rank;
      columns.times.callUs[place] = operation.callAt;
    } else {
      const place = places[which] ?? 0;
      columns.outcome[place] = outcome === 'ok' ? OK : outcome === 'fail' ? FAIL : INFO;
      columns.output[place] = valueIndex(operation.output);
      columns.completedAt[place] = rank;
      if (outcome !== 'info') columns.end[place] = rank;
      if (outcome !== 'info') columns.times.endUs[place] = operation.endAt;
    }
    rank += 1;
  }
  const [processes, keys] = [[...names.processes.keys()], [...names.keys.keys()]];
  return { source, count, placedBy: 'entry', ...columns, processes, keys, values };
}

function indexOf(indices: Map<string, number>, name: string): number {
  const known = indices.get(name);
  if (known !== undefined) return known;
  indices.set(name, indices.size);
  return indices.size - 1;
}

/** The columns of operations of which nobody saw the end. */
function emptyColumns(
  count: number,
): Pick<
  ClientHistory,
  'f' | 'outcome' | 'process' | 'key' | 'input' | 'output' | 'call' | 'end' | 'invokedAt' | 'completedAt'
> & { readonly times: { readonly callUs: Float64Array; readonly endUs: Float64Array } } {
  return {
    f: new Uint8Array(count),
    outcome: new Uint8Array(count),
    process: new Int32Array(count),
    key: new Int32Array(count),
    input: new Int32Array(count),
    output: new Int32Array(count).fill(NONE),
    call: new Int32Array(count),
    end: new Int32Array(count).fill(NEVER),
    invokedAt: new Int32Array(count),
    completedAt: new Int32Array(count).fill(NONE),
    times: { callUs: new Float64Array(count), endUs: new Float64Array(count).fill(Infinity) },
  };
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
