/** Says why the order of tokens and real time contradict each other. */
import { INFO, NONE, OK, functionOf } from '../../history/client-history.ts';
import type { NotLinearizable } from '../engine.ts';
import { tokenOf } from '../models/token-value.ts';
import { modelOperation, type Subject } from '../subject.ts';
import { NOBODY } from '../token-columns.ts';
import { deed, sentence } from './deed.ts';
import type { Inversion, Stranded } from './levels.ts';
import type { TokenLayers } from './token-layers.ts';

/** Two operations whose tokens, or whose kinds under one token, are in the opposite order of real time. */
export function invertedTokens(subject: Subject, layers: TokenLayers, { early, late }: Inversion): NotLinearizable {
  const [after, before] = [tokenAt(subject, early), tokenAt(subject, late)];
  const order = `${deed(subject, early)}, and only after that had ended, ${deed(subject, late)}`;
  return {
    verdict: 'not-linearizable',
    culprits: withAcquisitions(subject, layers, [early, late]),
    reason: sentence(`${order}: ${whyOrdered(before, after)}.`),
  };
}

function whyOrdered(before: string | undefined, after: string | undefined): string {
  if (before === undefined || after === undefined) return 'there is a token by then';
  if (before !== after) return `tokens grow, and so ${before} comes before ${after}`;
  return 'a token is acquired before anybody sees it, and not seen again after its release';
}

/** An operation that has no room between those before and those after it. */
export function strandedSight(subject: Subject, layers: TokenLayers, stranded: Stranded): NotLinearizable {
  const { place, before, after, pushedBy } = stranded;
  const parts: string[] = [];
  if (before !== NONE) parts.push(`before that began, ${deed(subject, before)}`);
  for (const pusher of pushedBy) parts.push(`before that, ${deed(subject, pusher)}`);
  parts.push(after === NONE ? 'no time was left for it' : `after it had ended, ${deed(subject, after)}`);
  const involved = [place, before, after, ...pushedBy].filter((other) => other !== NONE);
  return {
    verdict: 'not-linearizable',
    culprits: withAcquisitions(subject, layers, involved),
    reason: sentence(`${deed(subject, place)}, but ${parts.join(', and ')}.`),
  };
}

function tokenAt({ history }: Subject, place: number): string | undefined {
  return tokenOf(modelOperation(history, place));
}

/**
 * These operations with the acquisitions of their tokens, in the order of the invocations; and for an acquisition that
 * never returned somebody who saw its token, since without that nobody knows that it took effect.
 */
function withAcquisitions(subject: Subject, layers: TokenLayers, places: readonly number[]): number[] {
  const { history, operations } = subject;
  const all = new Set(places);
  for (const place of places) {
    const rank = rankAt(subject, layers, place);
    const acquisition = rank < 0 ? undefined : operations[layers.acquisition[layers.layerOf(rank)] ?? NONE];
    if (acquisition === undefined) continue;
    all.add(acquisition);
    if (history.outcome[acquisition] !== INFO) continue;
    const isKnown = places.some((other) => showsToken(subject, layers, other, rank));
    const witness = isKnown ? undefined : operations.find((other) => showsToken(subject, layers, other, rank));
    if (witness !== undefined) all.add(witness);
  }
  return [...all].sort((left, right) => left - right);
}

function rankAt({ history }: Subject, { columns: { rank } }: TokenLayers, place: number): number {
  const returned = rank[history.output[place] ?? NONE] ?? NOBODY;
  return returned >= 0 ? returned : (rank[history.input[place] ?? NONE] ?? NOBODY);
}

/** Whether an operation proves that somebody got the token. In an election a resignation proves nothing. */
function showsToken(subject: Subject, layers: TokenLayers, place: number, rank: number): boolean {
  const { history, model } = subject;
  if (history.outcome[place] !== OK || rankAt(subject, layers, place) !== rank) return false;
  return functionOf(history, place) !== 'release' || model.name !== 'leader-lease';
}
