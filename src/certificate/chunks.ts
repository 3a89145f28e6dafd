/** Digests of event logs in chunks: few enough to be carried, small enough that a part can be checked by itself. */
import { createHash } from 'node:crypto';

/** However many histories there are, a certificate has no more chunks than this. */
const CHUNKS_MAX = 400;
const CHUNK_SIZE_MIN = 25;

/** Histories a chunk, for so many histories. */
export function chunkSizeFor(histories: number): number {
  return Math.max(CHUNK_SIZE_MIN, Math.ceil(histories / CHUNKS_MAX));
}

/** The hash of each chunk, in order. */
export function chunksOf(digests: readonly number[], chunkSize: number): readonly string[] {
  const chunks: string[] = [];
  for (let from = 0; from < digests.length; from += chunkSize) {
    chunks.push(chunkHash(digests.slice(from, from + chunkSize)));
  }
  return chunks;
}

/** The hash of one chunk. */
export function chunkHash(digests: readonly number[]): string {
  return createHash('sha256').update(digests.join('\n')).digest('hex').slice(0, 16);
}
