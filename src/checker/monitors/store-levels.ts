/**
 * The levels of a fencing-guarded store. Reads of an empty store are first, then come the tokens in their order.
 *
 * A layer in which readers tell no two writes apart has two levels, the first write and everybody else; the write that was
 * invoked earliest leaves most room as the first. Any other layer is a register with two levels for each cluster.
 */
import { NONE } from '../../history/client-history.ts';
import type { NotLinearizable } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { LEFT_OUT, type Levels } from './levels.ts';
import { clustersOf } from './store-clusters.ts';
import { StoreFloating, type Floater } from './store-floating.ts';
import { contentAt, isKnown, unwritten, type StoreLayer, type StoreLayers } from './store-layers.ts';

export interface StoreLevels {
  readonly levels: Levels;
  readonly floating: StoreFloating;
  readonly put: readonly PutLayer[];
}

/** Where a layer is. */
export interface PutLayer {
  readonly rank: number;
  readonly base: number;
  readonly isRegister: boolean;
}

/** The levels, or a read of what nobody wrote. Undefined where readers cannot tell two writes under one token apart. */
export function storeLevelsOf(subject: Subject, read: StoreLayers): StoreLevels | NotLinearizable | undefined {
  const { history, operations } = subject;
  const level = new Int32Array(operations.length).fill(LEFT_OUT);
  for (const at of read.empty) level[at] = 0;
  const put: PutLayer[] = [];
  const floaters: Floater[] = [];
  let base = 1;
  for (const layer of read.layers) {
    if (!isKnown(layer)) continue;
    const reader = readerOfUnwritten(subject, read, layer);
    if (reader !== undefined) return unwritten(subject, operations[reader] ?? NONE);
    const eligible = firstWriters(subject, read, layer);
    put.push({ rank: layer.rank, base, isRegister: eligible === undefined });
    if (eligible === undefined) {
      const next = putRegister(subject, read, layer, { base, level, floaters });
      if (next === undefined) return undefined;
      base = next;
    } else {
      for (const at of [...layer.writes, ...layer.sights, ...[...layer.reads.values()].flat()]) level[at] = base + 1;
      const [first] = eligible;
      if (layer.initialContent === undefined && first !== undefined) level[first] = base;
      base += 2;
    }
  }
  for (const at of read.refused) {
    const larger = firstLarger(put, rankAt(subject, read, at));
    floaters.push({ at, from: (larger?.base ?? base) + 1, to: larger === undefined ? -1 : base - 1 });
  }
  return { levels: { history, operations, level, count: base }, floating: new StoreFloating(floaters), put };
}

interface Putting {
  readonly base: number;
  readonly level: Int32Array;
  readonly floaters: Floater[];
}

/** The first level after those of the layer. */
function putRegister(
  subject: Subject,
  { columns }: StoreLayers,
  layer: StoreLayer,
  { base, level, floaters }: Putting,
): number | undefined {
  const clusters = clustersOf(subject, columns, layer);
  if (clusters === undefined) return undefined;
  let next = base;
  for (const { writer, reads } of clusters) {
    if (writer !== NONE) level[writer] = next;
    for (const at of reads) level[at] = next + 1;
    next += 2;
  }
  for (const at of layer.sights) floaters.push({ at, from: base + 1, to: next - 1 });
  return next;
}

/**
 * The writes of which any may be the first of its layer, by invocation, where readers tell no two writes apart; undefined
 * where they do.
 */
function firstWriters(subject: Subject, { columns }: StoreLayers, layer: StoreLayer): readonly number[] | undefined {
  const { writes, indeterminate, reads, sights, initialContent } = layer;
  const byInvocation = (left: number, right: number): number => left - right;
  if (reads.size === 0) return [...writes, ...indeterminate].sort(byInvocation);
  const [seen = NONE] = reads.keys();
  const isSeen = (at: number): boolean => contentAt(subject, columns, at) === seen;
  if (reads.size > 1 || !writes.every(isSeen)) return undefined;
  if (initialContent !== undefined) return initialContent === seen ? [] : undefined;
  const eligible = [...writes, ...indeterminate.filter(isSeen)].sort(byInvocation);
  const [first = Infinity] = eligible;
  // Who saw the token alone may have seen an earlier write of something else.
  const isSure = sights.length === 0 || indeterminate.every((at) => at >= first);
  return isSure ? eligible : undefined;
}

/** A reader of something that nobody wrote under this token. */
function readerOfUnwritten(subject: Subject, { columns }: StoreLayers, layer: StoreLayer): number | undefined {
  const written = new Set<number | undefined>([layer.initialContent]);
  for (const at of layer.writes) written.add(contentAt(subject, columns, at));
  for (const at of layer.indeterminate) written.add(contentAt(subject, columns, at));
  for (const [content, [reader]] of layer.reads) if (!written.has(content)) return reader;
  return undefined;
}

/** The rank of the token that the write of index `at` carried. */
export function rankAt({ history, operations }: Subject, { columns }: StoreLayers, at: number): number {
  return columns.rank[history.input[operations[at] ?? 0] ?? NONE] ?? NONE;
}

/** The first layer of a larger token. */
export function firstLarger(put: readonly PutLayer[], rank: number): PutLayer | undefined {
  let low = 0;
  let high = put.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((put[middle]?.rank ?? 0) <= rank) low = middle + 1;
    else high = middle;
  }
  return put[low];
}
