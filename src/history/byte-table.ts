/**
 * A hash table of byte strings. Values of a history are told apart by their bytes, so that a value that occurs a million
 * times is parsed once and no text is made to look it up.
 */

/** FNV-1a, for those who hash bytes while they read over them: begin with this, ... */
export const FIRST_HASH = 0x811c9dc5;
/** ... for each byte `hash = Math.imul(hash ^ byte, HASH_FACTOR)`, ... */
export const HASH_FACTOR = 0x01000193;

/** ... and end with this: the low bits pick a slot, and the last bytes have hardly reached them by multiplication. */
export function lastHash(hash: number): number {
  return hash ^ (hash >>> 15);
}

/** The hash of `bytes[start..end)`. */
export function hashOfBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = FIRST_HASH;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), HASH_FACTOR);
  return lastHash(hash);
}

const COMMA = 0x2c;

/** Byte strings, numbered from 0 in the order in which they were added. */
export class ByteTable {
  #count = 0;
  /** Open addressing; entry + 1, and 0 where a slot is free. At most half of the slots are taken. */
  #slots = new Int32Array(32);
  #hashes = new Int32Array(16);
  /** Where the entries begin in the store; each is followed by a comma, so that entries that are JSON make a list. */
  #starts = new Int32Array(17);
  #store: Buffer = Buffer.allocUnsafe(256);

  get count(): number {
    return this.#count;
  }

  /** The number of `bytes[start..end)`, -1 where it was never added. `hash` is its `hashOfBytes`. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = (slots[slot] ?? 0) - 1;
      if (entry < 0) return -1;
      if (this.#hashes[entry] === hash && this.#equals(entry, bytes, start, end)) return entry;
      slot = (slot + 1) & mask;
    }
  }

  /** Adds what `find` did not find, and gives its number. */
  add(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const entry = this.#count;
    if (entry === this.#hashes.length) this.#growEntries();
    const from = this.#starts[entry] ?? 0;
    const to = from + end - start;
    if (to + 1 > this.#store.length) this.#growStore(to + 1);
    for (let at = start, into = from; at < end; at += 1, into += 1) this.#store[into] = bytes[at] ?? 0;
    this.#store[to] = COMMA;
    this.#starts[entry + 1] = to + 1;
    this.#hashes[entry] = hash;
    this.#count += 1;
    place(this.#slots, entry, hash);
    return entry;
  }

  /** The entries `from` to `to` (not included) as text, with commas between them. */
  text(from: number, to: number): string {
    return from === to ? '' : this.#store.toString('utf8', this.#starts[from], (this.#starts[to] ?? 0) - 1);
  }

  #equals(entry: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#starts[entry] ?? 0;
    if ((this.#starts[entry + 1] ?? 0) - 1 - from !== end - start) return false;
    const store = this.#store;
    for (let at = start, other = from; at < end; at += 1, other += 1) if (bytes[at] !== store[other]) return false;
    return true;
  }

  #growEntries(): void {
    const size = this.#hashes.length * 2;
    const hashes = new Int32Array(size);
    hashes.set(this.#hashes);
    const starts = new Int32Array(size + 1);
    starts.set(this.#starts);
    this.#hashes = hashes;
    this.#starts = starts;
    this.#slots = new Int32Array(size * 2);
    for (let entry = 0; entry < this.#count; entry += 1) place(this.#slots, entry, hashes[entry] ?? 0);
  }

  #growStore(atLeast: number): void {
    const store = Buffer.allocUnsafe(Math.max(atLeast, this.#store.length * 2));
    this.#store.copy(store);
    this.#store = store;
  }
}

function place(slots: Int32Array, entry: number, hash: number): void {
  const mask = slots.length - 1;
  let slot = hash & mask;
  while (slots[slot] !== 0) slot = (slot + 1) & mask;
  slots[slot] = entry + 1;
}
