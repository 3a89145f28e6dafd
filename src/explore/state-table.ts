/**
 * The states found so far, numbered in the order in which they were found, in typed arrays with an open-addressing hash
 * table over them. Each knows the state from which it was found, so that a shortest path leads to it.
 */

/** No state. */
export const NOBODY = 0xffff_ffff;

const FIRST_CAPACITY = 1 << 16;
/** The table is at most this full, or probing takes long. */
const FULL = 0.5;

export class StateTable {
  /** Both words of each state, side by side. */
  #words: Uint32Array = new Uint32Array(FIRST_CAPACITY * 2);
  #parents: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  /** Number of the state + 1, or 0. */
  #slots: Uint32Array = new Uint32Array(FIRST_CAPACITY * 2);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** True where the state is new; it is then the last one. */
  add(shared: number, electors: number, parent: number): boolean {
    const slots = this.#slots;
    const words = this.#words;
    const mask = slots.length - 1;
    let slot = hashed(shared, electors) & mask;
    for (let held = slots[slot] ?? 0; held !== 0; held = slots[slot] ?? 0) {
      const at = (held - 1) * 2;
      if (words[at] === shared && words[at + 1] === electors) return false;
      slot = (slot + 1) & mask;
    }
    if (this.#size === this.#parents.length) this.#growColumns();
    const number = this.#size;
    this.#words[number * 2] = shared;
    this.#words[number * 2 + 1] = electors;
    this.#parents[number] = parent;
    slots[slot] = number + 1;
    this.#size += 1;
    if (this.#size > this.#slots.length * FULL) this.#growTable();
    return true;
  }

  sharedOf(number: number): number {
    return this.#words[number * 2] ?? 0;
  }

  electorsOf(number: number): number {
    return this.#words[number * 2 + 1] ?? 0;
  }

  /** The state from which it was found, or `NOBODY`. */
  parentOf(number: number): number {
    return this.#parents[number] ?? NOBODY;
  }

  #growColumns(): void {
    this.#words = doubled(this.#words);
    this.#parents = doubled(this.#parents);
  }

  #growTable(): void {
    const slots = new Uint32Array(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#size; number += 1) {
      let slot = hashed(this.sharedOf(number), this.electorsOf(number)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
    this.#slots = slots;
  }
}

function doubled(column: Uint32Array): Uint32Array {
  const wider = new Uint32Array(column.length * 2);
  wider.set(column);
  return wider;
}

/** Mixes both words; the multipliers are those of MurmurHash3's finalizer (Appleby, public domain). */
function hashed(shared: number, electors: number): number {
  let hash = Math.imul(shared ^ Math.imul(electors, 0x9e37_79b1), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
