/** Columns of integers as bytes: small ones take one byte, whatever their sign. After a text that says what they are. */

/** Collects columns by their number, from 0. */
export class ColumnWriter {
  readonly #columns: number[][] = [];

  /** `value` is an integer of at most 2^52 in size. */
  put(column: number, value: number): void {
    pushVariable((this.#columns[column] ??= []), value);
  }

  /** The text, then every column up to the last that was written. */
  bytes(text: string): Uint8Array<ArrayBuffer> {
    const parts = [new TextEncoder().encode(text), ...this.#columns.map((column) => Uint8Array.from(column))];
    const lengths = parts.map(({ length }) => {
      const bytes: number[] = [];
      pushVariable(bytes, length);
      return bytes;
    });
    const made = new Uint8Array(
      parts.reduce((sum, part, index) => sum + part.length + (lengths[index]?.length ?? 0), 0),
    );
    let at = 0;
    for (const [index, part] of parts.entries()) {
      const length = lengths[index] ?? [];
      made.set(length, at);
      made.set(part, at + length.length);
      at += length.length + part.length;
    }
    return made;
  }
}

/** Reads what a writer gave. */
export class ColumnReader {
  readonly text: string;
  readonly #bytes: Uint8Array;
  /** Where each column goes on. */
  readonly #places: number[] = [0];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    const length = this.next(0);
    const start = this.#places[0] ?? 0;
    this.text = new TextDecoder().decode(bytes.subarray(start, start + length));
    this.#places = [];
    const last = bytes.length;
    for (let at = start + length; at < last;) {
      this.#places.push(at);
      const column = this.#places.length - 1;
      const size = this.next(column);
      at = (this.#places[column] ?? last) + size;
    }
  }

  /** The next integer of the column. */
  next(column: number): number {
    let at = this.#places[column] ?? 0;
    let value = 0;
    let scale = 1;
    let byte = 128;
    while (byte >= 128) {
      byte = this.#bytes[at++] ?? 0;
      value += (byte % 128) * scale;
      scale *= 128;
    }
    this.#places[column] = at;
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}

/** Seven bits a byte, the lowest first; the lowest bit of all is the sign. Not by bit operators, which end at 32 bits. */
function pushVariable(bytes: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest >= 128) {
    bytes.push(128 + (rest % 128));
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
