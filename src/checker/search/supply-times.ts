/**
 * When values are needed and brought, for values that many operations share: a value can be wanted again long before
 * anybody brings it again, and counting alone does not see that.
 */
import type { Prepared } from './prepared.ts';
import { ANY, type Flows } from './state-table.ts';

/** The operations of each value by their calls: those of value v are `from[v]` to `from[v + 1] - 1`. */
interface ByValue {
  readonly from: Int32Array;
  /** How many operations completed before the call. */
  readonly calls: Int32Array;
  readonly positions: Int32Array;
}

export class SupplyTimes {
  readonly #demanders: ByValue;
  /** The first completion among a demander and those of the same value that are called later. */
  readonly #firstEnd: Int32Array;
  readonly #suppliers: ByValue;

  constructor(prepared: Prepared, flows: Flows) {
    const order = byCall(prepared);
    const { class: classes, required } = prepared;
    this.#demanders = grouped(prepared, order, flows.states, (position) =>
      position < required ? (flows.needs[classes[position] ?? 0] ?? ANY) : ANY,
    );
    this.#suppliers = grouped(prepared, order, flows.states, (position) => {
      const each = classes[position] ?? 0;
      return flows.leaves[each] === flows.needs[each] ? ANY : (flows.leaves[each] ?? ANY);
    });
    this.#firstEnd = this.#demanders.positions.slice();
    for (let value = 0; value < flows.states; value += 1) {
      const from = this.#demanders.from[value] ?? 0;
      for (let at = (this.#demanders.from[value + 1] ?? 0) - 2; at >= from; at -= 1) {
        this.#firstEnd[at] = Math.min(this.#firstEnd[at] ?? 0, this.#firstEnd[at + 1] ?? 0);
      }
    }
  }

  get bytes(): number {
    return (this.#demanders.calls.length * 3 + this.#suppliers.calls.length * 2 + this.#suppliers.from.length * 2) * 4;
  }

  /**
   * Whether a value that was just replaced while rank p is awaited comes too late for an operation that needs it and is
   * not called yet: of the `left` suppliers that are not placed none was called, and the next one is called only after that
   * operation has completed.
   */
  comesTooLate(value: number, p: number, left: number): boolean {
    const demander = firstAfter(this.#demanders, value, p);
    if (demander === this.#demanders.from[value + 1]) return false;
    const supplier = firstAfter(this.#suppliers, value, p);
    const end = this.#suppliers.from[value + 1] ?? 0;
    if (left > end - supplier) return false;
    return supplier === end || (this.#suppliers.calls[supplier] ?? 0) > (this.#firstEnd[demander] ?? 0);
  }
}

/** All operations by their calls. */
function byCall({ availableAt, required }: Prepared): Int32Array {
  const next = new Int32Array(required + 2);
  for (const call of availableAt) next[call + 1] = (next[call + 1] ?? 0) + 1;
  for (let call = 1; call < next.length; call += 1) next[call] = (next[call] ?? 0) + (next[call - 1] ?? 0);
  const order = new Int32Array(availableAt.length);
  availableAt.forEach((call, position) => {
    const at = next[call] ?? 0;
    order[at] = position;
    next[call] = at + 1;
  });
  return order;
}

function grouped(
  { availableAt }: Prepared,
  order: Int32Array,
  values: number,
  valueOf: (position: number) => number,
): ByValue {
  const from = new Int32Array(values + 1);
  const valueAt = order.map(valueOf);
  for (const value of valueAt) if (value !== ANY) from[value + 1] = (from[value + 1] ?? 0) + 1;
  for (let value = 1; value <= values; value += 1) from[value] = (from[value] ?? 0) + (from[value - 1] ?? 0);
  const next = from.slice();
  const positions = new Int32Array(from[values] ?? 0);
  for (let each = 0; each < order.length; each += 1) {
    const value = valueAt[each] ?? ANY;
    if (value === ANY) continue;
    const at = next[value] ?? 0;
    positions[at] = order[each] ?? 0;
    next[value] = at + 1;
  }
  return { from, positions, calls: positions.map((position) => availableAt[position] ?? 0) };
}

/** The first operation of a value that is not called while rank p is awaited. */
function firstAfter({ from, calls }: ByValue, value: number, p: number): number {
  let low = from[value] ?? 0;
  let high = from[value + 1] ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((calls[middle] ?? 0) > p) high = middle;
    else low = middle + 1;
  }
  return low;
}
