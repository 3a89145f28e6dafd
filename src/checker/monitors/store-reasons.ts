/** Says why what a fencing-guarded store accepted, refused and showed contradicts real time. */
import { INFO, NEVER, NONE, OK } from '../../history/client-history.ts';
import type { NotLinearizable } from '../engine.ts';
import { acceptedIn, isRefusal } from '../models/fenced-store.ts';
import { modelOperation, type Subject } from '../subject.ts';
import { deed, sentence } from './deed.ts';
import type { Inversion, Levels, Stranded } from './levels.ts';
import type { StoreLevels } from './store-levels.ts';

/** Two operations in the opposite order of their tokens, or of the writes that they are about. */
export function invertedWrites(subject: Subject, levels: Levels, { early, late }: Inversion): NotLinearizable {
  const [larger, smaller] = [clusterOf(levels, early), clusterOf(levels, late)];
  const [after, before] = [tokenOf(subject, larger), tokenOf(subject, smaller)];
  const isCrossing = before === after && larger[0] !== smaller[0];
  const crossing = isCrossing ? [endedFirst(subject, smaller), calledLast(subject, larger)] : [];
  const [first = NONE, second = NONE] = crossing;
  let why = 'what is read was written before';
  if (before === undefined) why = 'something had been accepted by then';
  else if (before !== after) why = `tokens grow, and so ${before} comes before ${after ?? 'it'}`;
  else if (isCrossing) why = `yet ${deed(subject, first)} before ${deed(subject, second)} began`;
  const order = `${deed(subject, early)}, and only after that had ended, ${deed(subject, late)}`;
  const culprits = [
    early,
    late,
    ...crossing,
    ...evidence(subject, levels, larger),
    ...evidence(subject, levels, smaller),
  ];
  return {
    verdict: 'not-linearizable',
    culprits: [...new Set(culprits)].sort((left, right) => left - right),
    reason: sentence(`${order}: ${why}.`),
  };
}

/** A refusal that nothing larger explains, or a sight of a token that comes too early or too late. */
export function strandedAnswer(subject: Subject, { levels }: StoreLevels, stranded: Stranded): NotLinearizable {
  const { place, after } = stranded;
  // What came before a refusal cannot strand it: it has room wherever a larger token has been accepted.
  const earlier = isRefusal(modelOperation(subject.history, place).output)
    ? []
    : [stranded.before, ...stranded.pushedBy];
  const known = [...earlier, after].filter((other) => other !== NONE);
  const culprits = [place, ...known, ...known.flatMap((other) => evidence(subject, levels, clusterOf(levels, other)))];
  const parts = known.map((other) =>
    other === after ? `only after it had ended, ${deed(subject, other)}` : `before that began, ${deed(subject, other)}`,
  );
  if (parts.length === 0) parts.push('no larger token was ever accepted');
  return {
    verdict: 'not-linearizable',
    culprits: [...new Set(culprits)].sort((left, right) => left - right),
    reason: sentence(`${deed(subject, place)}, but ${parts.join(', and ')}.`),
  };
}

/**
 * The operations on the two levels that `place` is on one of, the writer first. Where readers tell no two writes apart
 * these are all operations under one token.
 */
function clusterOf({ operations, level }: Levels, place: number): readonly number[] {
  const pair = ((level[operations.indexOf(place)] ?? 0) + 1) >> 1;
  const onPair = [...operations].map((other, at) => ({ other, on: level[at] ?? 0 }));
  const cluster = onPair.filter(({ on }) => on >= 0 && (on + 1) >> 1 === pair);
  return cluster.sort((left, right) => left.on - right.on || left.other - right.other).map(({ other }) => other);
}

function tokenOf(subject: Subject, cluster: readonly number[]): string | undefined {
  for (const place of cluster) {
    const { input, output } = modelOperation(subject.history, place);
    const accepted = acceptedIn(input) ?? acceptedIn(output);
    if (accepted !== undefined) return accepted.token;
  }
  return undefined;
}

/** The writer of a cluster, and where it never returned somebody who shows that its token was accepted. */
function evidence({ history }: Subject, { operations, level }: Levels, cluster: readonly number[]): readonly number[] {
  const [writer] = cluster;
  if (writer === undefined || history.outcome[writer] !== INFO) return cluster.slice(0, 1);
  const own = level[operations.indexOf(writer)] ?? 0;
  let witness = NONE;
  let nearest = Infinity;
  for (let at = 0; at < operations.length; at += 1) {
    const on = level[at] ?? 0;
    const place = operations[at] ?? 0;
    if (on < own || on >= nearest || history.outcome[place] !== OK) continue;
    if (isRefusal(modelOperation(history, place).output)) continue;
    witness = place;
    nearest = on;
  }
  return witness === NONE ? [writer] : [writer, witness];
}

function endedFirst({ history }: Subject, places: readonly number[]): number {
  const endOf = (place: number): number => history.end[place] ?? NEVER;
  return places.reduce((first, place) => (endOf(place) < endOf(first) ? place : first));
}

function calledLast({ history }: Subject, places: readonly number[]): number {
  const callOf = (place: number): number => history.call[place] ?? 0;
  return places.reduce((last, place) => (callOf(place) > callOf(last) ? place : last));
}
