/**
 * The configurations that the search has entered. None need be entered twice, nor one that differs from an entered one
 * only by having consumed more optional operations: these are optional and have no completion to wait for, and so
 * whatever completes the poorer configuration completes the richer one too.
 */
import type { ConsumedSets } from './consumed-sets.ts';
import { doubled } from './doubled.ts';

const NONE = -1;

/** Open addressing over (p, state, mask); each entry has a list of the smallest sets that were consumed there. */
export class Visited {
  readonly #sets: ConsumedSets;
  readonly #keepsSubsets: boolean;
  readonly #keyWords: number;
  #table = new Int32Array(256).fill(NONE);
  #entries: Int32Array<ArrayBuffer>;
  #count = 0;
  /** Lists of sets: the set, the next node. */
  #nodes = new Int32Array(256);
  #nodeCount = 0;
  #freeNode = NONE;

  /** `keepsSubsets`: whether a set with less consumed stands for all that contain it; else only for itself. */
  constructor(maskWords: number, sets: ConsumedSets, keepsSubsets: boolean) {
    this.#sets = sets;
    this.#keepsSubsets = keepsSubsets;
    this.#keyWords = 2 + maskWords;
    this.#entries = new Int32Array(64 * (this.#keyWords + 1));
  }

  get bytes(): number {
    return this.#table.byteLength + this.#entries.byteLength + this.#nodes.byteLength;
  }

  /** Stores the configuration of which `words` are p, state and mask. False where it need not be entered. */
  add(words: Int32Array, consumed: number): boolean {
    if (this.#count * 2 >= this.#table.length) this.#grow();
    const place = this.#find(words);
    const entry = this.#table[place] ?? NONE;
    if (entry !== NONE) return this.#addSet(entry + this.#keyWords, consumed);
    this.#table[place] = this.#append(words, consumed);
    return true;
  }

  #find(words: Int32Array): number {
    const size = this.#table.length - 1;
    let place = hash(words, 0, this.#keyWords) & size;
    for (;;) {
      const entry = this.#table[place] ?? NONE;
      if (entry === NONE || this.#equals(entry, words)) return place;
      place = (place + 1) & size;
    }
  }

  #equals(entry: number, words: Int32Array): boolean {
    for (let word = 0; word < this.#keyWords; word += 1) {
      if (this.#entries[entry + word] !== words[word]) return false;
    }
    return true;
  }

  #append(words: Int32Array, consumed: number): number {
    const entry = this.#count * (this.#keyWords + 1);
    if (entry === this.#entries.length) this.#entries = doubled(this.#entries);
    for (let word = 0; word < this.#keyWords; word += 1) this.#entries[entry + word] = words[word] ?? 0;
    this.#entries[entry + this.#keyWords] = this.#node(consumed, NONE);
    this.#count += 1;
    return entry;
  }

  /** Keeps the sets of an entry free of any that another one stands for. */
  #addSet(head: number, consumed: number): boolean {
    const first = this.#entries[head] ?? NONE;
    for (let node = first; node !== NONE; node = this.#nodes[node + 1] ?? NONE) {
      if (this.#standsFor(this.#nodes[node] ?? 0, consumed)) return false;
    }
    let kept = NONE;
    for (let node = first; node !== NONE;) {
      const next = this.#nodes[node + 1] ?? NONE;
      const isCovered = this.#standsFor(consumed, this.#nodes[node] ?? 0);
      this.#nodes[node + 1] = isCovered ? this.#freeNode : kept;
      if (isCovered) this.#freeNode = node;
      else kept = node;
      node = next;
    }
    this.#entries[head] = this.#node(consumed, kept);
    return true;
  }

  #standsFor(poorer: number, richer: number): boolean {
    const sets = this.#sets;
    return (this.#keepsSubsets || sets.size(poorer) === sets.size(richer)) && sets.isSubset(poorer, richer);
  }

  #node(consumed: number, next: number): number {
    let node = this.#freeNode;
    if (node === NONE) {
      node = this.#nodeCount * 2;
      this.#nodeCount += 1;
      if (node === this.#nodes.length) this.#nodes = doubled(this.#nodes);
    } else this.#freeNode = this.#nodes[node + 1] ?? NONE;
    this.#nodes[node] = consumed;
    this.#nodes[node + 1] = next;
    return node;
  }

  #grow(): void {
    const table = new Int32Array(this.#table.length * 2).fill(NONE);
    const size = table.length - 1;
    const entryWords = this.#keyWords + 1;
    for (let entry = 0; entry < this.#count * entryWords; entry += entryWords) {
      let place = hash(this.#entries, entry, this.#keyWords) & size;
      while (table[place] !== NONE) place = (place + 1) & size;
      table[place] = entry;
    }
    this.#table = table;
  }
}

function hash(words: Int32Array, from: number, count: number): number {
  let mixed = 0;
  for (let word = from; word < from + count; word += 1) {
    mixed = Math.imul(mixed ^ (words[word] ?? 0), 0x9e3779b1);
    mixed ^= mixed >>> 15;
  }
  return mixed;
}
