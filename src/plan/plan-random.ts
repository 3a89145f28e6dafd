/**
 * The random source of plan generation: the i-th plan depends on the seed and on i alone, so that plans can be made in
 * any order and on any number of cores.
 */
import { Random } from 'fast-check';

/** What fast-check asks of a source: 32-bit integers, and a copy of itself. */
interface Source {
  clone(): Source;
  next(): number;
  getState(): readonly number[];
}

/** A source that no other pair of `seed` and `index` shares, as far as 128 bits of state can tell. */
export function planRandom(seed: number, index: number): Random {
  const mix = mixer(seed, index);
  return new Random(xoshiro128(mix(), mix(), mix(), mix()));
}

/** Spreads both numbers over as many 32-bit integers as are asked for (the finaliser of MurmurHash3 over a counter). */
function mixer(seed: number, index: number): () => number {
  let counter =
    (Math.imul(seed, 0x9e3779b1) ^ Math.imul(Math.floor(seed / 2 ** 32), 0x85ebca77) ^ Math.imul(index, 0xc2b2ae3d)) |
    0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let hash = counter ^ index;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) | 0;
  };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}

/** xoshiro128** of Blackman and Vigna. */
function xoshiro128(a: number, b: number, c: number, d: number): Source {
  return {
    clone: () => xoshiro128(a, b, c, d),
    next: () => {
      const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) | 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotate(d, 11);
      return result;
    },
    getState: () => [a, b, c, d],
  };
}
