/**
 * A window that moves over the bytes of a source, so that a file of any size is read in the memory of a few lines.
 */

/** Fills `into` from `at` on, and gives the number of bytes that it wrote; 0 at the end of the source. */
export type ReadBytes = (into: Uint8Array, at: number) => number;

const WINDOW_BYTES = 1 << 20;

/** Room behind what lies in the window, for a sentinel and for readers that load several bytes at once. */
export const SLACK_BYTES = 16;

const NEWLINE = 0x0a;

/** A place in a text, both from 1. Columns count characters. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

export class ByteWindow {
  readonly #read: ReadBytes;
  #bytes: Buffer;
  /** How many bytes fit. */
  #size: number;
  #end = 0;
  #isComplete = false;
  /** Line breaks before the window. */
  #linesBefore = 0;
  /** Where lines were last counted, and how many line breaks of the window are before it. */
  #countedTo = 0;
  #counted = 0;
  /** Characters of the first line of the window that lie before the window. */
  #charactersBefore = 0;

  constructor(read: ReadBytes, size: number = WINDOW_BYTES) {
    this.#read = read;
    this.#size = size;
    this.#bytes = Buffer.allocUnsafe(size + SLACK_BYTES);
  }

  /** What lies in the window: `bytes[0..end)`. There is room for `SLACK_BYTES` more. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  get end(): number {
    return this.#end;
  }

  /** Whether nothing comes after the window. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /**
   * Moves the window so that it begins with its byte `from`, and reads on. Every place in the window becomes smaller by
   * `from`. False where nothing more is to come. `lines` is the number of line breaks before `from` for readers that know
   * it, which then must be at the beginning of a line.
   */
  advance(from: number, lines?: number): boolean {
    this.#forget(from, lines);
    this.#bytes.copyWithin(0, from, this.#end);
    this.#end -= from;
    if (this.#end >= this.#size) {
      this.#size *= 2;
      const larger = Buffer.allocUnsafe(this.#size + SLACK_BYTES);
      this.#bytes.copy(larger, 0, 0, this.#end);
      this.#bytes = larger;
    }
    const before = this.#end;
    while (!this.#isComplete && this.#end < this.#size) {
      const count = this.#read(this.#bytes.subarray(0, this.#size), this.#end);
      if (count === 0) this.#isComplete = true;
      this.#end += count;
    }
    return this.#end > before;
  }

  /** The line of a byte of the window, from 1. Cheap where it is asked in the order of the bytes. */
  lineOf(at: number): number {
    if (at < this.#countedTo) {
      this.#countedTo = 0;
      this.#counted = 0;
    }
    const bytes = this.#bytes;
    let count = this.#counted;
    for (let index = this.#countedTo; index < at; index += 1) if (bytes[index] === NEWLINE) count += 1;
    this.#countedTo = at;
    this.#counted = count;
    return this.#linesBefore + count + 1;
  }

  placeOf(at: number): TextPlace {
    const lineStart = at === 0 ? 0 : this.#bytes.lastIndexOf(NEWLINE, at - 1) + 1;
    const before = lineStart === 0 ? this.#charactersBefore : 0;
    return { line: this.lineOf(at), column: before + this.text(lineStart, at).length + 1 };
  }

  text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, to);
  }

  #forget(from: number, lines: number | undefined): void {
    if (from === 0) return;
    const place = lines === undefined ? this.placeOf(from) : { line: this.#linesBefore + lines + 1, column: 1 };
    this.#linesBefore = place.line - 1;
    this.#charactersBefore = place.column - 1;
    this.#countedTo = 0;
    this.#counted = 0;
  }
}

/** Reads a text that is in memory. */
export function bytesOf(content: string | Uint8Array): ReadBytes {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  let next = 0;
  return (into, at) => {
    const count = Math.min(into.length - at, bytes.length - next);
    into.set(bytes.subarray(next, next + count), at);
    next += count;
    return count;
  };
}
