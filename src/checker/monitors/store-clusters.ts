/** The writes under one token with those who read them, as a register with distinct values. */
import { NEVER, NONE } from '../../history/client-history.ts';
import type { StoredColumns } from '../stored-columns.ts';
import type { Subject } from '../subject.ts';
import { contentAt, type StoreLayer } from './store-layers.ts';

/** Operations are indices into those of the subject. */
export interface Cluster {
  /** `NONE`: what the store had accepted before the history. */
  readonly writer: number;
  readonly reads: readonly number[];
}

/**
 * The clusters of a layer in an order that fits real time if any does. Undefined where readers cannot tell two writes
 * apart, or nobody wrote what they saw.
 *
 * With f for the first end and s for the last invocation in a cluster, A must come before B when f(A) < s(B). Sorted by
 * the smaller of the two, an earlier A and a later B with f(B) < s(A) also have f(A) < s(B): were s(A) the smaller one of
 * A, then s(A) <= f(B). So each must come before the other, and no order fits.
 */
export function clustersOf(
  subject: Subject,
  columns: StoredColumns,
  layer: StoreLayer,
): readonly Cluster[] | undefined {
  const clusters: Cluster[] = [];
  const writers = new Map<number, number>();
  if (layer.initialContent !== undefined) {
    writers.set(layer.initialContent, NONE);
    clusters.push({ writer: NONE, reads: layer.reads.get(layer.initialContent) ?? [] });
  }
  for (const writer of layer.writes) {
    const content = contentAt(subject, columns, writer);
    const reads = layer.reads.get(content) ?? [];
    if (reads.length > 0 && writers.has(content)) return undefined;
    writers.set(content, writer);
    clusters.push({ writer, reads });
  }
  for (const writer of layer.indeterminate) {
    const content = contentAt(subject, columns, writer);
    const reads = layer.reads.get(content);
    if (reads === undefined) continue;
    if (writers.has(content)) return undefined;
    writers.set(content, writer);
    clusters.push({ writer, reads });
  }
  const sorted = clusters.map((cluster) => ({ cluster, key: keyOf(subject, cluster) }));
  return sorted.sort((left, right) => left.key - right.key).map(({ cluster }) => cluster);
}

function keyOf({ history, operations }: Subject, { writer, reads }: Cluster): number {
  if (writer === NONE) return -1;
  let first = NEVER;
  let last = 0;
  for (const at of [writer, ...reads]) {
    const place = operations[at] ?? 0;
    first = Math.min(first, history.end[place] ?? NEVER);
    last = Math.max(last, history.call[place] ?? 0);
  }
  return Math.min(first, last);
}
