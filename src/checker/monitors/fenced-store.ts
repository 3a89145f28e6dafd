/**
 * Decides stores guarded by fencing tokens: what was accepted came in the order of the tokens, and a refusal is evidence
 * that a larger token had been accepted.
 */
import type { Linearizable, NotLinearizable } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { boundsOf, inversionOf, orderOf, placeFloating, type Bounds } from './levels.ts';
import { storeLayersOf } from './store-layers.ts';
import { storeLevelsOf, type StoreLevels } from './store-levels.ts';
import { invertedWrites, strandedAnswer } from './store-reasons.ts';
import { withSuppliers } from './store-suppliers.ts';

/** In time linear in the operations, but for sorting the tokens and the writes under one token. */
export function monitorFencedStore(subject: Subject): Linearizable | NotLinearizable | undefined {
  const read = storeLayersOf(subject);
  if (read === undefined || 'verdict' in read) return read;
  const store = storeLevelsOf(subject, read);
  if (store === undefined || 'verdict' in store) return store;
  const bounds = boundsOf(store.levels);
  const inversion = inversionOf(store.levels, bounds);
  if (inversion !== undefined) return invertedWrites(subject, store.levels, inversion);
  const supplied = withSuppliers(subject, read, store, bounds);
  if (supplied === undefined) return placed(subject, store, bounds);
  const again = storeLevelsOf(subject, supplied);
  if (again === undefined || 'verdict' in again) return undefined;
  const newBounds = boundsOf(again.levels);
  return inversionOf(again.levels, newBounds) === undefined ? placed(subject, again, newBounds) : undefined;
}

/** Puts refusals, and sights of a token alone, where there is room for them. */
function placed(subject: Subject, store: StoreLevels, bounds: Bounds): Linearizable | NotLinearizable {
  const stranded = placeFloating(store.levels, bounds, store.floating);
  if (stranded !== undefined) return strandedAnswer(subject, store, stranded);
  return { verdict: 'linearizable', order: orderOf(store.levels) };
}
