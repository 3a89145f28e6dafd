/**
 * When the chains of a register have an order that real time allows, and which (Gibbons and Korach, Testing shared
 * memories, 1997, for reads and writes; here a cluster is a chain of cas).
 *
 * Let f be the first end and s the last call among the operations of a chain. Chain A must stand before B when an
 * operation of A ended before one of B was called, that is when f(A) < s(B). No order exists when each must stand before
 * the other. Otherwise sorting by f + s gives one: where A must stand before B, f(A) < s(B), and since B need not stand
 * before A, s(A) <= f(B); added up, f(A) + s(A) < f(B) + s(B). So one sort finds the order, and one pass over it confirms
 * it or meets two chains that each must stand before the other: should A come before B in the sort and f(B) < s(A), then
 * f(A) - s(B) <= f(B) - s(A) < 0 as well.
 */
import { NEVER } from '../../history/client-history.ts';
import { NOTHING, type RegisterColumns } from './register-columns.ts';
import type { ValueChains } from './value-chains.ts';

/** `chains`: all of them, by their first writers, in an order that real time allows. */
export interface OrderedChains {
  readonly kind: 'ordered';
  readonly chains: Int32Array;
}

/**
 * Two operations that cannot stand as they must: `late`, of a writer further back or of the writer itself, was called
 * after `early` had ended.
 */
export interface BrokenChain {
  readonly kind: 'broken';
  readonly late: number;
  readonly early: number;
}

/** Each of two chains had an operation that ended before one of the other was called. */
export interface CrossedChains {
  readonly kind: 'crossed';
  /** Of one chain and of the other: the operation that ended first, and the one that was called last. */
  readonly one: { readonly ended: number; readonly called: number };
  readonly other: { readonly ended: number; readonly called: number };
}

export function orderChains(
  columns: RegisterColumns,
  chains: ValueChains,
): OrderedChains | BrokenChain | CrossedChains {
  const { firsts } = chains;
  const ended = new Int32Array(firsts.length);
  const called = new Int32Array(firsts.length);
  for (const [chain, first] of firsts.entries()) {
    const broken = measure(columns, chains, { chain, first, ended, called });
    if (broken !== undefined) return broken;
  }
  return ordered(columns, { firsts, ended, called });
}

interface Zones {
  readonly firsts: Int32Array;
  /** The operation of each chain that ended first, and the one that was called last. */
  readonly ended: Int32Array;
  readonly called: Int32Array;
}

/** Walks a chain: no operation may have ended before one was called that stands further to the front. */
function measure(
  columns: RegisterColumns,
  { next, lastRead, endedRead }: ValueChains,
  { chain, first, ended, called }: Omit<Zones, 'firsts'> & { readonly chain: number; readonly first: number },
): BrokenChain | undefined {
  let latest = first;
  let earliest = first;
  for (let writer = first; writer !== NOTHING; writer = next[writer] ?? NOTHING) {
    if (endOf(columns, writer) < callOf(columns, latest)) return { kind: 'broken', late: latest, early: writer };
    if (callOf(columns, writer) > callOf(columns, latest)) latest = writer;
    if (endOf(columns, writer) < endOf(columns, earliest)) earliest = writer;
    const read = endedRead[writer] ?? NOTHING;
    if (read === NOTHING) continue;
    if (endOf(columns, read) < callOf(columns, latest)) return { kind: 'broken', late: latest, early: read };
    const last = lastRead[writer] ?? NOTHING;
    if (callOf(columns, last) > callOf(columns, latest)) latest = last;
    if (endOf(columns, read) < endOf(columns, earliest)) earliest = read;
  }
  ended[chain] = earliest;
  called[chain] = latest;
  return undefined;
}

function ordered(columns: RegisterColumns, zones: Zones): OrderedChains | CrossedChains {
  const { firsts, ended, called } = zones;
  const count = firsts.length;
  // f + s, from -2 for the chain of the initial value, and the chain: both fit into the 53 bits of a number.
  const keys = new Float64Array(count);
  for (let chain = 0; chain < count; chain += 1) {
    const sum = endOf(columns, ended[chain] ?? 0) + callOf(columns, called[chain] ?? 0) + 2;
    keys[chain] = sum * count + chain;
  }
  keys.sort();
  const order = new Int32Array(count);
  let latest = NOTHING;
  for (let at = 0; at < count; at += 1) {
    const key = keys[at] ?? 0;
    // The remainder, three times as fast as `%`: the quotient is far too small to be rounded to the next integer.
    const chain = key - Math.floor(key / count) * count;
    const before = latest === NOTHING ? 0 : (called[latest] ?? 0);
    if (latest !== NOTHING && endOf(columns, ended[chain] ?? 0) < callOf(columns, before)) {
      return { kind: 'crossed', one: zoneOf(zones, latest), other: zoneOf(zones, chain) };
    }
    if (latest === NOTHING || callOf(columns, called[chain] ?? 0) > callOf(columns, before)) latest = chain;
    order[at] = firsts[chain] ?? 0;
  }
  return { kind: 'ordered', chains: order };
}

function zoneOf({ ended, called }: Zones, chain: number): { readonly ended: number; readonly called: number } {
  return { ended: ended[chain] ?? 0, called: called[chain] ?? 0 };
}

/** The writer of the initial value comes before everything. */
function callOf({ call, count }: RegisterColumns, operation: number): number {
  return operation === count ? -1 : (call[operation] ?? 0);
}

function endOf({ end, count }: RegisterColumns, operation: number): number {
  return operation === count ? -1 : (end[operation] ?? NEVER);
}
