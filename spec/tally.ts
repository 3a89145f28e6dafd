/** Counts what a monitor judged and keeps the first violation that it found. */
import type { Judgement, Witness } from './property.ts';

export class Tally {
  judged = 0;
  inconclusive = 0;
  #witness: Witness | undefined;

  /** True once something was violated: a later witness would only repeat it. */
  get decided(): boolean {
    return this.#witness !== undefined;
  }

  /** Counts as judged. */
  violated(witness: Witness): void {
    this.judged += 1;
    this.#witness ??= witness;
  }

  judgement(): Judgement {
    const { judged, inconclusive } = this;
    return this.#witness === undefined ? { judged, inconclusive } : { judged, inconclusive, witness: this.#witness };
  }
}
