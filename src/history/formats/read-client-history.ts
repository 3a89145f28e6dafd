/** Reads a history of any format from a file or from memory, in the memory that its columns take. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { MalformedInputError } from '../../schemas/malformed-input.ts';
import type { ClientFunction, ClientHistory } from '../client-history.ts';
import { ByteWindow, bytesOf, type ReadBytes } from './byte-window.ts';
import { formatOf, type HistoryFormat } from './history-format.ts';
import { readEdn } from './read-edn.ts';
import { readEtcdLog } from './read-etcd-log.ts';
import { readJsonLines } from './read-json-lines.ts';
import { excerpt, type ReadHistory } from './source.ts';

/** How a history is to be read. */
export interface ReadOptions {
  /** `auto` looks at the content. @defaultValue 'auto' */
  readonly format?: HistoryFormat | 'auto';
  /**
   * The functions that matter in a history of one of Scrutineer's own runs, which is about several objects at once.
   * Other histories keep all operations. @defaultValue all
   */
  readonly functions?: readonly ClientFunction[];
}

/** A history, and the format that it was in. */
export interface ReadResult {
  readonly history: ClientHistory;
  readonly format: HistoryFormat;
}

const readers: Readonly<Record<HistoryFormat, ReadHistory>> = {
  edn: (source) => readEdn(source, 'entry'),
  'kv-log': (source) => readEdn(source, 'line'),
  'etcd-log': readEtcdLog,
  jsonl: readJsonLines,
};

/** Throws `MalformedInputError` with the place of the first thing that is not as it must be, also for a file that cannot be read. */
export function readClientHistory(file: string, options: ReadOptions = {}): ReadResult {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    if (fstatSync(descriptor).isDirectory()) refuseFile(file, 'a directory', 'Name the files in it.');
    return readFrom(file, isCompressed(descriptor) ? unpacked(file) : readingFrom(descriptor), options);
  } catch (error) {
    throw isSystemError(error) ? unreadable(file, error) : error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** As `readClientHistory`, of content that is in memory already. `source` names it in messages. */
export function parseClientHistory(
  content: string | Uint8Array,
  { source = 'the history', ...options }: ReadOptions & { readonly source?: string } = {},
): ReadResult {
  return readFrom(source, bytesOf(content), options);
}

/** Only of a file can the beginning be read without taking it away from whoever reads on. */
function isCompressed(descriptor: number): boolean {
  const magic = new Uint8Array(2);
  return fstatSync(descriptor).isFile() && readSync(descriptor, magic, 0, 2, 0) === 2 && isGzip(magic);
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Unpacked at once, because zlib unpacks chunk by chunk only for those who wait; so there is a limit. */
const UNPACKED_BYTES_MAX = 2 ** 30;

function unpacked(file: string): ReadBytes {
  try {
    return bytesOf(gunzipSync(readFileSync(file), { maxOutputLength: UNPACKED_BYTES_MAX }));
  } catch (error) {
    if (isSystemError(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return refuseFile(file, `gzip data that cannot be unpacked (${reason})`, 'Unpack it first: gunzip --keep FILE.');
  }
}

function readingFrom(descriptor: number): ReadBytes {
  return (into, at) => readSync(descriptor, into, at, into.length - at, null);
}

function readFrom(name: string, read: ReadBytes, { format = 'auto', functions }: ReadOptions): ReadResult {
  const window = new ByteWindow(read);
  window.advance(0);
  const head = beginning(name, window);
  const found = format === 'auto' ? formatOf(head) : format;
  if (found === undefined) {
    refuseFile(name, excerpt(head.trim()), 'Say by --format which it is: edn, etcd-log, kv-log or jsonl.');
  }
  const source = { name, window, ...(functions === undefined ? {} : { functions }) };
  return { history: reading(name, () => readers[found](source)), format: found };
}

/** Values are read by recursion. No recorder nests them so deeply that it matters, but a broken or hostile file may. */
function reading(name: string, read: () => ClientHistory): ClientHistory {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError && error.message.includes('call stack'))) throw error;
    return refuseFile(name, 'a value nested thousands of levels deep', 'Look for the value, and for what wrote it.');
  }
}

const HEAD_BYTES = 1 << 16;

/** The first bytes as text, where they are text. */
function beginning(name: string, window: ByteWindow): string {
  const { bytes, end } = window;
  const head = bytes.subarray(0, Math.min(end, HEAD_BYTES));
  if (isGzip(head)) refuseFile(name, 'gzip data', 'Unpack it first: gunzip --keep FILE.');
  if (head.includes(0)) refuseFile(name, 'binary data', 'Name the text that the recorder wrote, in UTF-8.');
  // A byte order mark is no part of the text.
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) bytes.fill(0x20, 0, 3);
  const text = bytes.toString('utf8', 0, head.length);
  if (text.trim() === '')
    refuseFile(name, 'an empty file', 'The recorder may have been killed before it wrote anything.');
  return text;
}

function refuseFile(source: string, found: string, next: string): never {
  throw new MalformedInputError({
    source,
    line: 1,
    column: 1,
    field: '',
    expected: 'a history: Jepsen EDN, an etcd or kv log of Jepsen, or JSON lines',
    found,
    next,
  });
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

function unreadable(source: string, error: NodeJS.ErrnoException): MalformedInputError {
  const isMissing = error.code === 'ENOENT';
  return new MalformedInputError({
    source,
    field: '',
    expected: 'a file that can be read',
    found: isMissing ? 'no such file' : error.message,
    next: isMissing
      ? 'Check the path; it is taken from the folder in which the command runs.'
      : 'Check its permissions.',
  });
}
