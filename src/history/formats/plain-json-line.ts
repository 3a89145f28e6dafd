/**
 * Finds the fields of an event in the bytes of a line, without making an object of it. It takes the lines that recorders
 * write, fields in any order, and leaves any other (escapes, times that are intervals, an object beside the value) to the
 * JSON parser: what it accepts means the same there.
 *
 * Every byte is looked at once, and so names are hashed while they are read over.
 */
import { FIRST_HASH, HASH_FACTOR, hashOfBytes, lastHash } from '../byte-table.ts';
import { FAIL, INFO, OK } from '../client-history.ts';

/** Types of events; those before `INVOKE` are codes of outcomes. */
export const INVOKE = 3;

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** So many digits are at most ten times too many for a double, which shows in the number. Microseconds since 1970 have as many. */
const DIGITS_MAX = 16;

/** Four bytes of a word, or its first ones where `mask` says so, as one number: names are compared by one load. */
const wordOf = (word: string): number => Buffer.from(word.padEnd(4, '\0')).readInt32LE();
const TWO = 0xffff;
const THREE = 0xffffff;
const F = wordOf('f"');
const AT = wordOf('at"');
const OP = wordOf('op"');
const WHO = wordOf('who"');
const KEY = wordOf('key"');
const TYPE = wordOf('type');
const VALUE = wordOf('valu');
const PROC = wordOf('proc');
const ESS = wordOf('ess"');
const OK_NAME = wordOf('ok"');
const FAIL_NAME = wordOf('fail');
const INFO_NAME = wordOf('info');
const INVO = wordOf('invo');
const KE = wordOf('ke"');
const TRUE = wordOf('true');
const FALSE = wordOf('fals');
const NULL = wordOf('null');

/** A part of the line: `bytes[start..end)` and its `hashOfBytes`; `end` is 0 where the line has no such field. */
export interface Span {
  start: number;
  end: number;
  hash: number;
}

export class PlainJsonLine {
  /** The code of the outcome, `INVOKE`, or -1 where there is none. */
  type = -1;
  /** NaN where there is none, as `op`. */
  at: number = Number.NaN;
  op: number = Number.NaN;
  readonly who: Span = { start: 0, end: 0, hash: 0 };
  readonly f: Span = { start: 0, end: 0, hash: 0 };
  readonly key: Span = { start: 0, end: 0, hash: 0 };
  readonly value: Span = { start: 0, end: 0, hash: 0 };
  #number = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #words: DataView = new DataView(new ArrayBuffer(0));

  /**
   * The place of the line break after the line that begins at `start`, where the line is plain; else -1. Behind the line
   * break there must be `SLACK_BYTES` more, since words are loaded whole.
   */
  read(bytes: Uint8Array, start: number): number {
    if (bytes !== this.#bytes) {
      this.#bytes = bytes;
      this.#words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    this.type = -1;
    this.at = Number.NaN;
    this.op = Number.NaN;
    this.who.end = 0;
    this.f.end = 0;
    this.key.end = 0;
    this.value.end = 0;
    let at = bytes[start] === OPEN ? start : afterSpace(bytes, start);
    if (bytes[at] !== OPEN) return -1;
    do {
      at += 1;
      if (bytes[at] !== QUOTE) {
        at = afterSpace(bytes, at);
        if (bytes[at] !== QUOTE) return -1;
      }
      at = this.#field(bytes, at + 1);
      if (at < 0) return -1;
      if (isSpace(bytes[at])) at = afterSpace(bytes, at);
    } while (bytes[at] === COMMA);
    if (bytes[at] !== CLOSE) return -1;
    at = bytes[at + 1] === NEWLINE ? at + 1 : afterSpace(bytes, at + 1);
    return bytes[at] === NEWLINE ? at : -1;
  }

  /** Notes the field whose name begins at `name`. Gives the place after its value, -1 where it is not plain. */
  #field(bytes: Uint8Array, name: number): number {
    const words = this.#words;
    const word = words.getInt32(name, true);
    switch (word) {
      case WHO:
        return this.#name(this.who, bytes, afterColon(bytes, name + 4));
      case KEY:
        return this.#name(this.key, bytes, afterColon(bytes, name + 4));
      case TYPE:
        if (bytes[name + 4] === QUOTE) return this.#type(bytes, afterColon(bytes, name + 5));
        break;
      case VALUE:
        if (bytes[name + 4] === 0x65 && bytes[name + 5] === QUOTE)
          return this.#value(bytes, afterColon(bytes, name + 6));
        break;
      case PROC:
        if (words.getInt32(name + 4, true) === ESS) return this.#name(this.who, bytes, afterColon(bytes, name + 8));
        break;
    }
    if ((word & TWO) === F) return stringInto(this.f, bytes, afterColon(bytes, name + 2));
    if ((word & THREE) === AT) return this.#at(bytes, afterColon(bytes, name + 3));
    if ((word & THREE) === OP) return this.#op(bytes, afterColon(bytes, name + 3));
    const end = endOfString(bytes, name);
    return end < 0 ? -1 : this.#scalar(bytes, afterColon(bytes, end + 1));
  }

  #at(bytes: Uint8Array, from: number): number {
    const end = this.#integer(bytes, from);
    this.at = this.#number;
    return end;
  }

  #op(bytes: Uint8Array, from: number): number {
    const end = this.#integer(bytes, from);
    this.op = this.#number;
    return end;
  }

  #type(bytes: Uint8Array, at: number): number {
    if (bytes[at] !== QUOTE) return -1;
    const words = this.#words;
    const word = words.getInt32(at + 1, true);
    if ((word & THREE) === OK_NAME) return this.#typed(OK, at + 4);
    if (word === INVO && (words.getInt32(at + 5, true) & THREE) === KE) {
      return this.#typed(INVOKE, at + 8);
    }
    if (bytes[at + 5] !== QUOTE) return -1;
    if (word === FAIL_NAME) return this.#typed(FAIL, at + 6);
    return word === INFO_NAME ? this.#typed(INFO, at + 6) : -1;
  }

  #typed(type: number, end: number): number {
    this.type = type;
    return end;
  }

  /** Notes a name: the content of a string, or an integer as it is written. */
  #name(span: Span, bytes: Uint8Array, at: number): number {
    // `who` and `process` are two names of one field: the parser says which counts.
    if (span.end > 0) return -1;
    if (bytes[at] === QUOTE) return stringInto(span, bytes, at);
    const end = this.#integer(bytes, at);
    return end < 0 ? -1 : hashInto(span, bytes, at, end);
  }

  /** Notes any value whose brackets and strings end in this line. Whether it is JSON is found out when it is first parsed. */
  #value(bytes: Uint8Array, at: number): number {
    const first = bytes[at];
    if (first === OPEN || first === OPEN_LIST) return nestedInto(this.value, bytes, at);
    const end = this.#scalar(bytes, at);
    return end < 0 ? -1 : hashInto(this.value, bytes, at, end);
  }

  /** After a plain string, a short integer, true, false or null; -1 for anything else. */
  #scalar(bytes: Uint8Array, at: number): number {
    if (bytes[at] === QUOTE) return endOfString(bytes, at + 1) + 1 || -1;
    const word = this.#words.getInt32(at, true);
    if (word === NULL || word === TRUE) return at + 4;
    if (word === FALSE) return bytes[at + 4] === 0x65 ? at + 5 : -1;
    return this.#integer(bytes, at);
  }

  /** Reads an integer of few digits into `#number`, and gives its end; -1 for any other number or thing. */
  #integer(bytes: Uint8Array, from: number): number {
    const start = bytes[from] === MINUS ? from + 1 : from;
    let at = start;
    let number = 0;
    for (;;) {
      const digit = (bytes[at] ?? 0) - ZERO;
      if (digit < 0 || digit > 9) break;
      number = number * 10 + digit;
      at += 1;
    }
    const digits = at - start;
    // `007` is no JSON, `-0` is written otherwise by every recorder, and `1.5` and `1e3` are the parser's.
    if (
      digits === 0 ||
      digits > DIGITS_MAX ||
      number > Number.MAX_SAFE_INTEGER ||
      (bytes[start] === ZERO && (digits > 1 || start > from))
    )
      return -1;
    this.#number = start > from ? -number : number;
    return at;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d;
}

function afterSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at += 1;
  return at;
}

/** Where the value begins after the closing quote of a name; the place of a line break, where no value is, without a colon. */
function afterColon(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === COLON ? from : afterSpace(bytes, from);
  if (bytes[at] !== COLON) return bytes.indexOf(NEWLINE, from);
  at += 1;
  return isSpace(bytes[at]) ? afterSpace(bytes, at) : at;
}

/** The closing quote of a string whose content begins at `from`; -1 where it has escapes or does not end in this line. */
function endOfString(bytes: Uint8Array, from: number): number {
  for (let at = from; ; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH || byte < 0x20) return -1;
  }
}

/** Notes the content of a string, and gives the place after it. */
function stringInto(span: Span, bytes: Uint8Array, from: number): number {
  if (bytes[from] !== QUOTE) return -1;
  let hash = FIRST_HASH;
  for (let at = from + 1; ; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) {
      span.start = from + 1;
      span.end = at;
      span.hash = lastHash(hash);
      return at + 1;
    }
    if (byte === BACKSLASH || byte < 0x20) return -1;
    hash = Math.imul(hash ^ byte, HASH_FACTOR);
  }
}

/** Notes an object or a list, and gives the place after it. */
function nestedInto(span: Span, bytes: Uint8Array, from: number): number {
  let hash = FIRST_HASH;
  let depth = 0;
  let isInString = false;
  for (let at = from; ; at += 1) {
    const byte = bytes[at] ?? 0;
    hash = Math.imul(hash ^ byte, HASH_FACTOR);
    if (byte === QUOTE) isInString = !isInString;
    else if (byte < 0x20 || byte === BACKSLASH) return -1;
    else if (isInString) continue;
    else if (byte === OPEN || byte === OPEN_LIST) depth += 1;
    else if (byte === CLOSE || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth > 0) continue;
      span.start = from;
      span.end = at + 1;
      span.hash = lastHash(hash);
      return at + 1;
    }
  }
}

function hashInto(span: Span, bytes: Uint8Array, start: number, end: number): number {
  span.start = start;
  span.end = end;
  span.hash = hashOfBytes(bytes, start, end);
  return end;
}
