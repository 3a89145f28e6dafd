/**
 * The operations of one object as the search wants them: those that must be placed by their completions, each with a slot
 * that it shares with no operation open at the same time; indeterminate ones, which may be left out, by class.
 */
import { NEVER } from '../../history/client-history.ts';
import type { Limits } from '../engine.ts';
import type { CellEffect } from '../model.ts';
import { pairKey } from './pair-key.ts';
import type { Subject } from '../subject.ts';
import { keepTime } from './keep-time.ts';
import type { OperationClasses } from './operation-classes.ts';
import { ANY, type Flows } from './state-table.ts';

export interface Prepared {
  /** How many operations must be placed. They are numbered from 0 in the order of their completions: their *rank*. */
  readonly required: number;
  /** Place in the history and class of each rank, and from `required` on of each optional operation. */
  readonly place: Int32Array;
  readonly class: Int32Array;
  /** How many ranks completed before the operation was called: it may be placed once all of these are. */
  readonly availableAt: Int32Array;
  /** The bit of a rank in the mask of placed operations. */
  readonly slot: Int32Array;
  readonly slots: number;
  /** The next lower rank of the same class, or -1. */
  readonly previousSame: Int32Array;
  /** Ranks in the order of their calls. Those that become available at p are `openingFrom[p]` to `openingFrom[p + 1] - 1`. */
  readonly opening: Int32Array;
  readonly openingFrom: Int32Array;
  /** The highest rank that is available at p or before. */
  readonly lastOpen: Int32Array;
  /** The optional operations of the k-th class of them are `optionalFrom[k]` to `optionalFrom[k + 1] - 1`, in the order of their calls. */
  readonly optionalClasses: Int32Array;
  readonly optionalFrom: Int32Array;
}

/** Ends up to so many times the number of operations are laid out one by one. */
const SPREAD_MAX = 8;

/** What the classes do: see `StateTable`. */
interface ClassEffects {
  readonly readOnly: Uint8Array;
  readonly flows: Flows | undefined;
  readonly cells: readonly (readonly CellEffect[])[] | undefined;
}

/**
 * Optional operations are left out where no order needs them: those that change nothing, and those of which nobody needs
 * what they leave. Few passes and small functions: most histories are so short that they are prepared before any of this
 * is compiled.
 */
export function prepare(subject: Subject, classes: OperationClasses, effects: ClassEffects, limits: Limits): Prepared {
  const classCount = classes.operations.length;
  const { required, byEnd, optionalOf } = completions(subject, classes, classCount);
  keepTime(limits);
  if (required < subject.operations.length) dropUseless(optionalOf, classes.classOf, effects);
  const layout = layoutOf(subject, classes.classOf, { required, byEnd, optionalOf });
  keepTime(limits);
  return { required, ...layout, ...sweep(subject, layout) };
}

interface Completions {
  readonly required: number;
  /** The operations that completed, in that order. */
  readonly byEnd: Int32Array;
  /** How many operations of each class may be left out. */
  readonly optionalOf: Int32Array;
}

function completions({ history, operations }: Subject, { classOf }: OperationClasses, classCount: number): Completions {
  const count = operations.length;
  const optionalOf = new Int32Array(classCount);
  const { end } = history;
  let required = 0;
  let latest = 0;
  for (let index = 0; index < count; index += 1) {
    const at = end[operations[index] ?? 0] ?? NEVER;
    if (at === NEVER) optionalOf[classOf[index] ?? 0] = (optionalOf[classOf[index] ?? 0] ?? 0) + 1;
    else {
      required += 1;
      if (at > latest) latest = at;
    }
  }
  const counted = latest < SPREAD_MAX * count ? countedByEnd(end, operations, latest) : undefined;
  return { required, byEnd: counted ?? sortedByEnd(end, operations), optionalOf };
}

/**
 * Ends are ranks, and so most histories are sorted by laying operations at the places of their ends. Undefined where two
 * share one, which a history should not have.
 */
function countedByEnd(end: Int32Array, operations: Int32Array, latest: number): Int32Array | undefined {
  const indexAt = new Int32Array(latest + 1).fill(-1);
  for (let index = 0; index < operations.length; index += 1) {
    const at = end[operations[index] ?? 0] ?? NEVER;
    if (at === NEVER) continue;
    if (indexAt[at] !== -1) return undefined;
    indexAt[at] = index;
  }
  let length = 0;
  for (let at = 0; at <= latest; at += 1) {
    const index = indexAt[at] ?? -1;
    if (index >= 0) indexAt[length++] = index;
  }
  return indexAt.subarray(0, length);
}

/** An object of few operations in a long history. Numbers are sorted without a comparing function. */
function sortedByEnd(end: Int32Array, operations: Int32Array): Int32Array {
  const count = operations.length;
  const keys = new Float64Array(count);
  let length = 0;
  for (let index = 0; index < count; index += 1) {
    const at = end[operations[index] ?? 0] ?? NEVER;
    if (at !== NEVER) keys[length++] = at * count + index;
  }
  return Int32Array.from(keys.subarray(0, length).sort(), (key) => key % count);
}

function dropUseless(optionalOf: Int32Array, classOf: Int32Array, { readOnly, flows, cells }: ClassEffects): void {
  for (let each = 0; each < optionalOf.length; each += 1) if (readOnly[each] === 1) optionalOf[each] = 0;
  if (flows !== undefined) dropUnneeded(optionalOf, classOf, flows);
  else if (cells !== undefined) dropUnneededInCells(optionalOf, cells);
}

/** The same for objects of several cells, in one pass: what an optional operation needs is seldom known. */
function dropUnneededInCells(optionalOf: Int32Array, cells: readonly (readonly CellEffect[])[]): void {
  const needed = new Set<string>();
  for (const { cell, needs } of cells.flat()) if (needs !== undefined) needed.add(pairKey(cell, needs));
  for (let each = 0; each < optionalOf.length; each += 1) {
    const isNeeded = cells[each]?.some(({ cell, leaves }) => leaves !== undefined && needed.has(pairKey(cell, leaves)));
    if (isNeeded === false) optionalOf[each] = 0;
  }
}

/**
 * An optional operation that leaves what no other operation needs can be left out of every order: what follows it is
 * possible without it. Leaving it out may leave another one without need, and so on.
 */
function dropUnneeded(optionalOf: Int32Array, classOf: Int32Array, { needs, leaves, states }: Flows): void {
  const requiredOf = optionalOf.map((optional) => -optional);
  for (let index = 0; index < classOf.length; index += 1) {
    const each = classOf[index] ?? 0;
    requiredOf[each] = (requiredOf[each] ?? 0) + 1;
  }
  /** By state: how many classes need it, and the classes that leave it, as a list through `nextSupplier`. */
  const needers = new Int32Array(states);
  const firstSupplier = new Int32Array(states).fill(-1);
  const nextSupplier = new Int32Array(needs.length).fill(-1);
  for (let each = 0; each < needs.length; each += 1) {
    if ((optionalOf[each] ?? 0) === 0 && (requiredOf[each] ?? 0) === 0) continue;
    const needed = needs[each] ?? ANY;
    if (needed !== ANY) needers[needed] = (needers[needed] ?? 0) + 1;
    const left = leaves[each] ?? ANY;
    if ((optionalOf[each] ?? 0) === 0 || left === ANY) continue;
    nextSupplier[each] = firstSupplier[left] ?? -1;
    firstSupplier[left] = each;
  }
  const unneeded: number[] = [];
  for (let state = 0; state < states; state += 1) if (needers[state] === 0) unneeded.push(state);
  for (let state = unneeded.pop(); state !== undefined; state = unneeded.pop()) {
    for (let each = firstSupplier[state] ?? -1; each !== -1; each = nextSupplier[each] ?? -1) {
      optionalOf[each] = 0;
      const needed = needs[each] ?? ANY;
      if ((requiredOf[each] ?? 0) > 0 || needed === ANY) continue;
      needers[needed] = (needers[needed] ?? 0) - 1;
      if (needers[needed] === 0) unneeded.push(needed);
    }
  }
}

interface Layout extends Pick<Prepared, 'place' | 'class' | 'previousSame' | 'optionalClasses' | 'optionalFrom'> {
  /** The position of each operation in these columns, -1 of those left out. */
  readonly positionOf: Int32Array;
}

function layoutOf(
  { history, operations }: Subject,
  classOf: Int32Array,
  { required, byEnd, optionalOf }: Completions,
): Layout {
  const count = operations.length;
  const groups: number[] = [];
  const from: number[] = [required];
  const nextOf = new Int32Array(optionalOf.length).fill(-1);
  let size = required;
  for (let each = 0; each < optionalOf.length; each += 1) {
    if ((optionalOf[each] ?? 0) === 0) continue;
    groups.push(each);
    nextOf[each] = size;
    size += optionalOf[each] ?? 0;
    from.push(size);
  }
  const place = new Int32Array(size);
  const classes = new Int32Array(size);
  const positionOf = new Int32Array(count).fill(-1);
  const previousSame = new Int32Array(required);
  const last = new Int32Array(optionalOf.length).fill(-1);
  for (let rank = 0; rank < required; rank += 1) {
    const index = byEnd[rank] ?? 0;
    const each = classOf[index] ?? 0;
    positionOf[index] = rank;
    place[rank] = operations[index] ?? 0;
    classes[rank] = each;
    previousSame[rank] = last[each] ?? -1;
    last[each] = rank;
  }
  for (let index = 0; size > required && index < count; index += 1) {
    const each = classOf[index] ?? 0;
    const next = nextOf[each] ?? -1;
    if (next < 0 || history.end[operations[index] ?? 0] !== NEVER) continue;
    positionOf[index] = next;
    place[next] = operations[index] ?? 0;
    classes[next] = each;
    nextOf[each] = next + 1;
  }
  const optionalClasses = Int32Array.from(groups);
  return { place, class: classes, previousSame, optionalClasses, optionalFrom: Int32Array.from(from), positionOf };
}

type Swept = Pick<Prepared, 'availableAt' | 'slot' | 'slots' | 'opening' | 'openingFrom' | 'lastOpen'>;

/** One pass over calls and completions, both in order. A slot is free again once its operation completed. */
function sweep({ history, operations }: Subject, { place, positionOf, previousSame }: Layout): Swept {
  const required = previousSame.length;
  const { call, end } = history;
  const availableAt = new Int32Array(place.length);
  const slot = new Int32Array(required);
  const opening = new Int32Array(required);
  const openingFrom = new Int32Array(required + 2);
  const lastOpen = new Int32Array(required + 1);
  const free: number[] = [];
  let slots = 0;
  let completed = 0;
  let opened = 0;
  let last = 0;
  for (let index = 0; index < positionOf.length; index += 1) {
    const position = positionOf[index] ?? -1;
    if (position < 0) continue;
    const calledAt = call[operations[index] ?? 0] ?? 0;
    while (completed < required && (end[place[completed] ?? 0] ?? 0) < calledAt) {
      free.push(slot[completed] ?? 0);
      lastOpen[completed] = last;
      completed += 1;
      openingFrom[completed] = opened;
    }
    availableAt[position] = completed;
    if (position >= required) continue;
    opening[opened++] = position;
    if (position > last) last = position;
    slot[position] = free.pop() ?? slots++;
  }
  openingFrom.fill(opened, completed + 1);
  lastOpen.fill(last, completed);
  return { availableAt, slot, slots, opening, openingFrom, lastOpen };
}
