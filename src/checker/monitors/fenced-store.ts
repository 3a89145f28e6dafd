/**
 * Decides stores guarded by fencing tokens: what was accepted came in the order of the tokens, and a refusal is evidence
 * that a larger token had been accepted.
 */
import { INFO, NEVER, clientFunctions } from '../../history/client-history.ts';
import type { Linearizable, NotLinearizable } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { LEFT_OUT, boundsOf, inversionOf, orderOf, placeFloating, type Bounds, type Stranded } from './levels.ts';
import { storeLayersOf, type StoreLayers } from './store-layers.ts';
import { firstLarger, rankAt, storeLevelsOf, type StoreLevels } from './store-levels.ts';
import { invertedWrites, strandedAnswer } from './store-reasons.ts';

const write = clientFunctions.indexOf('write');

/** In time linear in the operations, but for sorting the tokens and the writes under one token. */
export function monitorFencedStore(subject: Subject): Linearizable | NotLinearizable | undefined {
  const read = storeLayersOf(subject);
  if (read === undefined || 'verdict' in read) return read;
  const store = storeLevelsOf(subject, read);
  if (store === undefined || 'verdict' in store) return store;
  const { levels, floating } = store;
  const bounds = boundsOf(levels);
  const inversion = inversionOf(levels, bounds);
  if (inversion !== undefined) return invertedWrites(subject, levels, inversion);
  const stranded = placeFloating(levels, bounds, floating);
  if (stranded === undefined) return { verdict: 'linearizable', order: orderOf(levels) };
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
 * could make room, or an indeterminate write that was left out because nobody read it.
 */
function isCertain({ subject, read, store, bounds, stranded }: Doubt): boolean {
  const { history, operations } = subject;
  const { place, before, pushedBy } = stranded;
  const { level } = store.levels;
  const ended = history.end[place] ?? NEVER;
  const floater = store.floating.all.find(({ at }) => operations[at] === place);
  if (floater === undefined) return false;
  if (history.f[place] !== write) {
    const isTooLate = [before, ...pushedBy].some(
      (other) => (level[operations.indexOf(other)] ?? LEFT_OUT) > floater.to,
    );
    return isTooLate || (bounds.lastCall[floater.from - 2] ?? -1) > ended;
  }
  const rank = rankAt(subject, read, floater.at);
  if (firstLarger(store.put, rank)?.isRegister === true) return false;
  return operations.every((other, at) => {
    const isLeftOut = history.outcome[other] === INFO && history.f[other] === write && level[at] === LEFT_OUT;
    return !isLeftOut || (history.call[other] ?? 0) > ended || rankAt(subject, read, at) <= rank;
  });
}
