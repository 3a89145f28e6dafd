/**
 * Random numbers keyed by (seed, stream, index). A draw depends on nothing but its key, so that taking a fault out of a
 * plan does not shift the draws of anybody else.
 */

/** What a stream of draws is for; the numbers are part of what makes a seed reproducible. */
export type StreamPurpose = keyof typeof PURPOSES;

const PURPOSES = {
  storeRequest: 0,
  storeResponse: 1,
  resourceRequest: 2,
  resourceResponse: 3,
  disk: 4,
  candidate: 5,
  reset: 6,
  clock: 7,
} as const;

/** The number of the stream of one purpose of one incarnation of one candidate. */
export function streamOf(purpose: StreamPurpose, candidateIndex: number, incarnation: number): number {
  return PURPOSES[purpose] + 8 * (candidateIndex + 64 * incarnation);
}

/** The draw number `index` of a stream: uniform in [0, 1), 32 bits. */
export function draw(seed: number, stream: number, index: number): number {
  return drawFrom(streamStart(seed, stream), index);
}

/** What all draws of a stream have in common, for whoever draws often. */
export function streamStart(seed: number, stream: number): number {
  return mix(mix(seed ^ 0x9e3779b9) + Math.imul(stream + 1, 0x85ebca6b));
}

/** The draw number `index` of the stream with this start: uniform in [0, 1), 32 bits. */
export function drawFrom(start: number, index: number): number {
  return (mix(start + Math.imul(index + 1, 0xc2b2ae35)) >>> 0) / 4294967296;
}

/** A generator over one stream, for a candidate's own `random`. */
export function randomOf(seed: number, stream: number): () => number {
  const start = streamStart(seed, stream);
  let index = 0;
  return () => {
    index += 1;
    return drawFrom(start, index);
  };
}

/** A well-known 32-bit finaliser: every bit of the input reaches every bit of the output. */
function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
