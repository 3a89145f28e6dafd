/** Locks that never expire, for the generator of random histories. */
import type { Draw } from './draw.ts';
import { done, type AfterCrash, type Applied, type Call, type SimulatedObject } from './simulated-object.ts';

const acquire: Call = { f: 'acquire' };
const release: Call = { f: 'release' };

/** Anybody may release it. */
export class SimulatedMutex implements SimulatedObject {
  #isHeld = false;

  next(_process: number, draw: Draw): Call {
    return draw.chance(this.#isHeld ? 0.75 : 0.25) ? release : acquire;
  }

  apply({ f }: Call): Applied {
    if (this.#isHeld === (f === 'acquire')) return 'blocked';
    this.#isHeld = f === 'acquire';
    return done;
  }

  afterCrash({ f }: Call): AfterCrash {
    return f === 'acquire' ? 'no-effect' : 'effect';
  }
}

/** Only who holds it may release it; held more than once only where `depthMax` says so. */
export class SimulatedOwnedMutex implements SimulatedObject {
  readonly #depthMax: number;
  #owner = -1;
  #depth = 0;

  constructor(depthMax: number) {
    this.#depthMax = depthMax;
  }

  next(process: number, draw: Draw): Call {
    if (this.#owner !== process) return acquire;
    return this.#depth < this.#depthMax && draw.chance(0.4) ? acquire : release;
  }

  apply({ f }: Call, process: number): Applied {
    if (f === 'release') {
      if (this.#owner !== process) return 'refused';
      this.#depth -= 1;
      if (this.#depth === 0) this.#owner = -1;
      return done;
    }
    if (this.#owner !== -1 && (this.#owner !== process || this.#depth === this.#depthMax)) return 'blocked';
    this.#owner = process;
    this.#depth += 1;
    return done;
  }

  afterCrash({ f }: Call, process: number): AfterCrash {
    if (f === 'release') return this.#depth === 1 ? 'effect' : 'never';
    return this.#owner === process ? 'never' : 'no-effect';
  }
}
