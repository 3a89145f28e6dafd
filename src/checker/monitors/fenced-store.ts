/**
 * Decides stores guarded by fencing tokens: what was accepted came in the order of the tokens, and a refusal is evidence
 * that a larger token had been accepted.
 */
import { NEVER, clientFunctions } from '../../history/client-history.ts';
import type { Linearizable, NotLinearizable } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { LEFT_OUT, boundsOf, inversionOf, orderOf, placeFloating, type Bounds, type Stranded } from './levels.ts';
import { storeLayersOf, type StoreLayers } from './store-layers.ts';
import { firstLarger, rankAt, storeLevelsOf, type StoreLevels } from './store-levels.ts';
import { invertedWrites, strandedAnswer } from './store-reasons.ts';
import { withSuppliers } from './store-suppliers.ts';

const write = clientFunctions.indexOf('write');

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
  if (supplied === undefined) return placed(subject, read, store, bounds);
  const again = storeLevelsOf(subject, supplied);
  if (again === undefined || 'verdict' in again) return undefined;
  const newBounds = boundsOf(again.levels);
  return inversionOf(again.levels, newBounds) === undefined ? placed(subject, supplied, again, newBounds) : undefined;
}

/** Puts refusals, and sights of a token alone, where there is room for them. */
function placed(
  subject: Subject,
  read: StoreLayers,
  store: StoreLevels,
  bounds: Bounds,
): Linearizable | NotLinearizable | undefined {
  const stranded = placeFloating(store.levels, bounds, store.floating);
  if (stranded === undefined) return { verdict: 'linearizable', order: orderOf(store.levels) };
  return isCertain({ subject, read, store, bounds, stranded }) ? strandedAnswer(subject, store, stranded) : undefined;
}

interface Doubt {
  readonly subject: Subject;
  readonly read: StoreLayers;
  readonly store: StoreLevels;
  readonly bounds: Bounds;
  readonly stranded: Stranded;
}

/**
 * Whether a floating operation without room proves anything. It does not where another order of the writes under one token
 * could make room.
 */
function isCertain({ subject, read, store, bounds, stranded }: Doubt): boolean {
  const { history, operations } = subject;
  const { place, before, pushedBy } = stranded;
  const floater = store.floating.all.find(({ at }) => operations[at] === place);
  if (floater === undefined) return false;
  if (history.f[place] === write) return firstLarger(store.put, rankAt(subject, read, floater.at))?.isRegister !== true;
  const { level } = store.levels;
  const isTooLate = [before, ...pushedBy].some((other) => (level[operations.indexOf(other)] ?? LEFT_OUT) > floater.to);
  return isTooLate || (bounds.lastCall[floater.from - 2] ?? -1) > (history.end[place] ?? NEVER);
}
