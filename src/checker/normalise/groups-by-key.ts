/** Tells the operations of several objects apart by their keys. */
import { NONE, type ClientHistory } from '../../history/client-history.ts';

/** The operations of each object, each group in the order of the invocations. Those without a key are one object. */
export function groupsByKey({ key, keys }: ClientHistory, operations: Int32Array): readonly Int32Array[] {
  if (keys.length === 0) return [operations];
  const starts = new Int32Array(keys.length + 2);
  for (let at = 0; at < operations.length; at += 1) {
    const object = (key[operations[at] ?? 0] ?? NONE) + 2;
    starts[object] = (starts[object] ?? 0) + 1;
  }
  for (let object = 1; object < starts.length; object += 1) {
    starts[object] = (starts[object] ?? 0) + (starts[object - 1] ?? 0);
  }
  const sorted = new Int32Array(operations.length);
  const next = starts.slice();
  for (let at = 0; at < operations.length; at += 1) {
    const place = operations[at] ?? 0;
    const object = (key[place] ?? NONE) + 1;
    const to = next[object] ?? 0;
    sorted[to] = place;
    next[object] = to + 1;
  }
  const groups: Int32Array[] = [];
  for (let object = 0; object + 1 < starts.length; object += 1) {
    const [from = 0, to = 0] = [starts[object], starts[object + 1]];
    if (to > from) groups.push(sorted.subarray(from, to));
  }
  return groups;
}
