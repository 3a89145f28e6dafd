/**
 * The clocks of one machine: a monotonic one that runs fast or slow, and a wall clock that may step besides. Both are
 * functions of virtual time; nothing ticks.
 */
import type { Micros } from '../../../spec/history.ts';

/** When the world begins by a perfect wall clock: a date, so that code which formats one works. */
export const WALL_START_US = 1_700_000_000_000_000;

export class NodeClock {
  /** From here on the present rate holds. */
  #sinceUs: Micros = 0;
  #monotonicUsSince: number;
  #ratePpm: number;
  #wallOffsetUs: Micros;

  constructor(options: { readonly monotonicStartUs: Micros; readonly wallOffsetUs: Micros; readonly ratePpm: number }) {
    this.#monotonicUsSince = options.monotonicStartUs;
    this.#wallOffsetUs = WALL_START_US + options.wallOffsetUs - options.monotonicStartUs;
    this.#ratePpm = options.ratePpm;
  }

  get ratePpm(): number {
    return this.#ratePpm;
  }

  /** Whole microseconds. */
  monotonicUs(atUs: Micros): Micros {
    // What rounding lost is given back, so that a timer is never early by its own clock.
    return Math.floor(this.#exact(atUs) + 0.001);
  }

  wallUs(atUs: Micros): Micros {
    return this.monotonicUs(atUs) + this.#wallOffsetUs;
  }

  /** The first moment of virtual time at which the monotonic clock shows `monotonicUs`; Infinity for Infinity. */
  momentOf(monotonicUs: number): number {
    // Nearly every clock runs true, and then what it shows is a sum.
    if (this.#ratePpm === 0) return this.#sinceUs + Math.ceil(monotonicUs - this.#monotonicUsSince - 0.0001);
    return this.#sinceUs + Math.ceil(((monotonicUs - this.#monotonicUsSince) * 1e6) / (1e6 + this.#ratePpm) - 0.0001);
  }

  step(byUs: Micros): void {
    this.#wallOffsetUs += byUs;
  }

  /** Timers that were set before keep their local due time; whoever keeps them moves them. */
  setRate(ratePpm: number, atUs: Micros): void {
    this.#monotonicUsSince = this.#exact(atUs);
    this.#sinceUs = atUs;
    this.#ratePpm = ratePpm;
  }

  #exact(atUs: Micros): number {
    const elapsedUs = atUs - this.#sinceUs;
    if (this.#ratePpm === 0) return this.#monotonicUsSince + elapsedUs;
    return this.#monotonicUsSince + elapsedUs + (elapsedUs * this.#ratePpm) / 1e6;
  }
}
