/**
 * Converts the wall clock (the server's stamps; containers share the machine's) into the machine's monotonic clock, which
 * every other time of a real history is measured with.
 */

export interface WallOffset {
  /** Monotonic time minus wall time, in microseconds. */
  readonly offsetUs: number;
  /** Half the width of what it may be wrong by. */
  readonly uncertaintyUs: number;
}

/** Microseconds of the machine's monotonic clock, the same in all its processes. */
export function monotonicUs(): number {
  return Number(process.hrtime.bigint()) / 1000;
}

/** Good enough to stop sampling. */
const GOOD_US = 5;
const SAMPLES_MAX = 8;

/**
 * Waits (spinning, a millisecond or a few) for the wall clock to change to its next millisecond: at that moment its
 * value is known far better than to the millisecond in which it is read.
 */
export function sampleWallOffset(): WallOffset {
  let best: WallOffset = { offsetUs: 0, uncertaintyUs: Infinity };
  for (let sample = 0; sample < SAMPLES_MAX && best.uncertaintyUs > GOOD_US; sample += 1) {
    const start = Date.now();
    let before = monotonicUs();
    let wallMs = Date.now();
    let after = monotonicUs();
    while (wallMs === start) {
      before = after;
      wallMs = Date.now();
      after = monotonicUs();
    }
    // A gap of more than one millisecond is a preemption, or a step of the clock: the moment of change is not known.
    if (wallMs !== start + 1) continue;
    const uncertaintyUs = (after - before) / 2 + 1;
    if (uncertaintyUs < best.uncertaintyUs) best = { offsetUs: (before + after) / 2 - wallMs * 1000, uncertaintyUs };
  }
  return best.uncertaintyUs === Infinity ? roughWallOffset() : best;
}

/** One reading: right to the millisecond, without waiting. */
function roughWallOffset(): WallOffset {
  return { offsetUs: monotonicUs() - Date.now() * 1000 - 500, uncertaintyUs: 1000 };
}

/** Follows the wall clock: measures again when it has been stepped or slewed away. */
export class WallClockFollower {
  #offset: WallOffset = sampleWallOffset();

  get current(): WallOffset {
    return this.#offset;
  }

  /** Cheap while the clocks agree; to be called now and then. */
  check(): void {
    const { offsetUs, uncertaintyUs } = roughWallOffset();
    if (Math.abs(offsetUs - this.#offset.offsetUs) > uncertaintyUs) this.#offset = sampleWallOffset();
  }
}
