/**
 * Histories on disk: JSON lines, compressed where the name ends in `.gz`.
 */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { History } from '../../spec/history.ts';
import { MalformedInputError } from '../schemas/malformed-input.ts';
import { decodeHistory, encodeHistory } from './json-lines.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Writes a history, `.jsonl` or `.jsonl.gz`. A reader never sees half of it, also when the writer is killed. */
export async function writeHistoryFile(path: string, history: History): Promise<void> {
  const text = encodeHistory(history);
  const partial = `${path}.partial`;
  await writeFile(partial, path.endsWith('.gz') ? await compress(text) : text);
  await rename(partial, path);
}

/** Reads and validates a history. Throws `MalformedInputError` where its content is not one. */
export async function readHistoryFile(path: string): Promise<History> {
  const bytes = await readFile(path);
  return decodeHistory(path.endsWith('.gz') ? await decompressed(path, bytes) : bytes.toString('utf8'), path);
}

async function decompressed(path: string, bytes: Buffer): Promise<string> {
  try {
    return (await decompress(bytes)).toString('utf8');
  } catch (error) {
    throw new MalformedInputError({
      source: path,
      field: '',
      expected: 'gzip data',
      found: error instanceof Error ? error.message : String(error),
      next: 'The file may be cut short; remove the ending .gz where it is not compressed.',
    });
  }
}
