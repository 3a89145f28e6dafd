/**
 * The operations of one object as the search wants them: those that must be placed by their completions, each with a slot
 * that it shares with no operation open at the same time; indeterminate ones, which may be left out, by class.
 */
import { NEVER } from '../../history/client-history.ts';
import type { Subject } from '../subject.ts';
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
  /** The optional operations of the k-th class of them are `optionalFrom[k]` to `optionalFrom[k + 1] - 1`, in the order of their calls. */
  readonly optionalClasses: Int32Array;
  readonly optionalFrom: Int32Array;
  /** Whether operations of a class never change the state. */
  readonly readOnly: Uint8Array;
}

/** Optional operations are left out where no order needs them: those that change nothing, and those of which nobody needs what they leave. */
export function prepare(
  subject: Subject,
  { classOf, operations }: OperationClasses,
  flows: Flows | undefined,
): Prepared {
  const readOnly = new Uint8Array(operations.length);
  for (let each = 0; each < operations.length; each += 1) {
    const operation = operations[each];
    if (operation !== undefined && subject.model.isReadOnly(operation)) readOnly[each] = 1;
  }
  const optionalOf = countOptional(subject, classOf, readOnly);
  if (flows !== undefined) dropUnneeded(optionalOf, classOf, flows);
  const layout = layoutOf(subject, classOf, optionalOf);
  const swept = sweep(subject, classOf, layout);
  const { required, optionalClasses, optionalFrom } = layout;
  return {
    required,
    ...swept,
    previousSame: previousSame(swept.class, required, operations.length),
    optionalClasses,
    optionalFrom,
    readOnly,
  };
}

/** How many optional operations each class has. */
function countOptional({ history, operations }: Subject, classOf: Int32Array, readOnly: Uint8Array): Int32Array {
  const optionalOf = new Int32Array(readOnly.length);
  for (let index = 0; index < operations.length; index += 1) {
    const each = classOf[index] ?? 0;
    if (readOnly[each] === 0 && history.end[operations[index] ?? 0] === NEVER)
      optionalOf[each] = (optionalOf[each] ?? 0) + 1;
  }
  return optionalOf;
}

/**
 * An optional operation that leaves what no other operation needs can be left out of every order: what follows it is
 * possible without it. Leaving it out may leave another one without need, and so on.
 */
function dropUnneeded(optionalOf: Int32Array, classOf: Int32Array, { needs, leaves }: Flows): void {
  const requiredOf = optionalOf.map((optional) => -optional);
  for (let index = 0; index < classOf.length; index += 1) {
    const each = classOf[index] ?? 0;
    requiredOf[each] = (requiredOf[each] ?? 0) + 1;
  }
  /** How many classes need a state; classes that leave it, as a list. */
  const needersOf = new Map<number, number>();
  const suppliersOf = new Map<number, number[]>();
  for (let each = 0; each < needs.length; each += 1) {
    const optional = optionalOf[each] ?? 0;
    if (optional === 0 && (requiredOf[each] ?? 0) === 0) continue;
    const needed = needs[each] ?? ANY;
    needersOf.set(needed, (needersOf.get(needed) ?? 0) + 1);
    if (optional === 0) continue;
    const left = leaves[each] ?? ANY;
    const suppliers = suppliersOf.get(left);
    if (suppliers === undefined) suppliersOf.set(left, [each]);
    else suppliers.push(each);
  }
  const unneeded = [...suppliersOf.keys()].filter((state) => !needersOf.has(state));
  for (let state = unneeded.pop(); state !== undefined; state = unneeded.pop()) {
    for (const each of suppliersOf.get(state) ?? []) {
      optionalOf[each] = 0;
      if ((requiredOf[each] ?? 0) > 0) continue;
      const needed = needs[each] ?? ANY;
      const needers = (needersOf.get(needed) ?? 0) - 1;
      needersOf.set(needed, needers);
      if (needers === 0) unneeded.push(needed);
    }
  }
}

interface Layout {
  readonly required: number;
  /** The position of each operation in the columns of `Prepared`, -1 of those left out. */
  readonly positionOf: Int32Array;
  readonly optionalClasses: Int32Array;
  readonly optionalFrom: Int32Array;
  /** When each rank completed. */
  readonly ends: Int32Array;
}

/** Completions are sorted as numbers that name their operations, which needs no comparing function. */
function layoutOf({ history, operations }: Subject, classOf: Int32Array, optionalOf: Int32Array): Layout {
  const count = operations.length;
  const keys = new Float64Array(count);
  let required = 0;
  for (let index = 0; index < count; index += 1) {
    const end = history.end[operations[index] ?? 0] ?? NEVER;
    if (end !== NEVER) keys[required++] = end * count + index;
  }
  const sorted = keys.subarray(0, required).sort();
  const groups: number[] = [];
  const from: number[] = [required];
  const nextOf = new Int32Array(optionalOf.length).fill(-1);
  for (let each = 0; each < optionalOf.length; each += 1) {
    if ((optionalOf[each] ?? 0) === 0) continue;
    groups.push(each);
    nextOf[each] = from[from.length - 1] ?? 0;
    from.push((nextOf[each] ?? 0) + (optionalOf[each] ?? 0));
  }
  const positionOf = new Int32Array(count);
  for (let index = 0; index < count; index += 1) {
    const each = classOf[index] ?? 0;
    const next = nextOf[each] ?? -1;
    const isOptional = next >= 0 && history.end[operations[index] ?? 0] === NEVER;
    positionOf[index] = isOptional ? next : -1;
    if (isOptional) nextOf[each] = next + 1;
  }
  const ends = new Int32Array(required);
  for (let rank = 0; rank < required; rank += 1) {
    const index = (sorted[rank] ?? 0) % count;
    positionOf[index] = rank;
    ends[rank] = history.end[operations[index] ?? 0] ?? 0;
  }
  return { required, positionOf, optionalClasses: Int32Array.from(groups), optionalFrom: Int32Array.from(from), ends };
}

type Swept = Omit<Prepared, 'required' | 'previousSame' | 'optionalClasses' | 'optionalFrom' | 'readOnly'>;

/** One pass over calls and completions, both in order. A slot is free again once its operation completed. */
function sweep({ history, operations }: Subject, classOf: Int32Array, layout: Layout): Swept {
  const { required, positionOf, optionalFrom, ends } = layout;
  const size = optionalFrom[optionalFrom.length - 1] ?? required;
  const swept = {
    place: new Int32Array(size),
    class: new Int32Array(size),
    availableAt: new Int32Array(size),
    slot: new Int32Array(required),
    opening: new Int32Array(required),
    openingFrom: new Int32Array(required + 2),
  };
  const free: number[] = [];
  let slots = 0;
  let completed = 0;
  let opened = 0;
  for (let index = 0; index < operations.length; index += 1) {
    const position = positionOf[index] ?? -1;
    if (position < 0) continue;
    const place = operations[index] ?? 0;
    const call = history.call[place] ?? 0;
    while (completed < required && (ends[completed] ?? 0) < call) {
      free.push(swept.slot[completed] ?? 0);
      completed += 1;
      swept.openingFrom[completed] = opened;
    }
    swept.place[position] = place;
    swept.class[position] = classOf[index] ?? 0;
    swept.availableAt[position] = completed;
    if (position >= required) continue;
    swept.opening[opened++] = position;
    swept.slot[position] = free.pop() ?? slots++;
  }
  swept.openingFrom.fill(opened, completed + 1);
  return { ...swept, slots };
}

function previousSame(classes: Int32Array, required: number, classCount: number): Int32Array {
  const previous = new Int32Array(required);
  const last = new Int32Array(classCount).fill(-1);
  for (let rank = 0; rank < required; rank += 1) {
    const each = classes[rank] ?? 0;
    previous[rank] = last[each] ?? -1;
    last[each] = rank;
  }
  return previous;
}
