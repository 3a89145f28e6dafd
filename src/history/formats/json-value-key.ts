/**
 * Writes the `valueKey` of a flat JSON value straight from its bytes: a value of a client history is a number, a name or
 * an object of such, and a million of them are not worth a million objects.
 */

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

const FIELDS_MAX = 8;
const DIGITS_MAX = 15;

const literals = ['true', 'false', 'null'].map((word) => Buffer.from(word));

export class JsonValueKey {
  /** The key, from 0 on. */
  bytes: Buffer = Buffer.allocUnsafe(256);
  #length = 0;
  /** The fields of the object that is being read: where their names and values begin and end. */
  readonly #names = new Int32Array(FIELDS_MAX * 2);
  readonly #values = new Int32Array(FIELDS_MAX * 2);
  readonly #order = new Uint8Array(FIELDS_MAX);

  /**
   * Writes the key of the value `text[start..end)` into `bytes` and gives its length; -1 for what is not flat or may be
   * written in several ways (escapes, fractions, letters beyond ASCII, fields that occur twice), or is no JSON at all.
   */
  write(text: Uint8Array, start: number, end: number): number {
    if (end - start > this.bytes.length) this.bytes = Buffer.allocUnsafe((end - start) * 2);
    this.#length = 0;
    if (text[start] === OPEN) return this.#object(text, start, end);
    if (endOfScalar(text, start, end) !== end) return -1;
    this.#append(text, start, end);
    return this.#length;
  }

  #object(text: Uint8Array, start: number, end: number): number {
    const count = this.#fields(text, start, end);
    if (count < 0) return -1;
    this.#byte(OPEN);
    for (let index = 0; index < count; index += 1) {
      const field = this.#order[index] ?? 0;
      if (index > 0) this.#byte(COMMA);
      this.#append(text, this.#names[2 * field] ?? 0, this.#names[2 * field + 1] ?? 0);
      this.#byte(COLON);
      this.#append(text, this.#values[2 * field] ?? 0, this.#values[2 * field + 1] ?? 0);
    }
    this.#byte(CLOSE);
    return this.#length;
  }

  /** Notes the fields and puts them into order; -1 where they are not flat or do not fill the text. */
  #fields(text: Uint8Array, start: number, end: number): number {
    let at = afterSpace(text, start + 1);
    if (text[at] === CLOSE) return at + 1 === end ? 0 : -1;
    for (let count = 0; count < FIELDS_MAX; count += 1) {
      if (text[at] !== QUOTE) return -1;
      const nameEnd = endOfScalar(text, at, end);
      if (nameEnd < 0) return -1;
      this.#names[2 * count] = at;
      this.#names[2 * count + 1] = nameEnd;
      at = afterSpace(text, nameEnd);
      if (text[at] !== COLON) return -1;
      at = afterSpace(text, at + 1);
      const valueEnd = endOfScalar(text, at, end);
      if (valueEnd < 0 || !this.#sort(text, count)) return -1;
      this.#values[2 * count] = at;
      this.#values[2 * count + 1] = valueEnd;
      at = afterSpace(text, valueEnd);
      if (text[at] === CLOSE) return at + 1 === end ? count + 1 : -1;
      if (text[at] !== COMMA) return -1;
      at = afterSpace(text, at + 1);
    }
    return -1;
  }

  /** Puts the last field among those before it; false where one of them has its name. */
  #sort(text: Uint8Array, field: number): boolean {
    const names = this.#names;
    const [start, end] = [names[2 * field] ?? 0, names[2 * field + 1] ?? 0];
    let index = field;
    while (index > 0) {
      const other = this.#order[index - 1] ?? 0;
      const order = compare(text, start, end, names[2 * other] ?? 0, names[2 * other + 1] ?? 0);
      if (order === 0) return false;
      if (order > 0) break;
      this.#order[index] = other;
      index -= 1;
    }
    this.#order[index] = field;
    return true;
  }

  #append(text: Uint8Array, start: number, end: number): void {
    let into = this.#length;
    for (let at = start; at < end; at += 1, into += 1) this.bytes[into] = text[at] ?? 0;
    this.#length = into;
  }

  #byte(byte: number): void {
    this.bytes[this.#length] = byte;
    this.#length += 1;
  }
}

/** Orders two names in quotes as `Array.sort` orders them: the closing quote must not count. */
function compare(text: Uint8Array, start: number, end: number, otherStart: number, otherEnd: number): number {
  const length = Math.min(end - start, otherEnd - otherStart) - 1;
  for (let index = 0; index < length; index += 1) {
    const difference = (text[start + index] ?? 0) - (text[otherStart + index] ?? 0);
    if (difference !== 0) return difference;
  }
  return end - start - (otherEnd - otherStart);
}

function afterSpace(text: Uint8Array, from: number): number {
  let at = from;
  while (text[at] === 0x20 || text[at] === 0x09) at += 1;
  return at;
}

/** After a string without escapes, a short integer as JSON.stringify writes it, or a literal; -1 for anything else. */
function endOfScalar(text: Uint8Array, start: number, end: number): number {
  const first = text[start] ?? 0;
  if (first === QUOTE) return endOfString(text, start + 1, end);
  if (first === MINUS || (first >= ZERO && first <= NINE)) return endOfInteger(text, start, end);
  for (const literal of literals) {
    if (startsWith(text, start, literal)) return start + literal.length <= end ? start + literal.length : -1;
  }
  return -1;
}

function endOfString(text: Uint8Array, from: number, end: number): number {
  for (let at = from; at < end; at += 1) {
    const byte = text[at] ?? 0;
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH || byte < 0x20 || byte > 0x7e) return -1;
  }
  return -1;
}

function endOfInteger(text: Uint8Array, start: number, end: number): number {
  const digits = text[start] === MINUS ? start + 1 : start;
  let at = digits;
  while (at < end && (text[at] ?? 0) >= ZERO && (text[at] ?? 0) <= NINE) at += 1;
  const count = at - digits;
  if (count === 0 || count > DIGITS_MAX) return -1;
  // `007` is no JSON, and `-0` is 0.
  if (text[digits] === ZERO && (count > 1 || digits > start)) return -1;
  return at;
}

function startsWith(text: Uint8Array, start: number, word: Uint8Array): boolean {
  for (let index = 0; index < word.length; index += 1) if (text[start + index] !== word[index]) return false;
  return true;
}
