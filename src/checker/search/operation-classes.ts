/**
 * Numbers the operations of one object by what they do: operations of one class are possible in the same states and do
 * the same there, and so the model is asked once for all of them.
 */
import { NONE, clientFunctions } from '../../history/client-history.ts';
import type { Limits } from '../engine.ts';
import type { ModelOperation } from '../model.ts';
import { modelOperation, type Subject } from '../subject.ts';
import { LOOK_MASK, keepTime } from './keep-time.ts';

export interface OperationClasses {
  /** The class of each operation, in the order of `Subject.operations`. */
  readonly classOf: Int32Array;
  /** One operation of each class. */
  readonly operations: readonly ModelOperation[];
}

/** Columns of the four numbers that tell classes apart; values are interned in a history, and so equal numbers are equal values. */
const KEY_WORDS = 4;

/**
 * Classes by open addressing over (function, input, output, process), four integers that the history holds already: no
 * text is built for an operation. Where the model says that the output decides nothing, an operation joins the class
 * without an output.
 */
export function classify({ model, history, operations }: Subject, limits: Limits): OperationClasses {
  const { f, input, output, process } = history;
  const count = operations.length;
  const classOf = new Int32Array(count);
  const table = new ClassTable(count);
  const found: ModelOperation[] = [];
  const hasOwner = clientFunctions.map((name) => (model.hasOwners && model.ownerless?.includes(name) !== true ? 1 : 0));
  /** The class of each key in the table: several keys may be one class. */
  const classOfKey: number[] = [];
  for (let index = 0; index < count; index += 1) {
    if ((index & LOOK_MASK) === LOOK_MASK) keepTime(limits);
    const place = operations[index] ?? 0;
    const owner = hasOwner[f[place] ?? 0] === 1 ? (process[place] ?? 0) : NONE;
    const key = table.find(f[place] ?? 0, input[place] ?? NONE, output[place] ?? NONE, owner);
    if (key === classOfKey.length) {
      const operation = modelOperation(history, place);
      const joins = output[place] !== NONE && model.outputCounts?.(operation) === false;
      classOfKey.push(found.length);
      if (joins) {
        const joined = table.find(f[place] ?? 0, input[place] ?? NONE, NONE, owner);
        if (joined === classOfKey.length) classOfKey.push(found.length);
        else classOfKey[key] = classOfKey[joined] ?? 0;
      }
      if (classOfKey[key] === found.length) found.push(operation);
    }
    classOf[index] = classOfKey[key] ?? 0;
  }
  return { classOf, operations: found };
}

/** Numbers keys of four integers from 0, in the order in which they are first asked for. */
class ClassTable {
  readonly #mask: number;
  readonly #slots: Int32Array;
  #keys: Int32Array = new Int32Array(64 * KEY_WORDS);
  #count = 0;

  /** At most two keys for each of `operations`. */
  constructor(operations: number) {
    let size = 64;
    while (size < operations * 3) size *= 2;
    this.#mask = size - 1;
    this.#slots = new Int32Array(size);
  }

  find(f: number, input: number, output: number, owner: number): number {
    const keys = this.#keys;
    // The numbers are dense, and so sums of multiples spread them well enough.
    let slot = (f + 8 * (input + 1) + 72 * (output + 1) + 1288 * (owner + 1)) & this.#mask;
    for (;;) {
      const key = (this.#slots[slot] ?? 0) - 1;
      if (key < 0) return this.#add(slot, f, input, output, owner);
      const at = key * KEY_WORDS;
      if (keys[at] === f && keys[at + 1] === input && keys[at + 2] === output && keys[at + 3] === owner) return key;
      slot = (slot + 1) & this.#mask;
    }
  }

  #add(slot: number, f: number, input: number, output: number, owner: number): number {
    const key = this.#count;
    const at = key * KEY_WORDS;
    if (at === this.#keys.length) {
      const larger = new Int32Array(at * 2);
      larger.set(this.#keys);
      this.#keys = larger;
    }
    this.#keys[at] = f;
    this.#keys[at + 1] = input;
    this.#keys[at + 2] = output;
    this.#keys[at + 3] = owner;
    this.#count += 1;
    this.#slots[slot] = key + 1;
    return key;
  }
}
