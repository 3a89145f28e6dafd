/**
 * The lock of the figures: clients mostly watch who holds it, take it when it is free, and give it back; now and then a
 * lease runs out first. Unlike the random locks of the tests, nearly every operation ends ok and so is judged.
 */
import type { Draw } from '../../support/draw.ts';
import { done, type Applied, type Call, type SimulatedObject } from '../../support/simulated-object.ts';

const nobody = -1;

export class ObservedLock implements SimulatedObject {
  #token = 0;
  #owner = nobody;

  next(process: number, draw: Draw): Call {
    if (draw.chance(0.4)) return { f: 'observe' };
    if (this.#owner === process) return { f: 'release', input: { token: String(this.#token) } };
    return draw.chance(this.#owner === nobody ? 0.6 : 0.1) ? { f: 'acquire' } : { f: 'observe' };
  }

  apply({ f, input }: Call, process: number, draw: Draw): Applied {
    if (this.#owner !== nobody && draw.chance(0.03)) this.#owner = nobody;
    const held = { token: String(this.#token), owner: String(this.#owner) };
    if (f === 'observe') return { output: this.#owner === nobody ? null : held };
    if (f === 'release') {
      if (this.#owner !== process || JSON.stringify(input) !== JSON.stringify({ token: held.token })) return 'refused';
      this.#owner = nobody;
      return done;
    }
    if (this.#owner !== nobody) return 'blocked';
    this.#token += 1;
    this.#owner = process;
    return { output: { token: String(this.#token), owner: String(process) } };
  }
}
