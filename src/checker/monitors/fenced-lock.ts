/**
 * Decides locks with fencing tokens, and leadership under a lease: their tokens say in which order everything happened,
 * and what is left is whether real time allows that order.
 */
import type { Linearizable, NotLinearizable } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { boundsOf, inversionOf, orderOf, placeFloating } from './levels.ts';
import { lockLevelsOf } from './lock-levels.ts';
import { invertedTokens, strandedSight } from './token-reasons.ts';
import { TokenLayers, tokenLayersOf } from './token-layers.ts';

/** In time linear in the operations, but for sorting tokens that do not come in their order. */
export function monitorFencedLock(subject: Subject): Linearizable | NotLinearizable | undefined {
  const layers = tokenLayersOf(subject);
  if (!(layers instanceof TokenLayers)) return layers;
  const read = lockLevelsOf(subject, layers);
  if (read === undefined || 'verdict' in read) return read;
  const { levels, floating } = read;
  const bounds = boundsOf(levels);
  const inversion = inversionOf(levels, bounds);
  if (inversion !== undefined) return invertedTokens(subject, layers, inversion);
  const stranded = placeFloating(levels, bounds, floating);
  if (stranded !== undefined) return strandedSight(subject, layers, stranded);
  return { verdict: 'linearizable', order: orderOf(levels) };
}
