/**
 * Reads the wire format of Redis (RESP3), incrementally. The ledger needs its own reader because it listens to
 * keyspace events, monitored commands and replies on one connection, whose order is the server's order; client libraries
 * sort the three apart.
 */

export type RespValue = string | number | boolean | null | readonly RespValue[] | RespError;

export interface RespError {
  readonly error: string;
}

/** A top-level message. `status` is a simple string: an OK, or a line of MONITOR. */
export type RespMessage =
  | { readonly kind: 'push'; readonly items: readonly RespValue[] }
  | { readonly kind: 'status'; readonly text: string }
  | { readonly kind: 'reply'; readonly value: RespValue };

/** Thrown when a message is not complete yet; nothing is consumed then. */
const INCOMPLETE: Error = new Error('RESP3: the message is not complete');

const CARRIAGE_RETURN = 0x0d;

/** Longest message that is kept waiting for its end. */
const BUFFERED_BYTES_MAX = 64 * 1024 * 1024;

/** Takes chunks of bytes and gives whole messages in order. */
export class Resp3Reader {
  #buffer: Buffer = Buffer.alloc(0);
  #offset = 0;

  /** Throws when the bytes are not RESP3. */
  push(chunk: Buffer): readonly RespMessage[] {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    const messages: RespMessage[] = [];
    this.#offset = 0;
    let consumed = 0;
    try {
      while (this.#offset < this.#buffer.length) {
        messages.push(this.#message());
        consumed = this.#offset;
      }
    } catch (error) {
      if (error !== INCOMPLETE) throw error;
    }
    this.#buffer = this.#buffer.subarray(consumed);
    if (this.#buffer.length > BUFFERED_BYTES_MAX)
      throw new Error(`RESP3: a message is longer than ${BUFFERED_BYTES_MAX} bytes`);
    return messages;
  }

  #message(): RespMessage {
    const type = this.#buffer[this.#offset];
    if (type === 0x3e /* > */) {
      this.#offset += 1;
      return { kind: 'push', items: this.#items(this.#count()) };
    }
    if (type === 0x2b /* + */) {
      this.#offset += 1;
      return { kind: 'status', text: this.#line() };
    }
    return { kind: 'reply', value: this.#value() };
  }

  #value(): RespValue {
    const type = String.fromCharCode(this.#buffer[this.#offset] ?? 0);
    if (this.#offset >= this.#buffer.length) throw INCOMPLETE;
    this.#offset += 1;
    switch (type) {
      case '+':
      case '(':
        return this.#line();
      case '-':
        return { error: this.#line() };
      case ':':
      case ',':
        return Number(this.#line());
      case '#':
        return this.#line() === 't';
      case '_':
        this.#line();
        return null;
      case '$':
        return this.#text();
      case '=':
        // Verbatim text begins with its format: `txt:`.
        return this.#text()?.slice(4) ?? null;
      case '!':
        return { error: this.#text() ?? '' };
      case '*':
      case '~':
      case '>': {
        const count = this.#count();
        return count < 0 ? null : this.#items(count);
      }
      case '%':
        return this.#items(2 * this.#count());
      case '|':
        this.#items(2 * this.#count());
        return this.#value();
      default:
        throw new Error(`RESP3: a value cannot begin with ${JSON.stringify(type)}`);
    }
  }

  #items(count: number): readonly RespValue[] {
    const items: RespValue[] = [];
    for (let index = 0; index < count; index += 1) items.push(this.#value());
    return items;
  }

  #count(): number {
    const count = Number(this.#line());
    if (!Number.isInteger(count)) throw new Error('RESP3: a length is not a number');
    return count;
  }

  #text(): string | null {
    const length = this.#count();
    if (length < 0) return null;
    const end = this.#offset + length;
    if (end + 2 > this.#buffer.length) throw INCOMPLETE;
    const text = this.#buffer.toString('utf8', this.#offset, end);
    this.#offset = end + 2;
    return text;
  }

  #line(): string {
    const end = this.#buffer.indexOf(CARRIAGE_RETURN, this.#offset);
    if (end < 0 || end + 1 >= this.#buffer.length) throw INCOMPLETE;
    const line = this.#buffer.toString('utf8', this.#offset, end);
    this.#offset = end + 2;
    return line;
  }
}

/** The bytes of one command. */
export function encodeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}
