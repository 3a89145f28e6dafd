/**
 * Collects the operations of a client history in columns that grow, and puts their times into one order at the end.
 */
import {
  FAIL,
  INFO,
  NEVER,
  NONE,
  OK,
  clientFunctions,
  type ClientFunction,
  type ClientHistory,
} from './client-history.ts';
import { ByteTable, hashOfBytes } from './byte-table.ts';
import { isList, valueKey, valueOfJson, type Value } from './value.ts';

/** An invocation, with names and values already interned by the builder. */
export interface Invocation {
  /** Index into `clientFunctions`. */
  readonly f: number;
  readonly process: number;
  readonly key: number;
  readonly input: number;
  /** When: microseconds, or the place in the source where it has no times. */
  readonly at: number;
  /** Where in the source. */
  readonly place: number;
}

export interface Completion {
  /** `OK`, `FAIL` or `INFO`. */
  readonly outcome: number;
  readonly output: number;
  readonly at: number;
  readonly place: number;
}

export function functionCode(f: ClientFunction): number {
  return clientFunctions.indexOf(f);
}

/** Names, each once. */
class Names {
  readonly all: string[] = [];
  readonly #indices = new Map<string, number>();

  index(name: string): number {
    const known = this.#indices.get(name);
    if (known !== undefined) return known;
    const index = this.all.length;
    this.all.push(name);
    this.#indices.set(name, index);
    return index;
  }
}

export interface BuilderOptions {
  readonly source: string;
  readonly placedBy: 'line' | 'entry';
  /** Whether `at` is microseconds. Otherwise the order of the source is all that is known of time. */
  readonly timed: boolean;
}

export class ClientHistoryBuilder {
  readonly #options: BuilderOptions;
  readonly #processes = new Names();
  readonly #keys = new Names();
  /** The values as their keys (`valueKey`), which are JSON: they become values at the end, many at once. */
  readonly #values = new ByteTable();
  #count = 0;
  #f = new Uint8Array(64);
  #outcome = new Uint8Array(64);
  #process = new Int32Array(64);
  #key = new Int32Array(64);
  #input = new Int32Array(64);
  #output = new Int32Array(64);
  #invokedAt = new Int32Array(64);
  #completedAt = new Int32Array(64);
  #callAt = new Float64Array(64);
  #endAt = new Float64Array(64);
  /** Operations whose end was seen, as they ended. */
  #ended = new Int32Array(64);
  #endedCount = 0;

  constructor(options: BuilderOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#count;
  }

  processIndex(name: string): number {
    return this.#processes.index(name);
  }

  keyIndex(name: string): number {
    return this.#keys.index(name);
  }

  valueIndex(value: Value | undefined): number {
    if (value === undefined) return NONE;
    const key = Buffer.from(valueKey(value));
    return this.valueIndexOfKey(key, 0, key.length, hashOfBytes(key, 0, key.length));
  }

  /** As `valueIndex`, of the value whose `valueKey` is `bytes[start..end)` in UTF-8. `hash` is its `hashOfBytes`. */
  valueIndexOfKey(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const known = this.#values.find(bytes, start, end, hash);
    return known === NONE ? this.#values.add(bytes, start, end, hash) : known;
  }

  /** As `valueIndexOfKey`, of a value that is not known yet. */
  addValueOfKey(bytes: Uint8Array, start: number, end: number, hash: number): number {
    return this.#values.add(bytes, start, end, hash);
  }

  /** The index of a value that is known already, by its key as above; `NONE` where it is not. */
  knownValueIndex(bytes: Uint8Array, start: number, end: number, hash: number): number {
    return this.#values.find(bytes, start, end, hash);
  }

  /** Begins an operation, and gives its place. Invocations must come in the order of their times. */
  invoke({ f, process, key, input, at, place }: Invocation): number {
    const operation = this.#count;
    if (operation === this.#f.length) this.#grow();
    this.#count += 1;
    this.#f[operation] = f;
    this.#outcome[operation] = INFO;
    this.#process[operation] = process;
    this.#key[operation] = key;
    this.#input[operation] = input;
    this.#output[operation] = NONE;
    this.#invokedAt[operation] = place;
    this.#completedAt[operation] = NONE;
    this.#callAt[operation] = at;
    this.#endAt[operation] = Infinity;
    return operation;
  }

  /** The code of the function that an operation called. */
  functionOf(operation: number): number {
    return this.#f[operation] ?? 0;
  }

  /** The index of what an operation was called with, or `NONE`. */
  inputOf(operation: number): number {
    return this.#input[operation] ?? NONE;
  }

  /** Ends an operation. */
  complete(operation: number, { outcome, output, at, place }: Completion): void {
    this.#outcome[operation] = outcome;
    this.#output[operation] = output;
    this.#completedAt[operation] = place;
    if (outcome !== OK && outcome !== FAIL) return;
    this.#endAt[operation] = at;
    this.#ended[this.#endedCount] = operation;
    this.#endedCount += 1;
  }

  finish(): ClientHistory {
    const count = this.#count;
    const callAt = this.#callAt.subarray(0, count);
    const endAt = this.#endAt.subarray(0, count);
    const { call, end } = ranksOf(callAt, endAt, byTime(this.#ended.subarray(0, this.#endedCount), endAt));
    return {
      source: this.#options.source,
      count,
      f: this.#f.subarray(0, count),
      outcome: this.#outcome.subarray(0, count),
      process: this.#process.subarray(0, count),
      processes: this.#processes.all,
      key: this.#key.subarray(0, count),
      keys: this.#keys.all,
      input: this.#input.subarray(0, count),
      output: this.#output.subarray(0, count),
      values: valuesOf(this.#values),
      call,
      end,
      invokedAt: this.#invokedAt.subarray(0, count),
      completedAt: this.#completedAt.subarray(0, count),
      placedBy: this.#options.placedBy,
      ...(this.#options.timed ? { times: { callUs: callAt, endUs: endAt } } : {}),
    };
  }

  #grow(): void {
    const size = this.#f.length * 2;
    this.#f = grown(this.#f, new Uint8Array(size));
    this.#outcome = grown(this.#outcome, new Uint8Array(size));
    this.#process = grown(this.#process, new Int32Array(size));
    this.#key = grown(this.#key, new Int32Array(size));
    this.#input = grown(this.#input, new Int32Array(size));
    this.#output = grown(this.#output, new Int32Array(size));
    this.#invokedAt = grown(this.#invokedAt, new Int32Array(size));
    this.#completedAt = grown(this.#completedAt, new Int32Array(size));
    this.#callAt = grown(this.#callAt, new Float64Array(size));
    this.#endAt = grown(this.#endAt, new Float64Array(size));
    this.#ended = grown(this.#ended, new Int32Array(size));
  }
}

function grown<Column extends Uint8Array | Int32Array | Float64Array>(column: Column, larger: Column): Column {
  larger.set(column);
  return larger;
}

/** Merges calls and ends, both sorted by time, into one order; of those at one time the calls come first. */
function ranksOf(
  callAt: Float64Array,
  endAt: Float64Array,
  ended: Int32Array,
): { readonly call: Int32Array; readonly end: Int32Array } {
  const count = callAt.length;
  const call = new Int32Array(count);
  const end = new Int32Array(count).fill(NEVER);
  let rank = 0;
  let next = 0;
  for (let index = 0; index < ended.length; index += 1) {
    const operation = ended[index] ?? 0;
    const at = endAt[operation] ?? 0;
    while (next < count && (callAt[next] ?? 0) <= at) call[next++] = rank++;
    end[operation] = rank++;
  }
  while (next < count) call[next++] = rank++;
  return { call, end };
}

/** A recorder writes completions as they come, so that they are sorted already, or all but sorted. */
function byTime(ended: Int32Array, endAt: Float64Array): Int32Array {
  for (let index = 1; index < ended.length; index += 1) {
    if ((endAt[ended[index] ?? 0] ?? 0) < (endAt[ended[index - 1] ?? 0] ?? 0)) {
      return ended.sort((left, right) => (endAt[left] ?? 0) - (endAt[right] ?? 0) || left - right);
    }
  }
  return ended;
}

/** So many values make one text for the JSON parser: one call for each value would cost more than the parsing. */
const VALUES_AT_ONCE = 4096;

function valuesOf(table: ByteTable): readonly Value[] {
  const values: Value[] = [];
  for (let from = 0; from < table.count; from += VALUES_AT_ONCE) {
    const texts = table.text(from, Math.min(table.count, from + VALUES_AT_ONCE));
    const parsed = valueOfJson(`[${texts}]`);
    if (isList(parsed)) for (const value of parsed) values.push(value);
  }
  return values;
}
