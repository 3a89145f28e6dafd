/**
 * What an adapter prints in a worker goes to stderr at once: stdout is for results, and the streams of a thread wait for
 * the event loop, which would look like something that the adapter left open at the end of a world. To be imported before
 * any adapter is loaded.
 */
import { writeSync } from 'node:fs';

type Done = (error?: Error | null) => void;

const STDERR = 2;
// Kept from before the platform is replaced.
const write = writeSync;

function print(chunk: string | Uint8Array, encoding?: BufferEncoding | Done, done?: Done): boolean {
  try {
    if (typeof chunk === 'string') write(STDERR, chunk);
    else write(STDERR, chunk);
  } catch {
    // Nobody reads, or not fast enough: that must not decide what becomes of a world.
  }
  (typeof encoding === 'function' ? encoding : done)?.();
  return true;
}

process.stdout.write = print;
process.stderr.write = print;
