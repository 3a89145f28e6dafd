/** The writes under one token with those who read them, as a register with distinct values. */
import { NEVER, NONE } from '../../history/client-history.ts';
import type { StoredColumns } from './stored-columns.ts';
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
 *
 * Of those that no other must come before, the one that was written earliest is moved to the front: whoever only needs
 * the token to have been accepted is served best so. That may also be a write that never returned and that nobody read.
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
  let unread = NONE;
  for (const writer of layer.indeterminate) {
    const content = contentAt(subject, columns, writer);
    const reads = layer.reads.get(content);
    if (reads === undefined) {
      if (unread === NONE) unread = writer;
      continue;
    }
    if (writers.has(content)) return undefined;
    writers.set(content, writer);
    clusters.push({ writer, reads });
  }
  const spans = clusters.map((cluster) => spanOf(subject, cluster));
  spans.sort((left, right) => Math.min(left.first, left.last) - Math.min(right.first, right.last));
  const others = unread === NONE ? [] : [spanOf(subject, { writer: unread, reads: [] })];
  return withEarliestFirst(spans, others).map(({ cluster }) => cluster);
}

/** A cluster with its first end and its last invocation, and the invocation of its write. */
interface Span {
  readonly cluster: Cluster;
  readonly written: number;
  readonly first: number;
  readonly last: number;
}

function spanOf({ history, operations }: Subject, cluster: Cluster): Span {
  // What was there before the history was written, and overwritten, before anything else.
  if (cluster.writer === NONE) return { cluster, written: -1, first: -1, last: -1 };
  let first = NEVER;
  let last = 0;
  for (const at of [cluster.writer, ...cluster.reads]) {
    const place = operations[at] ?? 0;
    first = Math.min(first, history.end[place] ?? NEVER);
    last = Math.max(last, history.call[place] ?? 0);
  }
  return { cluster, written: history.call[operations[cluster.writer] ?? 0] ?? 0, first, last };
}

/** `others`: clusters that may be left out, since nobody read them. */
function withEarliestFirst(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  const [firstEnd = NEVER, secondEnd = NEVER] = spans.map(({ first }) => first).sort((left, right) => left - right);
  let best: Span | undefined;
  for (const span of [...spans, ...others]) {
    const after = span.first === firstEnd ? secondEnd : firstEnd;
    if (span.last <= after && span.written < (best?.written ?? NEVER)) best = span;
  }
  return best === undefined ? spans : [best, ...spans.filter((span) => span !== best)];
}
