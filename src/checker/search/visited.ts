/**
 * The configurations that the search has been in. One that was left without success need not be entered again, nor any
 * other that differs only by having consumed more optional operations.
 */

/** Open addressing over (p, state, mask); each entry has a list of the smallest sets of consumed optional operations. */
export class Visited {
  readonly #maskWords: number;
  readonly #consumedWords: number;
  readonly #entryWords: number;
  readonly #nodeWords: number;
  #table = new Int32Array(1024).fill(-1);
  #entries = new Int32Array(4096);
  #entryCount = 0;
  #nodes = new Int32Array(4096);
  #nodeCount = 0;
  #freeNode = -1;

  constructor(maskWords: number, consumedWords: number) {
    this.#maskWords = maskWords;
    this.#consumedWords = consumedWords;
    this.#entryWords = 3 + maskWords;
    this.#nodeWords = 1 + consumedWords;
  }

  /** How many configurations are stored. */
  get count(): number {
    return this.#entryCount;
  }

  get bytes(): number {
    return (this.#table.length + this.#entries.length + this.#nodes.length) * 4;
  }

  /**
   * Stores a configuration, its words from `at` on in `frame`: p, state, mask words, consumed words. False where it, or
   * one that had consumed a part of what it has, is there already.
   */
  add(frame: Int32Array, at: number): boolean {
    if (this.#entryCount * 2 >= this.#table.length) this.#grow();
    const place = this.#find(frame, at);
    const entry = this.#table[place] ?? -1;
    if (entry === -1) {
      this.#table[place] = this.#append(frame, at);
      return true;
    }
    return this.#consumedWords === 0 ? false : this.#addConsumed(entry, frame, at + 2 + this.#maskWords);
  }

  #hash(words: Int32Array, at: number): number {
    let hash = 0;
    for (let word = 0; word < 2 + this.#maskWords; word += 1) {
      hash = Math.imul(hash ^ (words[at + word] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  #find(frame: Int32Array, at: number): number {
    const size = this.#table.length - 1;
    let place = this.#hash(frame, at) & size;
    for (;;) {
      const entry = this.#table[place] ?? -1;
      if (entry === -1 || this.#equals(entry, frame, at)) return place;
      place = (place + 1) & size;
    }
  }

  #equals(entry: number, frame: Int32Array, at: number): boolean {
    for (let word = 0; word < 2 + this.#maskWords; word += 1) {
      if (this.#entries[entry + word] !== frame[at + word]) return false;
    }
    return true;
  }

  #append(frame: Int32Array, at: number): number {
    const entry = this.#entryCount * this.#entryWords;
    if (entry + this.#entryWords > this.#entries.length) this.#entries = doubled(this.#entries);
    for (let word = 0; word < 2 + this.#maskWords; word += 1) this.#entries[entry + word] = frame[at + word] ?? 0;
    this.#entries[entry + 2 + this.#maskWords] =
      this.#consumedWords === 0 ? -1 : this.#node(frame, at + 2 + this.#maskWords, -1);
    this.#entryCount += 1;
    return entry;
  }

  /** Keeps the sets of an entry free of any that contains another. */
  #addConsumed(entry: number, frame: Int32Array, from: number): boolean {
    const head = entry + 2 + this.#maskWords;
    for (let node = this.#entries[head] ?? -1; node !== -1; node = this.#nodes[node] ?? -1) {
      if (this.#isSubset(this.#nodes, node + 1, frame, from)) return false;
    }
    let kept = -1;
    for (let node = this.#entries[head] ?? -1; node !== -1; ) {
      const next = this.#nodes[node] ?? -1;
      if (this.#isSubset(frame, from, this.#nodes, node + 1)) {
        this.#nodes[node] = this.#freeNode;
        this.#freeNode = node;
      } else {
        this.#nodes[node] = kept;
        kept = node;
      }
      node = next;
    }
    this.#entries[head] = this.#node(frame, from, kept);
    return true;
  }

  /** Whether every bit of the first set is in the second. */
  #isSubset(first: Int32Array, firstFrom: number, second: Int32Array, secondFrom: number): boolean {
    for (let word = 0; word < this.#consumedWords; word += 1) {
      if (((first[firstFrom + word] ?? 0) & ~(second[secondFrom + word] ?? 0)) !== 0) return false;
    }
    return true;
  }

  #node(frame: Int32Array, from: number, next: number): number {
    let node = this.#freeNode;
    if (node !== -1) this.#freeNode = this.#nodes[node] ?? -1;
    else {
      node = this.#nodeCount * this.#nodeWords;
      this.#nodeCount += 1;
      if (node + this.#nodeWords > this.#nodes.length) this.#nodes = doubled(this.#nodes);
    }
    this.#nodes[node] = next;
    for (let word = 0; word < this.#consumedWords; word += 1) this.#nodes[node + 1 + word] = frame[from + word] ?? 0;
    return node;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 2).fill(-1);
    const size = table.length - 1;
    for (let count = 0; count < this.#entryCount; count += 1) {
      const entry = count * this.#entryWords;
      let place = this.#hash(this.#entries, entry) & size;
      while (table[place] !== -1) place = (place + 1) & size;
      table[place] = entry;
    }
    this.#table = table;
  }
}

function doubled(words: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(words.length * 2);
  larger.set(words);
  return larger;
}
