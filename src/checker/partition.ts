/**
 * Takes a history of several objects apart: a history is linearizable exactly when the history of each object is
 * (Herlihy and Wing, 1990, locality). What is judged apart is judged in a fraction of the time.
 */
import { NONE, inputOf, outputOf, type ClientHistory } from '../history/client-history.ts';
import type { Value } from '../history/value.ts';
import type { AnyModel } from './model.ts';
import { tokenIn } from './models/token-value.ts';
import type { Subject } from './subject.ts';

export interface Partitioned {
  readonly model: AnyModel;
  readonly initial: Value | undefined;
  /** Normalised, with the operations that count. */
  readonly history: ClientHistory;
  readonly operations: Int32Array;
}

/** One subject for each object, in the order in which the history first names them; at least one. */
export function partition({ model, initial, history, operations }: Partitioned): readonly Subject[] {
  const whole: Subject = { model, initial, history, operations };
  if (model.partition === 'none' || (model.partition === 'key' && history.keys.length === 0)) return [whole];
  const { objectOf, names } = model.partition === 'key' ? byKey(history) : byToken(history, operations);
  if (names.length === 0) return [whole];
  return grouped(operations, objectOf, names.length).flatMap((group, object) => {
    const name = names[object];
    if (group.length === 0) return [];
    return [{ model, initial, history, operations: group, ...(name === undefined ? {} : { object: name }) }];
  });
}

interface Objects {
  /** The number of the object that the operation at a place is about. */
  readonly objectOf: (place: number) => number;
  readonly names: readonly (string | undefined)[];
}

/** Operations without a key are about an object of their own, which has no name. */
function byKey({ key, keys }: ClientHistory): Objects {
  return { objectOf: (place) => (key[place] ?? NONE) + 1, names: [undefined, ...keys] };
}

/** What an operation returned names the object before what it was called with does. */
function byToken(history: ClientHistory, operations: Int32Array): Objects {
  const numbers = new Map<string, number>();
  const names: string[] = [];
  const objects = new Int32Array(history.count);
  for (const place of operations) {
    const name = tokenIn(outputOf(history, place)) ?? tokenIn(inputOf(history, place)) ?? '';
    let number = numbers.get(name);
    if (number === undefined) {
      number = names.length;
      numbers.set(name, number);
      names.push(name);
    }
    objects[place] = number;
  }
  return { objectOf: (place) => objects[place] ?? 0, names };
}

/** The operations of each object, in one pass to count and one to place. */
function grouped(operations: Int32Array, objectOf: (place: number) => number, objects: number): readonly Int32Array[] {
  const sizes = new Int32Array(objects);
  for (const place of operations) sizes[objectOf(place)] = (sizes[objectOf(place)] ?? 0) + 1;
  const groups = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(objects);
  for (const place of operations) {
    const object = objectOf(place);
    const at = filled[object] ?? 0;
    filled[object] = at + 1;
    const group = groups[object];
    if (group !== undefined) group[at] = place;
  }
  return groups;
}
