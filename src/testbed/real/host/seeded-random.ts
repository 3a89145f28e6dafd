/** Uniform numbers from a seed and a name, so that two candidates of a plan draw differently and two runs alike. */
import { createHash } from 'node:crypto';

/** Numbers in [0, 1): a 32-bit mixing generator (mulberry32), seeded by a hash of the parts. */
export function seededRandom(...parts: readonly (string | number)[]): () => number {
  let state = createHash('sha256').update(JSON.stringify(parts)).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
