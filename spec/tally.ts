/** Counts what a monitor judged and keeps the first violation that it found. */
import type { Judgement, Witness } from './property.ts';

export class Tally {
  judged = 0;
  inconclusive = 0;
  #witness: Witness | undefined;

  /** True once something was violated. */
  get decided(): boolean {
    return this.#witness !== undefined;
  }

  /**
   * Counts as judged. `witness` puts what it is given into words, which is done for the first violation only: a later
   * one would but repeat it.
   */
  violated<Evidence extends readonly unknown[]>(witness: (...given: Evidence) => Witness, ...given: Evidence): void {
    this.judged += 1;
    this.#witness ??= witness(...given);
  }

  judgement(): Judgement {
    const { judged, inconclusive } = this;
    return this.#witness === undefined ? { judged, inconclusive } : { judged, inconclusive, witness: this.#witness };
  }
}
