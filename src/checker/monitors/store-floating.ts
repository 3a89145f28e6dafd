/**
 * Operations of a fencing-guarded store that float between two levels: a refusal from the first accepted write of a larger
 * token on, and the sight of a token alone while that token is the largest.
 */
import type { Floating } from './levels.ts';

/** An operation, by its index among those of the subject, and the levels between which it may be, both included. */
export interface Floater {
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export class StoreFloating implements Floating {
  readonly areAlike = false;
  readonly all: readonly Floater[];
  readonly floaters: Int32Array;

  constructor(all: readonly Floater[]) {
    this.all = all.toSorted((left, right) => left.at - right.at);
    this.floaters = Int32Array.from(this.all, ({ at }) => at);
  }

  nextLevel(floater: number, level: number): number {
    const { from = 0, to = -1 } = this.all[floater] ?? {};
    const next = Math.max(from, level);
    return next <= to ? next : -1;
  }
}
