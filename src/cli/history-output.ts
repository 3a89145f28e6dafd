/** Where `check --write` puts a history. */
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import type { ClientHistory } from '../history/client-history.ts';
import { writeEdn } from '../history/formats/write-edn.ts';
import { writeJsonLines } from '../history/formats/write-json-lines.ts';
import { systemWords } from '../system-words.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

/**
 * Writes to `path` in the format that its ending names. A reader never sees half of it. Throws `CommandError` (usage) at
 * once for any other ending, and when the file cannot be written.
 */
export function historyWriterFor(path: string): (history: ClientHistory) => void {
  const write = path.endsWith('.edn') ? writeEdn : path.endsWith('.jsonl') ? writeJsonLines : undefined;
  if (write === undefined) {
    throw new CommandError(exitCodes.usage, `--write ${path}: expected a name that ends in .edn or .jsonl.`);
  }
  return (history) => {
    try {
      writeAll(`${path}.partial`, write(history));
      renameSync(`${path}.partial`, path);
    } catch (error) {
      const message = `--write ${path}: it cannot be written: ${systemWords(error)}. Name another file.`;
      throw new CommandError(exitCodes.usage, message, { cause: error });
    }
  };
}

function writeAll(path: string, pieces: Iterable<string>): void {
  const descriptor = openSync(path, 'w');
  try {
    for (const piece of pieces) writeSync(descriptor, piece);
  } finally {
    closeSync(descriptor);
  }
}
