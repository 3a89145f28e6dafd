/**
 * The search of `WideSearch` for histories in which everything fits into the bits of one number: at most 32 operations
 * open at once, 32 optional ones and 32 values. Nearly all histories that were recorded in earnest are so, and so small
 * that a process judges them before any of its code is compiled: therefore this is little code over numbers, with the
 * same rules, but for supply and demand, which does little where values are few. Whoever needs more gets no answer.
 */
import { doubled } from './doubled.ts';
import { Path } from './path.ts';
import type { Prepared } from './prepared.ts';
import { ANY, type Flows } from './state-table.ts';

const NONE = -1;
const BITS = 32;
/** Operations looked at before it gives up, some ten milliseconds. */
const WORK_MAX = 1_000_000;
/** A frame is p, the mask, the state, the consumed optional operations, the state before the last of them, the length of the path, and what to place next. */
const FRAME_WORDS = 7;
/** An entry of the memory is p, the mask, the state, the consumed optional operations, and the next entry with this hash. */
const ENTRY_WORDS = 5;
const BUCKETS = 1024;

/** Whether the search can be had for these operations. */
export function isNarrow({ slots, place, required }: Prepared, flows: Flows): boolean {
  return slots <= BITS && place.length - required <= BITS && flows.states <= BITS;
}

export class NarrowSearch {
  readonly #prepared: Prepared;
  readonly #flows: Flows;
  readonly path: Path;
  #frames = new Int32Array(FRAME_WORDS * 128);
  #frameCount = 0;
  readonly #candidates = new Int32Array(BITS);
  readonly #buckets = new Int32Array(BUCKETS);
  #entries = new Int32Array(ENTRY_WORDS * 128);
  #entryCount = 1;
  /** The present configuration. */
  #p = 0;
  #mask = 0;
  #state: number;
  #consumed = 0;
  #before = NONE;
  #work = 0;
  configurations = 0;

  constructor(prepared: Prepared, flows: Flows, initial: number) {
    this.#prepared = prepared;
    this.#flows = flows;
    this.path = new Path(prepared.place.length);
    this.#state = initial;
  }

  /** Undefined: there is more to do than this search is meant for. */
  run(): 'complete' | 'exhausted' | undefined {
    for (;;) {
      this.configurations += 1;
      if (this.#settle()) return 'complete';
      if (this.#isNew()) this.#expand();
      if (this.#work > WORK_MAX) return undefined;
      if (this.#frameCount === 0) return 'exhausted';
      this.#take();
    }
  }

  /** Goes on with the frame that was put last. */
  #take(): void {
    this.#frameCount -= 1;
    const frames = this.#frames;
    const at = this.#frameCount * FRAME_WORDS;
    this.#p = frames[at] ?? 0;
    this.#mask = frames[at + 1] ?? 0;
    this.#state = frames[at + 2] ?? 0;
    this.#consumed = frames[at + 3] ?? 0;
    this.#before = frames[at + 4] ?? 0;
    this.path.cut(frames[at + 5] ?? 0);
    this.path.append(frames[at + 6] ?? 0);
  }

  /** Places reads that are possible, and goes on to the first completion whose operation is not placed. True: there is none. */
  #settle(): boolean {
    const { required, slot, lastOpen, opening, openingFrom } = this.#prepared;
    while (this.#p < required && ((this.#mask >>> (slot[this.#p] ?? 0)) & 1) === 1) this.#leave();
    const last = lastOpen[this.#p] ?? 0;
    this.#work += last - this.#p;
    for (let rank = this.#p; rank < required && rank <= last; rank += 1) this.#placeRead(rank);
    while (this.#p < required && ((this.#mask >>> (slot[this.#p] ?? 0)) & 1) === 1) {
      this.#leave();
      const end = openingFrom[this.#p + 1] ?? 0;
      for (let each = openingFrom[this.#p] ?? 0; each < end; each += 1) this.#placeRead(opening[each] ?? 0);
    }
    this.path.note(this.#p);
    return this.#p === required;
  }

  #leave(): void {
    this.#mask ^= 1 << (this.#prepared.slot[this.#p] ?? 0);
    this.#p += 1;
  }

  #placeRead(rank: number): void {
    const { slot, availableAt, class: classes } = this.#prepared;
    const { needs, leaves } = this.#flows;
    const each = classes[rank] ?? 0;
    if (needs[each] !== this.#state || (leaves[each] !== ANY && leaves[each] !== this.#state)) return;
    const bit = 1 << (slot[rank] ?? 0);
    if ((this.#mask & bit) !== 0 || (availableAt[rank] ?? 0) > this.#p) return;
    this.#mask |= bit;
    this.#before = NONE;
    this.path.append(rank);
  }

  /** Whether no configuration with the same or less consumed was here before. */
  #isNew(): boolean {
    const hash =
      Math.imul(this.#p, 0x9e3779b1) ^ Math.imul(this.#mask, 0x85ebca6b) ^ Math.imul(this.#state, 0xc2b2ae35);
    const bucket = (hash ^ (hash >>> 15)) & (BUCKETS - 1);
    let entries = this.#entries;
    for (let entry = this.#buckets[bucket] ?? 0; entry !== 0; entry = entries[entry * ENTRY_WORDS + 4] ?? 0) {
      const at = entry * ENTRY_WORDS;
      this.#work += 1;
      if (entries[at] !== this.#p || entries[at + 1] !== this.#mask || entries[at + 2] !== this.#state) continue;
      if (((entries[at + 3] ?? 0) & ~this.#consumed) === 0) return false;
    }
    const at = this.#entryCount * ENTRY_WORDS;
    if (at === entries.length) entries = this.#entries = doubled(entries);
    entries[at] = this.#p;
    entries[at + 1] = this.#mask;
    entries[at + 2] = this.#state;
    entries[at + 3] = this.#consumed;
    entries[at + 4] = this.#buckets[bucket] ?? 0;
    this.#buckets[bucket] = this.#entryCount;
    this.#entryCount += 1;
    return true;
  }

  /** Puts a frame for each operation that is worth placing next, so that the one that completes first is taken first. */
  #expand(): void {
    const { slot, availableAt, lastOpen, class: classes } = this.#prepared;
    const { needs, leaves } = this.#flows;
    const p = this.#p;
    const state = this.#state;
    const candidates = this.#candidates;
    const last = lastOpen[p] ?? 0;
    let found = 0;
    // By bits: what can be brought here by an open write and by an open cas. Of equal operations the first one does that.
    let written = 0;
    let exchanged = 0;
    this.#work += last - p + 1;
    for (let rank = p; rank <= last; rank += 1) {
      const each = classes[rank] ?? 0;
      const isBlind = needs[each] === ANY;
      if (!isBlind && needs[each] !== state) continue;
      if ((availableAt[rank] ?? 0) > p || ((this.#mask >>> (slot[rank] ?? 0)) & 1) === 1) continue;
      const bit = 1 << (leaves[each] ?? 0);
      if (((isBlind ? written : exchanged) & bit) !== 0) continue;
      if (isBlind) written |= bit;
      else exchanged |= bit;
      // After an optional operation only one that needs what it left depends on it.
      if (!isBlind || this.#before === NONE) candidates[found++] = rank;
    }
    if (this.#prepared.optionalClasses.length > 0) this.#expandOptional(written, exchanged);
    for (let at = found - 1; at >= 0; at -= 1) {
      const rank = candidates[at] ?? 0;
      const next = leaves[classes[rank] ?? 0] ?? 0;
      this.#put(rank, next, { mask: this.#mask | (1 << (slot[rank] ?? 0)), consumed: this.#consumed, before: NONE });
    }
  }

  /** Puts frames for optional operations: of cas first, since a write waits while a cas can bring the same. */
  #expandOptional(written: number, exchanged: number): void {
    const { optionalClasses } = this.#prepared;
    const { needs, leaves } = this.#flows;
    const state = this.#state;
    let available = exchanged;
    for (let group = 0; group < optionalClasses.length; group += 1) {
      const each = optionalClasses[group] ?? 0;
      if (needs[each] !== state || leaves[each] === state) continue;
      const bit = 1 << (leaves[each] ?? 0);
      if ((exchanged & bit) !== 0 || !this.#putOptional(group, leaves[each] ?? 0)) continue;
      available |= bit;
    }
    if (this.#before !== NONE) return;
    for (let group = 0; group < optionalClasses.length; group += 1) {
      const each = optionalClasses[group] ?? 0;
      if (needs[each] !== ANY || leaves[each] === state) continue;
      if (((written | available) & (1 << (leaves[each] ?? 0))) === 0) this.#putOptional(group, leaves[each] ?? 0);
    }
  }

  /** Puts a frame for the first operation of a group that is left, if it was called. */
  #putOptional(group: number, next: number): boolean {
    const { optionalFrom, availableAt, required } = this.#prepared;
    const end = optionalFrom[group + 1] ?? 0;
    for (let position = optionalFrom[group] ?? 0; position < end; position += 1) {
      const bit = 1 << (position - required);
      if ((this.#consumed & bit) !== 0) continue;
      if ((availableAt[position] ?? 0) > this.#p) return false;
      this.#put(position, next, { mask: this.#mask, consumed: this.#consumed | bit, before: this.#state });
      return true;
    }
    return false;
  }

  #put(position: number, state: number, { mask, consumed, before }: Placing): void {
    const at = this.#frameCount * FRAME_WORDS;
    if (at === this.#frames.length) this.#frames = doubled(this.#frames);
    const frames = this.#frames;
    frames[at] = this.#p;
    frames[at + 1] = mask;
    frames[at + 2] = state;
    frames[at + 3] = consumed;
    frames[at + 4] = before;
    frames[at + 5] = this.path.length;
    frames[at + 6] = position;
    this.#frameCount += 1;
  }
}

interface Placing {
  readonly mask: number;
  readonly consumed: number;
  readonly before: number;
}
