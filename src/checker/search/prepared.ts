/**
 * Operations as the general search wants them: determinate ones by their completion, each with a slot that it shares
 * with no operation that is open at the same time; indeterminate ones by class and invocation.
 */
import { NEVER, type Operations } from '../operations.ts';

export interface Prepared {
  /** N: how many operations must be placed. They are numbered 0 to N - 1 by their completions: their *rank*. */
  readonly required: number;
  /** The operation (in `Operations`) of each rank, then of each optional one: N + i is the i-th. */
  readonly operation: Int32Array;
  readonly class: Int32Array;
  /** How many determinate operations completed before this one was called: it may be placed once all of them are. */
  readonly availableAt: Int32Array;
  /** The bit of each rank in the mask of placed operations. */
  readonly slot: Int32Array;
  readonly slots: number;
  /** The operations that are open when rank p completes, by rank: `open[openFrom[p]]` to `open[openFrom[p + 1]] - 1`. */
  readonly open: Int32Array;
  readonly openFrom: Int32Array;
  /** Optional operations by class: those of `optionalClasses[k]` are `optionalFrom[k]` to `optionalFrom[k + 1] - 1`, in the order of their calls. */
  readonly optionalClasses: Int32Array;
  readonly optionalFrom: Int32Array;
  /** Whether operations of a class never change the state. */
  readonly readOnly: Uint8Array;
}

/** Optional operations that are read-only are left out: nothing needs them. */
export function prepare(operations: Operations, readOnly: Uint8Array): Prepared {
  const { count, call, end } = operations;
  const required: number[] = [];
  const optional: number[] = [];
  for (let operation = 0; operation < count; operation += 1) {
    if (end[operation] !== NEVER) required.push(operation);
    else if (readOnly[operations.class[operation] ?? 0] === 0) optional.push(operation);
  }
  const at = (column: Int32Array, place: number): number => column[place] ?? 0;
  required.sort((left, right) => at(end, left) - at(end, right));
  optional.sort(
    (left, right) => at(operations.class, left) - at(operations.class, right) || at(call, left) - at(call, right),
  );
  const operation = Int32Array.from([...required, ...optional]);
  const classOf = operation.map((each) => at(operations.class, each));
  const ends = Int32Array.from(required, (each) => at(end, each));
  const availableAt = operation.map((each) => completedBefore(ends, at(call, each)));
  return {
    required: required.length,
    operation,
    class: classOf,
    availableAt,
    ...slotsOf(required.length, availableAt),
    ...optionalGroups(classOf, required.length),
    readOnly,
  };
}

/** How many of the sorted `ends` are smaller than `call`. */
function completedBefore(ends: Int32Array, call: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) < call) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Slots = Pick<Prepared, 'slot' | 'slots' | 'open' | 'openFrom'>;

/** Gives each rank the lowest slot that is free when it is called, and lists who is open at each completion. */
function slotsOf(required: number, availableAt: Int32Array): Slots {
  const byCall = Int32Array.from({ length: required }, (_, rank) => rank).sort(
    (left, right) => (availableAt[left] ?? 0) - (availableAt[right] ?? 0) || left - right,
  );
  const slot = new Int32Array(required);
  const openFrom = new Int32Array(required + 1);
  const open: number[] = [];
  const free: boolean[] = [];
  let current: number[] = [];
  let next = 0;
  for (let p = 0; p < required; p += 1) {
    for (; next < required && (availableAt[byCall[next] ?? 0] ?? 0) <= p; next += 1) {
      const rank = byCall[next] ?? 0;
      let lowest = free.indexOf(true);
      if (lowest < 0) lowest = free.push(true) - 1;
      free[lowest] = false;
      slot[rank] = lowest;
      current.push(rank);
    }
    current.sort((left, right) => left - right);
    openFrom[p] = open.length;
    for (const rank of current) open.push(rank);
    free[slot[p] ?? 0] = true;
    current = current.filter((rank) => rank !== p);
  }
  openFrom[required] = open.length;
  return { slot, slots: free.length, open: Int32Array.from(open), openFrom };
}

function optionalGroups(
  classOf: Int32Array,
  required: number,
): Pick<Prepared, 'optionalClasses' | 'optionalFrom'> {
  const optionalClasses: number[] = [];
  const optionalFrom: number[] = [];
  for (let place = required; place < classOf.length; place += 1) {
    const each = classOf[place] ?? 0;
    if (optionalClasses.at(-1) === each) continue;
    optionalClasses.push(each);
    optionalFrom.push(place);
  }
  optionalFrom.push(classOf.length);
  return { optionalClasses: Int32Array.from(optionalClasses), optionalFrom: Int32Array.from(optionalFrom) };
}
