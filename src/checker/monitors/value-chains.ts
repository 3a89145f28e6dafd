/**
 * What follows what in a register whose needed values are each written once.
 *
 * A value that somebody needs (a read returned it, a cas replaced it) and that has one writer ties operations together:
 * after the writer come the reads of its value, then at most one cas that replaces it, then the reads of that cas's
 * value, and so on. Nothing else may come in between, because the value would be gone for good. So each write that needs
 * nothing begins a *chain* of writers, and the operations of a chain stand side by side in every order.
 *
 * Indeterminate writers belong to a chain only where their value is needed, transitively: an indeterminate cas whose
 * value was read took effect, and so the value that it replaced was there. One whose value nobody needs can be taken out
 * of any order: what comes next, if it stays, needs nothing.
 */
import { NEVER } from '../../history/client-history.ts';
import { NOTHING, type RegisterColumns } from './register-columns.ts';

/** Writers are named by their operation; the register as it was before the history is a writer too, the one after all operations. */
export interface ValueChains {
  readonly initialWriter: number;
  /** The first writers of the chains. */
  readonly firsts: Int32Array;
  /** The cas that replaces the value of a writer; `NOTHING`: none does. */
  readonly next: Int32Array;
  /** The reads of the value of a writer, in the order of their invocations: the first, the last, and each one's follower. */
  readonly firstRead: Int32Array;
  readonly lastRead: Int32Array;
  readonly readAfter: Int32Array;
  /** The read of its value that ended first; `NOTHING`: there is none. */
  readonly endedRead: Int32Array;
  /** How many operations are in the chains. */
  readonly operations: number;
}

/** Operations that no order can hold. */
export interface Contradiction {
  readonly kind: 'never-written' | 'replaced-twice' | 'circle';
  readonly operations: readonly number[];
}

/** Of the writers of one value: there are several. */
const SEVERAL = -2;

/** Undefined where a needed value has several writers: then it is open which of them a read has seen. */
export function valueChains(columns: RegisterColumns): ValueChains | Contradiction | undefined {
  const writers = neededWriters(columns);
  if (writers === undefined || 'kind' in writers) return writers;
  const { writerOf, isNeeded, neededBy } = writers;
  const { count, needs, leaves, end } = columns;
  const next = new Int32Array(count + 1).fill(NOTHING);
  const firstRead = new Int32Array(count + 1).fill(NOTHING);
  const lastRead = new Int32Array(count + 1).fill(NOTHING);
  const endedRead = new Int32Array(count + 1).fill(NOTHING);
  const readAfter = new Int32Array(count).fill(NOTHING);
  const firsts = new Int32Array(count + 1);
  firsts[0] = count;
  let chains = 1;
  let operations = 0;
  for (let operation = 0; operation < count; operation += 1) {
    const value = needs[operation] ?? NOTHING;
    const isRead = leaves[operation] === NOTHING;
    if (!isRead && end[operation] === NEVER && isNeeded[leaves[operation] ?? 0] === 0) continue;
    operations += 1;
    if (value === NOTHING) {
      firsts[chains++] = operation;
      continue;
    }
    const writer = writerOf[value] ?? 0;
    if (isRead) {
      const last = lastRead[writer] ?? NOTHING;
      if (last === NOTHING) firstRead[writer] = operation;
      else readAfter[last] = operation;
      lastRead[writer] = operation;
      const ended = endedRead[writer] ?? NOTHING;
      if (ended === NOTHING || (end[operation] ?? 0) < (end[ended] ?? 0)) endedRead[writer] = operation;
    } else if (next[writer] === NOTHING) next[writer] = operation;
    else return replacedTwice(columns, neededBy, [writer, next[writer] ?? 0, operation]);
  }
  const built: ValueChains = {
    initialWriter: count,
    firsts: firsts.subarray(0, chains),
    next,
    firstRead,
    lastRead,
    readAfter,
    endedRead,
    operations,
  };
  return circle(columns, built, writers) ?? built;
}

interface NeededWriters {
  /** The writer of each value; of values that are not needed it may be `SEVERAL`. */
  readonly writerOf: Int32Array;
  /** 1 for a value that an operation needs which is in every order. */
  readonly isNeeded: Uint8Array;
  /** One operation that needs the value. */
  readonly neededBy: Int32Array;
}

function neededWriters(columns: RegisterColumns): NeededWriters | Contradiction | undefined {
  const { count, needs, end, leaves, values } = columns;
  const writerOf = writersOf(columns);
  const isNeeded = new Uint8Array(values.count);
  const neededBy = new Int32Array(values.count).fill(NOTHING);
  for (let operation = 0; operation < count; operation += 1) {
    if (end[operation] === NEVER) continue;
    // From one that needs a value to its writer, which may be indeterminate and need another.
    let needing = operation;
    let value = needs[operation] ?? NOTHING;
    while (value !== NOTHING && isNeeded[value] === 0) {
      const writer = writerOf[value] ?? NOTHING;
      if (writer === SEVERAL) return undefined;
      if (writer === NOTHING) return { kind: 'never-written', operations: since(needing, neededBy, leaves) };
      isNeeded[value] = 1;
      neededBy[value] = needing;
      if (writer === count) break;
      needing = writer;
      value = needs[writer] ?? NOTHING;
    }
  }
  return { writerOf, isNeeded, neededBy };
}

function writersOf({ count, leaves, values }: RegisterColumns): Int32Array {
  const writerOf = new Int32Array(values.count).fill(NOTHING);
  writerOf[0] = count;
  for (let operation = 0; operation < count; operation += 1) {
    const value = leaves[operation] ?? NOTHING;
    if (value !== NOTHING) writerOf[value] = writerOf[value] === NOTHING ? operation : SEVERAL;
  }
  return writerOf;
}

/** An operation and those because of which it must have taken effect, as far as six. */
function since(operation: number, neededBy: Int32Array, leaves: Int32Array): readonly number[] {
  const found = [operation];
  let value = leaves[operation] ?? NOTHING;
  while (value !== NOTHING && found.length < 6) {
    const by = neededBy[value] ?? NOTHING;
    if (by === NOTHING || found.includes(by)) break;
    found.push(by);
    value = leaves[by] ?? NOTHING;
  }
  return found;
}

/** Of the two that replace a value an indeterminate one is only there because its own value is needed. */
function replacedTwice(
  { end, leaves }: RegisterColumns,
  neededBy: Int32Array,
  operations: readonly number[],
): Contradiction {
  const needing = operations.flatMap((operation) => {
    const by = end[operation] === NEVER ? (neededBy[leaves[operation] ?? 0] ?? NOTHING) : NOTHING;
    return by === NOTHING ? [] : [by];
  });
  return { kind: 'replaced-twice', operations: [...new Set([...operations, ...needing])] };
}

/** Writers that no chain reaches replace each other's values in a circle. */
function circle(
  { count, needs, leaves, end }: RegisterColumns,
  { firsts, next }: ValueChains,
  { isNeeded, neededBy }: NeededWriters,
): Contradiction | undefined {
  const isReached = new Uint8Array(count + 1);
  for (const first of firsts) {
    for (let writer = first; writer !== NOTHING; writer = next[writer] ?? NOTHING) isReached[writer] = 1;
  }
  for (let operation = 0; operation < count; operation += 1) {
    const value = leaves[operation] ?? NOTHING;
    if (value === NOTHING || isReached[operation] === 1 || needs[operation] === NOTHING) continue;
    if (end[operation] === NEVER && isNeeded[value] === 0) continue;
    const around = circleFrom(operation, next);
    const isCertain = around.some((each) => end[each] !== NEVER);
    const needing = isCertain ? [] : around.flatMap((each) => since(each, neededBy, leaves));
    return { kind: 'circle', operations: [...new Set([...around, ...needing])] };
  }
  return undefined;
}

/** A writer has one follower and one predecessor at most, and so those that no first writer leads to are circles. */
function circleFrom(operation: number, next: Int32Array): readonly number[] {
  const found = [operation];
  for (let at = next[operation] ?? NOTHING; at !== operation && at !== NOTHING; at = next[at] ?? NOTHING)
    found.push(at);
  return found;
}
