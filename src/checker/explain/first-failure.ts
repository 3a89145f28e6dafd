/**
 * The operation at which a history fails: the first in the order of completions that cannot be placed, given all that
 * completed before it. The history up to its completion has an order without it, and none with it.
 */
import { NEVER, NONE, OK } from '../../history/client-history.ts';
import type { Limits } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { cutAt, decide } from './decide.ts';

export interface FirstFailure {
  /** Its place in the history. */
  readonly failing: number;
  /** An order of all that completed before it, and of open operations that must have taken effect for that. */
  readonly prefix: Int32Array;
}

/**
 * Finds it by bisection: a history that has no order when some operation completes has none afterwards. `searched` is the
 * longest order that an engine found, where it searched; what it lacks first is where to look first, and `isRefuted` may
 * know without a search that there is no order when that completes. Undefined when a limit is reached.
 */
export function firstFailure(
  subject: Subject,
  searched: Int32Array | undefined,
  isRefuted: (failing: number) => boolean,
  limits: Limits,
): FirstFailure | undefined {
  const { history } = subject;
  const completed = subject.operations
    .filter((place) => history.outcome[place] === OK)
    .sort((left, right) => (history.end[left] ?? 0) - (history.end[right] ?? 0));
  const guess = guessOf(completed, searched);
  const hasOrder = (count: number): boolean | undefined => {
    const last = completed[count - 1] ?? NONE;
    const horizon = history.end[last];
    if (horizon === undefined) return true;
    if (count === guess && isRefuted(last)) return false;
    const { verdict } = decide(cutAt(subject, horizon), limits);
    return verdict === 'unknown' ? undefined : verdict === 'linearizable';
  };
  const count = bisect(completed.length, guess, hasOrder);
  if (count === undefined) return undefined;
  const failing = completed[count - 1] ?? 0;
  const answer = decide(cutAt(subject, history.end[failing] ?? NEVER, failing), limits);
  return answer.verdict === 'linearizable' ? { failing, prefix: answer.order } : undefined;
}

/** The smallest count without an order; all of them together have none. */
function bisect(
  length: number,
  guess: number | undefined,
  hasOrder: (count: number) => boolean | undefined,
): number | undefined {
  let good = 0;
  let bad = length;
  for (let next = guess; bad - good > 1; next = nextProbe(next, good, bad)) {
    const probe = next !== undefined && next > good && next < bad ? next : (good + bad) >>> 1;
    const answer = hasOrder(probe);
    if (answer === undefined) return undefined;
    if (answer) good = probe;
    else bad = probe;
  }
  return bad;
}

/** After a good guess, its neighbour confirms it. */
function nextProbe(last: number | undefined, good: number, bad: number): number | undefined {
  if (last === bad) return bad - 1;
  return last === good ? good + 1 : undefined;
}

function guessOf(completed: Int32Array, searched: Int32Array | undefined): number | undefined {
  if (searched === undefined) return undefined;
  const placed = new Set(searched);
  const lacking = completed.findIndex((place) => !placed.has(place));
  return lacking < 0 ? undefined : lacking + 1;
}
