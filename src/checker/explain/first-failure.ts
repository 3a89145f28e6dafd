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

/** What an engine said about the whole object, and a way to know without one that there is no order. */
export interface Leads {
  /** Operations that it blames: the history fails when the last of them has ended, or before. */
  readonly culprits: readonly number[];
  /** The longest order that it found, where it searched: the history seems to fail at what it lacks first. */
  readonly prefix?: Int32Array;
  /** Whether there is certainly no order when this operation has ended. */
  readonly isRefuted: (failing: number) => boolean;
}

/**
 * Finds it between the last completion that is known to leave an order and the first that is known to leave none: where
 * the leads point to, and by halving where they lead nowhere. Undefined when a limit is reached.
 */
export function firstFailure(subject: Subject, leads: Leads, limits: Limits): FirstFailure | undefined {
  const { history } = subject;
  const completed = subject.operations.filter((place) => history.outcome[place] === OK);
  completed.sort((left, right) => (history.end[left] ?? 0) - (history.end[right] ?? 0));
  /** How many operations have completed when the last of these has. */
  const countAt = (culprits: readonly number[]): number => {
    const last = Math.max(
      0,
      ...culprits.map((place) => (history.outcome[place] === OK ? (history.end[place] ?? 0) : 0)),
    );
    return firstAfter(completed, history.end, last);
  };
  const lacking = lackingIn(completed, leads.prefix);
  let [good, bad] = [0, completed.length];
  let lead = lacking ?? countAt(leads.culprits);
  while (bad - good > 1) {
    const probe = lead > good && lead < bad ? lead : (good + bad) >>> 1;
    const last = completed[probe - 1] ?? NONE;
    if (probe === lacking && leads.isRefuted(last)) {
      bad = probe;
      lead = bad - 1;
      continue;
    }
    const answer = decide(cutAt(subject, history.end[last] ?? NEVER), limits);
    if (answer.verdict === 'unknown') return undefined;
    if (answer.verdict === 'linearizable') {
      good = probe;
      // A lead that was nearly right is confirmed by its neighbour; beyond that, halving is quicker.
      lead = probe === lead ? probe + 1 : 0;
    } else {
      bad = probe;
      const blamed = countAt(answer.culprits);
      lead = answer.culprits.length > 0 && blamed < bad ? blamed : bad - 1;
    }
  }
  const failing = completed[bad - 1] ?? NONE;
  const answer = decide(cutAt(subject, history.end[failing] ?? NEVER, failing), limits);
  return answer.verdict === 'linearizable' ? { failing, prefix: answer.order } : undefined;
}

/** How many of the operations, which are sorted by their ends, have ended by `rank`. */
function firstAfter(completed: Int32Array, end: Int32Array, rank: number): number {
  let [low, high] = [0, completed.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((end[completed[middle] ?? 0] ?? 0) <= rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many operations have completed when the first has that is not in the order. */
function lackingIn(completed: Int32Array, order: Int32Array | undefined): number | undefined {
  if (order === undefined) return undefined;
  const placed = new Set(order);
  const lacking = completed.findIndex((place) => !placed.has(place));
  return lacking < 0 ? undefined : lacking + 1;
}
