/** The end of what a process printed into a file. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { ProcessId } from '../../../spec/history.ts';
import type { ProcessOutput } from '../process-output.ts';

/** Bytes that are kept of each process. */
const KEPT_MAX = 8_192;

/** Undefined where there is nothing, or nothing that can be read: output is no evidence, and its loss no failure. */
export function endOfOutput(process: ProcessId, file: string): ProcessOutput | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const { size } = fstatSync(descriptor);
    if (size === 0) return undefined;
    const kept = Buffer.alloc(Math.min(size, KEPT_MAX));
    const read = readSync(descriptor, kept, 0, kept.length, size - kept.length);
    return { process, text: kept.toString('utf8', 0, read), omitted: size - kept.length };
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
