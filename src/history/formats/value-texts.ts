/**
 * Interns the values of a history by the text that they have in its source: only a text that was not seen before is
 * parsed.
 */
import { NONE } from '../client-history.ts';
import type { ClientHistoryBuilder } from '../client-history-builder.ts';
import { ByteTable, hashOfBytes } from '../byte-table.ts';
import type { Value } from '../value.ts';
import { JsonValueKey } from './json-value-key.ts';

/** Parses `bytes[start..end)`, or throws with its place. */
export type ParseValue = (bytes: Uint8Array, start: number, end: number) => Value;

export class ValueTexts {
  readonly #builder: ClientHistoryBuilder;
  readonly #parse: ParseValue;
  /** Texts that are not the keys of their values, with the indices of these. */
  readonly #texts = new ByteTable();
  #indices = new Int32Array(16);
  readonly #key = new JsonValueKey();

  constructor(builder: ClientHistoryBuilder, parse: ParseValue) {
    this.#builder = builder;
    this.#parse = parse;
  }

  /** The index of the value that is written `bytes[start..end)`. */
  index(bytes: Uint8Array, start: number, end: number, hash: number = hashOfBytes(bytes, start, end)): number {
    const known = this.#builder.knownValueIndex(bytes, start, end, hash);
    if (known !== NONE) return known;
    const text = this.#texts.find(bytes, start, end, hash);
    return text === NONE ? this.#add(bytes, start, end, hash) : (this.#indices[text] ?? NONE);
  }

  #add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const key = this.#key;
    const length = key.write(bytes, start, end);
    if (length < 0)
      return this.#remember(bytes, start, end, hash, this.#builder.valueIndex(this.#parse(bytes, start, end)));
    // A text that is its own key was looked for in vain.
    if (isSame(key.bytes, length, bytes, start, end)) return this.#builder.addValueOfKey(bytes, start, end, hash);
    const index = this.#builder.valueIndexOfKey(key.bytes, 0, length, hashOfBytes(key.bytes, 0, length));
    return this.#remember(bytes, start, end, hash, index);
  }

  #remember(bytes: Uint8Array, start: number, end: number, hash: number, index: number): number {
    const text = this.#texts.add(bytes, start, end, hash);
    if (text === this.#indices.length) {
      const larger = new Int32Array(text * 2);
      larger.set(this.#indices);
      this.#indices = larger;
    }
    this.#indices[text] = index;
    return index;
  }
}

function isSame(key: Uint8Array, length: number, bytes: Uint8Array, start: number, end: number): boolean {
  if (length !== end - start) return false;
  for (let index = 0; index < length; index += 1) if (key[index] !== bytes[start + index]) return false;
  return true;
}
