/**
 * Finds the ends of EDN forms in bytes, without making values of them. A form that runs beyond the window has no end yet
 * (`MORE`): its reader moves the window and begins again with the form, so that nothing here need remember where it was.
 */

/** The window ends before the form does. */
export const MORE = -1;

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const HASH = 0x23;
const COMMA = 0x2c;
const COLON = 0x3a;
const SEMICOLON = 0x3b;
const BACKSLASH = 0x5c;
const UNDERSCORE = 0x5f;
const OPEN_LIST = 0x28;
const OPEN_VECTOR = 0x5b;
/** What a map begins with. */
export const OPEN_MAP = 0x7b;

/** What closes what is open. */
const closers: ReadonlyMap<number, number> = new Map([
  [OPEN_LIST, 0x29],
  [OPEN_VECTOR, 0x5d],
  [OPEN_MAP, 0x7d],
]);

const SPACE = 1;
const DELIMITER = 2;

/** By byte: space (the comma is one), and what ends a number, a name or a keyword. */
const kinds: Uint8Array = new Uint8Array(256);
for (const byte of [0x20, 0x09, NEWLINE, 0x0d, 0x0c, COMMA]) kinds[byte] = SPACE;
for (const byte of Buffer.from('()[]{}";\\')) kinds[byte] = DELIMITER;

/** Ends reading because of what is at byte `at`. */
export type RefuseAt = (at: number, expected: string, found?: string) => never;

export class EdnScanner {
  #bytes: Uint8Array = new Uint8Array(0);
  #end = 0;
  #isComplete = false;
  readonly #refuse: RefuseAt;

  constructor(refuse: RefuseAt) {
    this.#refuse = refuse;
  }

  /** Looks at `bytes[0..end)`; nothing comes after them where `isComplete`. */
  look(bytes: Uint8Array, end: number, isComplete: boolean): void {
    this.#bytes = bytes;
    this.#end = end;
    this.#isComplete = isComplete;
  }

  /** After spaces, comments and discarded forms; `MORE` at the end of the window. */
  afterSpace(from: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (at < this.#end) {
      const byte = bytes[at] ?? 0;
      if (kinds[byte] === SPACE) at += 1;
      else if (byte === SEMICOLON) {
        while (at < this.#end && bytes[at] !== NEWLINE) at += 1;
      } else if (byte === HASH && at + 1 < this.#end && bytes[at + 1] === UNDERSCORE) {
        const discarded = this.afterSpace(at + 2);
        at = discarded === MORE ? MORE : this.endOfForm(discarded);
        if (at === MORE) return MORE;
      } else return byte === HASH && at + 1 === this.#end ? MORE : at;
    }
    return MORE;
  }

  /** The end of the form that begins at `at`, which is no space. */
  endOfForm(at: number): number {
    switch (this.#bytes[at]) {
      case QUOTE:
        return this.#endOfString(at);
      case OPEN_LIST:
      case OPEN_VECTOR:
      case OPEN_MAP:
        return this.#endOfCollection(at);
      case HASH:
        return this.#endOfDispatch(at);
      case BACKSLASH:
        // The character itself may be a delimiter.
        return at + 1 < this.#end ? this.endOfToken(at + 2) : MORE;
      default: {
        const end = this.endOfToken(at);
        return end === at ? this.#refuse(at, 'a value') : end;
      }
    }
  }

  /** Where the number, name or keyword ends in which `from` lies. */
  endOfToken(from: number): number {
    let at = from;
    while (at < this.#end && kinds[this.#bytes[at] ?? 0] === 0) at += 1;
    return at < this.#end || this.#isComplete ? at : MORE;
  }

  /** Where the form begins that the tags before it, if any, are about. */
  afterTags(from: number): number {
    let at = from;
    while (at !== MORE && this.#bytes[at] === HASH) {
      const next = this.#bytes[at + 1] ?? 0;
      // `##Inf`, and `#{` of a set.
      if (next === HASH || next === OPEN_MAP) return at;
      const end = this.endOfToken(at + 1);
      if (end === at + 1) this.#refuse(at, 'a tag');
      at = end === MORE ? MORE : this.afterSpace(end);
    }
    return at;
  }

  #endOfString(from: number): number {
    for (let at = from + 1; at < this.#end; at += 1) {
      const byte = this.#bytes[at];
      if (byte === QUOTE) return at + 1;
      if (byte === BACKSLASH) at += 1;
    }
    return MORE;
  }

  #endOfCollection(from: number): number {
    const closer = closers.get(this.#bytes[from] ?? 0) ?? 0;
    let at = this.afterSpace(from + 1);
    let count = 0;
    while (at !== MORE && this.#bytes[at] !== closer) {
      if (this.#isCloser(at)) this.#refuse(at, `${JSON.stringify(String.fromCharCode(closer))} or a value`);
      at = this.endOfForm(at);
      if (at !== MORE) at = this.afterSpace(at);
      count += 1;
    }
    if (at === MORE) return MORE;
    if (closer === 0x7d && count % 2 !== 0 && this.#bytes[from - 1] !== HASH) this.#refuse(at, 'a value for each key');
    return at + 1;
  }

  #endOfDispatch(at: number): number {
    const next = this.#bytes[at + 1] ?? 0;
    if (at + 1 >= this.#end) return MORE;
    if (next === OPEN_MAP) return this.#endOfCollection(at + 1);
    if (next === HASH) return this.endOfToken(at + 2);
    const form = this.afterTags(at);
    return form === MORE ? MORE : this.endOfForm(form);
  }

  #isCloser(at: number): boolean {
    const byte = this.#bytes[at] ?? 0;
    return byte === 0x29 || byte === 0x5d || byte === 0x7d;
  }
}

/** Whether a form that begins with this byte is a keyword. */
export function isKeyword(byte: number | undefined): boolean {
  return byte === COLON;
}
