/** Interns names (of processes, keys, functions) by the bytes that they have in a source. */
import { NONE } from '../client-history.ts';
import { ByteTable, hashOfBytes } from '../byte-table.ts';

export class NameTexts {
  readonly #indexOf: (name: string) => number;
  readonly #texts = new ByteTable();
  readonly #indices: number[] = [];

  /** `indexOf` is asked once for each text, and may throw. */
  constructor(indexOf: (name: string) => number) {
    this.#indexOf = indexOf;
  }

  /** The index of the name that is written `bytes[start..end)`. */
  index(bytes: Buffer, start: number, end: number, hash: number = hashOfBytes(bytes, start, end)): number {
    const known = this.#texts.find(bytes, start, end, hash);
    if (known !== NONE) return this.#indices[known] ?? NONE;
    const index = this.#indexOf(bytes.toString('utf8', start, end));
    this.#texts.add(bytes, start, end, hash);
    this.#indices.push(index);
    return index;
  }
}
