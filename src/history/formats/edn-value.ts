/**
 * Makes values of EDN. A history needs fewer kinds of value than EDN has: keywords, symbols and characters become their
 * names, sets become lists, tags are dropped, and integers that a double would round become their digits.
 */
import type { Value } from '../value.ts';
import { EdnScanner, MORE, OPEN_MAP, type RefuseAt } from './edn-scanner.ts';

const characters: ReadonlyMap<string, string> = new Map([
  ['newline', '\n'],
  ['space', ' '],
  ['tab', '\t'],
  ['return', '\r'],
  ['backspace', '\b'],
  ['formfeed', '\f'],
]);

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
  ['"', '"'],
  ['\\', '\\'],
]);

export class EdnValues {
  readonly #scanner: EdnScanner;
  readonly #refuse: RefuseAt;
  #bytes: Buffer = Buffer.alloc(0);

  /** `refuse` is told where a value is wrong. */
  constructor(refuse: RefuseAt) {
    this.#refuse = refuse;
    this.#scanner = new EdnScanner(refuse);
  }

  /** The value of the form `bytes[start..end)`. */
  parse(bytes: Buffer, start: number, end: number): Value {
    this.#bytes = bytes;
    this.#scanner.look(bytes, end, true);
    return this.#form(start);
  }

  #form(start: number): Value {
    const at = this.#scanner.afterTags(start);
    const bytes = this.#bytes;
    switch (String.fromCharCode(bytes[at] ?? 0)) {
      case '(':
      case '[':
        return this.#items(at + 1);
      case '{':
        return this.#map(at + 1);
      case '"':
        return this.#string(at);
      case '#':
        // A set, or a number that is none: `##NaN`.
        return bytes[at + 1] === OPEN_MAP ? this.#items(at + 2) : this.#text(at + 2, this.#scanner.endOfForm(at));
      case '\\':
        return this.#character(at);
      default:
        return this.#token(at);
    }
  }

  /** The forms up to the bracket that closes them. */
  #items(from: number): readonly Value[] {
    const items: Value[] = [];
    let at = this.#scanner.afterSpace(from);
    while (!this.#closes(at)) {
      items.push(this.#form(at));
      at = this.#scanner.afterSpace(this.#scanner.endOfForm(at));
    }
    return items;
  }

  #map(from: number): Value {
    const items = this.#items(from);
    const fields: [string, Value][] = [];
    for (let index = 0; index + 1 < items.length; index += 2) {
      const [name = null, value = null] = items.slice(index, index + 2);
      fields.push([typeof name === 'string' ? name : JSON.stringify(name), value]);
    }
    return Object.fromEntries(fields);
  }

  #closes(at: number): boolean {
    const byte = this.#bytes[at];
    return byte === 0x29 || byte === 0x5d || byte === 0x7d;
  }

  #string(at: number): string {
    const text = this.#text(at + 1, this.#scanner.endOfForm(at) - 1);
    if (!text.includes('\\')) return text;
    return text.replaceAll(
      /\\(?:u([\da-fA-F]{4})|([^]))/g,
      (match, code: string | undefined, name: string | undefined) => {
        if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
        return escapes.get(name ?? '') ?? this.#refuse(at, 'a string with the escapes of EDN', JSON.stringify(match));
      },
    );
  }

  #character(at: number): string {
    const name = this.#text(at + 1, this.#scanner.endOfForm(at));
    const code = /^u([\da-fA-F]{4})$/.exec(name)?.[1];
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    const character = characters.get(name) ?? name;
    return /^.$/su.test(character) ? character : this.#refuse(at, 'a character', `\\${name}`);
  }

  #token(at: number): Value {
    const text = this.#text(at, this.#scanner.endOfForm(at));
    if (text === 'nil') return null;
    if (text === 'true') return true;
    if (text === 'false') return false;
    if (text.startsWith(':')) return text.length > 1 ? text.slice(1) : this.#refuse(at, 'a keyword', text);
    if (!/^[+-]?\d/.test(text)) return text;
    if (/^[+-]?\d+N?$/.test(text)) return integerOf(text.replaceAll(/[+N]/g, ''));
    if (/^[+-]?\d+\/\d+$/.test(text)) return text;
    if (/^[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?M?$/.test(text)) return Number(text.replace(/M$/, ''));
    return this.#refuse(at, 'a number', text);
  }

  #text(from: number, to: number): string {
    return this.#bytes.toString('utf8', from, to);
  }
}

/** The value of a whole text; undefined where it is not exactly one form. */
export function parseEdnValue(text: string): Value | undefined {
  const bytes = Buffer.from(text);
  const refuse = (): never => {
    throw new SyntaxError('this is no EDN');
  };
  const scanner = new EdnScanner(refuse);
  scanner.look(bytes, bytes.length, true);
  try {
    const start = scanner.afterSpace(0);
    const end = start === MORE ? MORE : scanner.endOfForm(start);
    if (end === MORE || scanner.afterSpace(end) !== MORE) return undefined;
    return new EdnValues(refuse).parse(bytes, start, end);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function integerOf(digits: string): Value {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : digits;
}
