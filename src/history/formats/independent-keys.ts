/**
 * Tells the keys of Jepsen's independent histories. There each value is a tuple `[key value]`, which EDN shows like any
 * other vector: a history is taken for independent only where every operation of it has the form of one, and some
 * operation has a form that no single register gives it.
 */
import { NONE, type ClientHistory } from '../client-history.ts';
import { functionCode } from '../client-history-builder.ts';
import { isList, valueKey, type Value } from '../value.ts';

const READ = functionCode('read');
const CAS = functionCode('cas');
const TXN = functionCode('txn');

/** The history with keys of their own and values without them, or the same history where it is not independent. */
export function withIndependentKeys(history: ClientHistory): ClientHistory {
  return isIndependent(history) ? takenApart(history) : history;
}

function isIndependent(history: ClientHistory): boolean {
  const { count, f, key, input, output, values } = history;
  let isPlain = false;
  for (let place = 0; place < count; place += 1) {
    const called = values[input[place] ?? NONE];
    if (key[place] !== NONE || f[place] === TXN || !isTuple(called)) return false;
    const [name, asked] = called;
    if (f[place] === CAS && !isTuple(asked)) return false;
    if (f[place] === READ && asked !== null) return false;
    const returned = values[output[place] ?? NONE];
    if (returned !== undefined && !(isTuple(returned) && returned[0] === name)) return false;
    if (f[place] === CAS || f[place] === READ) isPlain = true;
  }
  return isPlain;
}

/** A key and its value. */
function isTuple(value: Value | undefined): value is readonly [string | number, Value] {
  if (!isList(value) || value.length !== 2) return false;
  const [name] = value;
  return typeof name === 'string' || typeof name === 'number';
}

function takenApart(history: ClientHistory): ClientHistory {
  const names = new Interned<string>();
  const parts = new Interned<Value>();
  const keyOf = new Int32Array(history.values.length).fill(NONE);
  const partOf = new Int32Array(history.values.length).fill(NONE);
  for (const [index, value] of history.values.entries()) {
    if (!isTuple(value)) continue;
    const [name, part] = value;
    keyOf[index] = names.index(String(name), String(name));
    // `[key nil]` asks for nothing, and as an answer says that there is nothing.
    partOf[index] = parts.index(valueKey(part), part);
  }
  const nothing = parts.index('null', null);
  const key = history.input.map((index) => keyOf[index] ?? NONE);
  const input = history.input.map((index, place) => {
    const part = partOf[index] ?? NONE;
    return part === nothing && history.f[place] === READ ? NONE : part;
  });
  const output = history.output.map((index) => (index === NONE ? NONE : (partOf[index] ?? NONE)));
  return { ...history, key, keys: names.all, input, output, values: parts.all };
}

class Interned<T> {
  readonly all: T[] = [];
  readonly #indices = new Map<string, number>();

  index(key: string, value: T): number {
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.all.length);
    return this.all.push(value) - 1;
  }
}
