/**
 * Writes that never returned, that nobody read, and that all the same explain refusals: a larger token was accepted.
 *
 * Walk through the refusals by their ends. Each needs, by its end, some accepted token larger than its own. Where neither
 * the accepted writes nor the suppliers chosen so far give one, one of the writes in question must have been accepted by
 * then, and the smallest token that will do is the best choice: it leaves most to be accepted afterwards, and what was
 * invoked by now makes no difference any more. It contradicts nothing that is known: had something larger ended before the
 * supplier was invoked, that would have explained the refusal.
 */
import { NEVER } from '../../history/client-history.ts';
import type { Subject } from '../subject.ts';
import type { Bounds } from './levels.ts';
import { sortedByTime } from './sorted-by-time.ts';
import type { StoreLayer, StoreLayers } from './store-layers.ts';
import { firstLarger, rankAt, type StoreLevels } from './store-levels.ts';

/** The layers with these suppliers among their accepted writes; undefined where none is needed. */
export function withSuppliers(
  subject: Subject,
  read: StoreLayers,
  store: StoreLevels,
  bounds: Bounds,
): StoreLayers | undefined {
  const suppliers = suppliersOf(subject, read, store, bounds);
  return suppliers.size === 0 ? undefined : { ...read, layers: read.layers.map((layer) => promoted(layer, suppliers)) };
}

function promoted(layer: StoreLayer, suppliers: ReadonlySet<number>): StoreLayer {
  const isSupplier = (at: number): boolean => suppliers.has(at);
  if (!layer.indeterminate.some(isSupplier)) return layer;
  return {
    ...layer,
    writes: [...layer.writes, ...layer.indeterminate.filter(isSupplier)],
    indeterminate: layer.indeterminate.filter((at) => !isSupplier(at)),
  };
}

function suppliersOf(subject: Subject, read: StoreLayers, store: StoreLevels, bounds: Bounds): ReadonlySet<number> {
  const { history, operations } = subject;
  const callAt = (at: number): number => history.call[operations[at] ?? 0] ?? 0;
  const unread = read.layers.flatMap(({ rank, indeterminate }) =>
    indeterminate.filter((at) => store.levels.level[at] === -1).map((at) => ({ at, rank, call: callAt(at) })),
  );
  const suppliers = new Set<number>();
  if (unread.length === 0) return suppliers;
  const ends = Int32Array.from(read.refused, (at) => history.end[operations[at] ?? 0] ?? NEVER);
  let largest = -1;
  let from = 0;
  for (const next of sortedByTime(ends)) {
    const refusal = read.refused[next] ?? 0;
    const end = ends[next] ?? NEVER;
    const rank = rankAt(subject, read, refusal);
    if (largest > rank) continue;
    const larger = firstLarger(store.put, rank);
    if (larger !== undefined && (bounds.lastCall[larger.base] ?? -1) <= end) continue;
    // Tokens of suppliers grow, and so what is too small once stays so.
    while (from < unread.length && (unread[from]?.rank ?? 0) <= largest) from += 1;
    const most = larger?.rank ?? Infinity;
    for (let each = from; each < unread.length; each += 1) {
      const { at = 0, rank: own = 0, call = 0 } = unread[each] ?? {};
      if (own > most) break;
      if (own <= rank || call > end) continue;
      suppliers.add(at);
      largest = own;
      break;
    }
  }
  return suppliers;
}
