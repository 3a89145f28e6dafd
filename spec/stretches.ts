/** Arithmetic of stretches of time. */
import type { Micros } from './history.ts';
import { outside, type Stretch } from './standstill.ts';

/** The union of stretches, in order and without overlaps. Empty ones are kept: an instant may matter. */
export function union(stretches: readonly Stretch[]): readonly Stretch[] {
  if (stretches.length <= 1) return stretches;
  const sorted = areInOrder(stretches) ? stretches : [...stretches].sort((left, right) => left.fromUs - right.fromUs);
  const merged: { fromUs: Micros; toUs: Micros }[] = [];
  for (const { fromUs, toUs } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && fromUs <= last.toUs) last.toUs = Math.max(last.toUs, toUs);
    else merged.push({ fromUs, toUs });
  }
  return merged;
}

function areInOrder(stretches: readonly Stretch[]): boolean {
  let lastUs = -Infinity;
  for (const { fromUs } of stretches) {
    if (fromUs < lastUs) return false;
    lastUs = fromUs;
  }
  return true;
}

/** What two stretches have in common, or undefined where that has no length. */
export function common(left: Stretch, right: Stretch): Stretch | undefined {
  const fromUs = Math.max(left.fromUs, right.fromUs);
  const toUs = Math.min(left.toUs, right.toUs);
  return fromUs < toUs ? { fromUs, toUs } : undefined;
}

/** What is left of each of the stretches outside of others, which may be in any order. */
export function minus(stretches: readonly Stretch[], taken: readonly Stretch[]): readonly Stretch[] {
  if (taken.length === 0) return stretches;
  const merged = union(taken);
  const left: Stretch[] = [];
  for (const stretch of stretches) for (const part of outside(stretch, merged)) left.push(part);
  return left;
}

/** How much of `whole` the stretches cover; overlaps among them count twice. */
export function coveredUs(whole: Stretch, stretches: readonly Stretch[]): Micros {
  let sum = 0;
  for (const each of stretches) {
    const part = common(whole, each);
    if (part !== undefined) sum += part.toUs - part.fromUs;
  }
  return sum;
}
