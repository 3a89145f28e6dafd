/**
 * Decides sources of growing tokens. Each token has two levels, its acquisition and all who saw it as the last one, and
 * the levels follow each other in the order of the tokens. Who saw none yet saw it before all of them.
 */
import { INFO, NONE, clientFunctions } from '../../history/client-history.ts';
import type { Linearizable, NotLinearizable } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { NOBODY } from '../token-columns.ts';
import { deed, sentence } from './deed.ts';
import { LEFT_OUT, boundsOf, inversionOf, orderOf, type Levels } from './levels.ts';
import { invertedTokens } from './token-reasons.ts';
import { TokenLayers, tokenLayersOf } from './token-layers.ts';

const acquire = clientFunctions.indexOf('acquire');

/** In time linear in the operations, but for sorting tokens that do not come in their order. */
export function monitorMonotonicToken(subject: Subject): Linearizable | NotLinearizable | undefined {
  const layers = tokenLayersOf(subject);
  if (!(layers instanceof TokenLayers)) return layers;
  const levels = tokenLevelsOf(subject, layers);
  if (levels === undefined || 'verdict' in levels) return levels;
  const inversion = inversionOf(levels, boundsOf(levels));
  if (inversion !== undefined) return invertedTokens(subject, layers, inversion);
  return { verdict: 'linearizable', order: orderOf(levels) };
}

function tokenLevelsOf(subject: Subject, layers: TokenLayers): Levels | NotLinearizable | undefined {
  const { history, operations, initial } = subject;
  const beginsWithoutToken = initial === undefined || initial === null;
  const { f, outcome, output } = history;
  const level = new Int32Array(operations.length).fill(LEFT_OUT);
  for (let at = 0; at < operations.length; at += 1) {
    const place = operations[at] ?? 0;
    const rank = layers.columns.rank[output[place] ?? NONE] ?? NOBODY;
    const layer = rank >= 0 ? layers.layerOf(rank) : beginsWithoutToken ? 0 : NONE;
    if (f[place] === acquire) {
      // One that never returned is put in only where somebody knows its token.
      if (rank >= 0 && outcome[place] !== INFO) level[at] = layer * 2;
      continue;
    }
    if (layer === NONE) return fromNowhere(subject, place, rank);
    const acquisition = layers.acquisition[layer] ?? NONE;
    if (acquisition !== NONE) level[acquisition] = layer * 2;
    level[at] = layer * 2 + 1;
  }
  return { history, operations, level, count: layers.count * 2 };
}

function fromNowhere(subject: Subject, place: number, rank: number): NotLinearizable {
  const why = rank >= 0 ? 'which nobody acquired' : 'but there was one when the history began';
  return { verdict: 'not-linearizable', culprits: [place], reason: sentence(`${deed(subject, place)}, ${why}.`) };
}
