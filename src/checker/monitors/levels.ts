/**
 * The one argument behind the monitors of objects with tokens. Where the effects of operations have a known order, each
 * operation gets a *level*, and every one of a smaller level must take effect before every one of a larger.
 *
 * Such an order fits real time exactly when no operation ended before another of a smaller level was invoked. It need not
 * be looked for in longer cycles: real time is an interval order and the levels are a weak order, and a cycle through both
 * must somewhere step down from a level to a smaller one, and only real time can do that, in one step, which is such a
 * pair. So one pass from each side decides: before each level the latest invocation of the smaller ones, and from it on
 * the earliest end.
 *
 * Operations that have no level of their own, the sight of nobody for instance, *float*: each may be on some levels and not
 * on others. Every one is put on the smallest that it may be on, given what ended before it was invoked. That is the least
 * solution of bounds that all point upwards, so when it puts an operation too late, every solution does.
 */
import { NEVER, NONE, type ClientHistory } from '../../history/client-history.ts';
import { sortedByTime } from './sorted-by-time.ts';

/** The level of an operation that is left out. */
export const LEFT_OUT = -1;

export interface Levels {
  readonly history: ClientHistory;
  /** Places, in the order of the invocations. */
  readonly operations: Int32Array;
  /** For each of `operations`: its level, or `LEFT_OUT`. */
  readonly level: Int32Array;
  /** How many levels there are. */
  readonly count: number;
}

/** Times, as ranks in the order of all invocations and completions: each belongs to one operation. */
export interface Bounds {
  /** For each level: the last invocation on it or on smaller ones; -1: there is none. */
  readonly lastCall: Int32Array;
  /** For each level: the first end on it or on larger ones; `NEVER`: there is none. */
  readonly firstEnd: Int32Array;
}

export function boundsOf({ history, operations, level, count }: Levels): Bounds {
  const { call, end } = history;
  const lastCall = new Int32Array(count).fill(-1);
  const firstEnd = new Int32Array(count).fill(NEVER);
  for (let at = 0; at < operations.length; at += 1) {
    const on = level[at] ?? LEFT_OUT;
    if (on < 0) continue;
    const place = operations[at] ?? 0;
    // Invocations come in their order, so the last one is the latest.
    lastCall[on] = call[place] ?? 0;
    const ended = end[place] ?? NEVER;
    if (ended < (firstEnd[on] ?? 0)) firstEnd[on] = ended;
  }
  let last = -1;
  let first = NEVER;
  for (let on = 0; on < count; on += 1) {
    last = Math.max(last, lastCall[on] ?? -1);
    lastCall[on] = last;
  }
  for (let on = count - 1; on >= 0; on -= 1) {
    first = Math.min(first, firstEnd[on] ?? NEVER);
    firstEnd[on] = first;
  }
  return { lastCall, firstEnd };
}

/** Two operations in the wrong order: `early` is on a larger level than `late`, and ended before `late` was invoked. */
export interface Inversion {
  readonly early: number;
  readonly late: number;
}

export function inversionOf(levels: Levels, { lastCall, firstEnd }: Bounds): Inversion | undefined {
  for (let on = 1; on < levels.count; on += 1) {
    const late = lastCall[on - 1] ?? -1;
    const early = firstEnd[on] ?? NEVER;
    if (early < late) return { early: endedAt(levels, early), late: calledAt(levels, late) };
  }
  return undefined;
}

/** The operation that was invoked then; `NONE`: none was. */
function calledAt({ history, operations }: Levels, time: number): number {
  return operations.find((place) => history.call[place] === time) ?? NONE;
}

/** The operation that ended then; `NONE`: none did. */
function endedAt({ history, operations }: Levels, time: number): number {
  return operations.find((place) => time !== NEVER && history.end[place] === time) ?? NONE;
}

/** Which levels an operation that floats may be on. */
export interface Floating {
  /** Indices into `operations`, in their order. */
  readonly floaters: Int32Array;
  /**
   * Whether all may be on the same levels. What is invoked later is then never put on a smaller level, and nobody has to
   * look at which ended before which.
   */
  readonly areAlike: boolean;
  /** The smallest level from `level` on that the given one of `floaters` may be on; negative where there is none. */
  nextLevel(floater: number, level: number): number;
}

/** A floating operation that no level has room for. */
export interface Stranded {
  readonly place: number;
  /** What ended before it was invoked, on the smallest level that was left for it or on a larger one; `NONE`: nothing. */
  readonly before: number;
  /** What was invoked after it had ended, on a smaller level than the first that it may be on; `NONE`: there was none. */
  readonly after: number;
  /** A floating operation that ended before this one was invoked and that had to be so late; and why, back to a fixed one. */
  readonly pushedBy: readonly number[];
}

/** Puts floating operations on levels; a stranded one where there is one. */
export function placeFloating(levels: Levels, bounds: Bounds, floating: Floating): Stranded | undefined {
  const { history, operations, level, count } = levels;
  const { lastCall, firstEnd } = bounds;
  const { call, end } = history;
  const { floaters } = floating;
  const ended = floating.areAlike ? new Int32Array(0) : byEnd(floaters, levels);
  const pusherOf = new Int32Array(floating.areAlike ? 0 : floaters.length).fill(NONE);
  let nextEnded = 0;
  let pushed = 0;
  let pusher = NONE;
  let leftmost = 0;
  for (let which = 0; which < floaters.length; which += 1) {
    const at = floaters[which] ?? 0;
    const place = operations[at] ?? 0;
    const called = call[place] ?? 0;
    while (leftmost + 1 < count && (firstEnd[leftmost + 1] ?? NEVER) < called) leftmost += 1;
    for (; nextEnded < ended.length; nextEnded += 1) {
      const other = ended[nextEnded] ?? 0;
      const otherAt = floaters[other] ?? 0;
      if ((end[operations[otherAt] ?? 0] ?? NEVER) >= called) break;
      if ((level[otherAt] ?? 0) <= pushed) continue;
      pushed = level[otherAt] ?? 0;
      pusher = other;
    }
    if (pushed > leftmost) pusherOf[which] = pusher;
    const on = floating.nextLevel(which, Math.max(leftmost, pushed));
    const laterCall = on > 0 ? (lastCall[on - 1] ?? -1) : -1;
    if (on < 0 || laterCall > (end[place] ?? NEVER)) {
      const pushedBy = pushed > leftmost ? pushersFrom(pusher, pusherOf, { levels, bounds, floating }) : [];
      return {
        place,
        before: endedBefore(levels, bounds, place, leftmost),
        after: calledAt(levels, laterCall),
        pushedBy,
      };
    }
    level[at] = on;
  }
  return undefined;
}

/** What ended before `place` was invoked on a level that it could not go below for that; `NONE`: nothing did. */
function endedBefore(levels: Levels, { firstEnd }: Bounds, place: number, from: number): number {
  const called = levels.history.call[place] ?? 0;
  let on = from;
  while (on > 0 && (firstEnd[on] ?? NEVER) >= called) on -= 1;
  return on > 0 ? endedAt(levels, firstEnd[on] ?? NEVER) : NONE;
}

interface Placed {
  readonly levels: Levels;
  readonly bounds: Bounds;
  readonly floating: Floating;
}

/** The floating operations that pushed each other up, and the fixed one at the end of the row. */
function pushersFrom(last: number, pusherOf: Int32Array, { levels, bounds, floating }: Placed): readonly number[] {
  const { operations, level } = levels;
  const places: number[] = [];
  for (let which = last; which !== NONE; which = pusherOf[which] ?? NONE) {
    const at = floating.floaters[which] ?? 0;
    places.push(operations[at] ?? 0);
    if ((pusherOf[which] ?? NONE) !== NONE) continue;
    const fixed = endedBefore(levels, bounds, operations[at] ?? 0, level[at] ?? 0);
    if (fixed !== NONE) places.push(fixed);
  }
  return places;
}

/** The numbers of floating operations, by their ends. */
function byEnd(floaters: Int32Array, { history, operations }: Levels): Int32Array {
  const ends = new Int32Array(floaters.length);
  for (let which = 0; which < floaters.length; which += 1) {
    ends[which] = history.end[operations[floaters[which] ?? 0] ?? 0] ?? NEVER;
  }
  return sortedByTime(ends);
}

/** The operations by level, on one level by invocation: nothing that ended before another was invoked comes after it. */
export function orderOf({ operations, level, count }: Levels): Int32Array {
  const next = new Int32Array(count + 1);
  for (let at = 0; at < level.length; at += 1) {
    const on = (level[at] ?? LEFT_OUT) + 1;
    if (on > 0) next[on] = (next[on] ?? 0) + 1;
  }
  for (let on = 1; on <= count; on += 1) next[on] = (next[on] ?? 0) + (next[on - 1] ?? 0);
  const order = new Int32Array(next[count] ?? 0);
  for (let at = 0; at < level.length; at += 1) {
    const on = level[at] ?? LEFT_OUT;
    if (on < 0) continue;
    const to = next[on] ?? 0;
    order[to] = operations[at] ?? 0;
    next[on] = to + 1;
  }
  return order;
}
