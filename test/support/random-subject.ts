/**
 * Small random histories of registers and mutexes in columns, thousands in a second: few values, few clients, as many
 * indeterminate operations as asked for. About half of them are linearizable.
 */
import { INFO, NEVER, NONE, OK, clientFunctions, type ClientFunction } from '../../src/history/client-history.ts';
import { valueKey, type Value } from '../../src/history/value.ts';
import type { AnyModel, ModelOperation } from '../../src/checker/model.ts';
import type { Subject } from '../../src/checker/subject.ts';
import type { Draw } from './draw.ts';

export interface RandomSubjectOptions {
  readonly model: AnyModel;
  readonly operations: number;
  readonly clients: number;
  /** Share of the operations that end indeterminate. */
  readonly indeterminate: number;
  /** Share of the reads that return a random value. */
  readonly wrong: number;
  /** What the next operation calls; `step` counts operations. */
  readonly call: (draw: Draw, step: number) => Call;
  /** What a read returns in a state. */
  readonly answer?: (state: unknown, call: Call, draw: Draw, isWrong: boolean) => Value | undefined;
}

export interface Call {
  readonly f: ClientFunction;
  readonly input?: Value;
}

interface Running {
  readonly index: number;
  readonly call: Call;
  /** Whether it took effect, and what it returned then. */
  applied: boolean;
  output: Value | undefined;
}

interface Columns {
  readonly f: number[];
  readonly outcome: number[];
  readonly process: number[];
  readonly input: Value[];
  readonly output: (Value | undefined)[];
  readonly hasInput: boolean[];
  readonly times: { readonly call: number[]; readonly end: number[] };
}

export function randomSubject(draw: Draw, options: RandomSubjectOptions): Subject {
  const { model, operations, clients } = options;
  const columns: Columns = {
    f: [],
    outcome: [],
    process: [],
    input: [],
    output: [],
    hasInput: [],
    times: { call: [], end: [] },
  };
  const running: (Running | undefined)[] = Array.from({ length: clients }, () => undefined);
  const names = running.map((_, client) => client);
  let state = model.initial(undefined);
  let time = 0;
  let processes = clients;

  const apply = (client: number): void => {
    const each = running[client];
    if (each === undefined || each.applied) return;
    const operation = operationOf(each.call, String(names[client]));
    const isWrong = draw.chance(options.wrong);
    const output = options.answer?.(state, each.call, draw, isWrong);
    const next = model.step(state, { ...operation, output });
    if (next === undefined && !isWrong) return;
    each.applied = true;
    each.output = output;
    if (next !== undefined) state = next;
  };

  while (columns.f.length < operations || running.some((each) => each !== undefined)) {
    const client = draw.below(clients);
    const each = running[client];
    if (each === undefined) {
      if (columns.f.length === operations) continue;
      const call = options.call(draw, columns.f.length);
      running[client] = { index: columns.f.length, call, applied: false, output: undefined };
      columns.f.push(clientFunctions.indexOf(call.f));
      columns.outcome.push(INFO);
      columns.process.push(names[client] ?? 0);
      columns.input.push(call.input ?? null);
      columns.hasInput.push(call.input !== undefined);
      columns.output.push(undefined);
      columns.times.call.push(time++);
      columns.times.end.push(NEVER);
    } else if (draw.chance(options.indeterminate)) {
      if (draw.chance(0.6)) apply(client);
      running[client] = undefined;
      names[client] = processes++;
    } else {
      apply(client);
      running[client] = undefined;
      if (!each.applied) {
        names[client] = processes++;
        continue;
      }
      columns.outcome[each.index] = OK;
      columns.output[each.index] = each.output;
      columns.times.end[each.index] = time++;
    }
    for (let other = 0; other < clients; other += 1) if (draw.chance(0.15)) apply(other);
  }
  return subjectOf(options.model, columns, processes);
}

function operationOf(call: Call, process: string): ModelOperation {
  return { f: call.f, input: call.input, output: undefined, process };
}

function subjectOf(model: AnyModel, columns: Columns, processes: number): Subject {
  const values: Value[] = [];
  const indices = new Map<string, number>();
  const index = (value: Value | undefined): number => {
    if (value === undefined) return NONE;
    const key = valueKey(value);
    const known = indices.get(key);
    if (known !== undefined) return known;
    indices.set(key, values.length);
    values.push(value);
    return values.length - 1;
  };
  const count = columns.f.length;
  const input = Int32Array.from(columns.input, (value, each) =>
    columns.hasInput[each] === true ? index(value) : NONE,
  );
  const output = Int32Array.from(columns.output, index);
  return {
    model,
    initial: undefined,
    operations: Int32Array.from({ length: count }, (_, each) => each),
    history: {
      source: 'random',
      count,
      f: Uint8Array.from(columns.f),
      outcome: Uint8Array.from(columns.outcome),
      process: Int32Array.from(columns.process),
      processes: Array.from({ length: processes }, (_, each) => String(each)),
      key: new Int32Array(count).fill(NONE),
      keys: [],
      input,
      output,
      values,
      call: Int32Array.from(columns.times.call),
      end: Int32Array.from(columns.times.end),
      invokedAt: new Int32Array(count),
      completedAt: new Int32Array(count),
      placedBy: 'line',
    },
  };
}
