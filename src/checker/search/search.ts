/**
 * The general search: is there an order of these operations that the model allows and that real time does not forbid?
 *
 * It walks configurations depth first: which operations are placed, and the state that they led to. Where nothing is
 * forbidden about them, operations are placed without a choice; where one choice can do all that another can, only one is
 * tried. The rules, and why each keeps a completion wherever there is one (m is the fewest operations that complete a
 * configuration; every rule keeps an alternative with no larger m, and every step lowers m by one):
 *
 * - *Eager reads*: an operation of a kind that never changes the state is placed as soon as it is possible. In any
 *   completion it can be moved to the front.
 * - *Symmetry*: of equal operations that are open, only the one that completes first is tried; swapping them in a
 *   completion is possible. Optional operations of a class are used in the order of their calls, after determinate ones.
 * - *Optional operations must matter*: after one that led from s to t, the next operation must do in t what it would not
 *   have done in s; else it alone would do, with fewer consumed. A read that is placed eagerly counts as that next one.
 * - *Cover*: where one operation does in this state what an optional one does, and less elsewhere, the optional one waits.
 * - *Subsumption*: whoever was here having consumed fewer optional operations has tried all that could be tried.
 *
 * Windows of open operations, subset pruning and stopping when all determinate operations are placed follow Lowe (2017)
 * and Wing and Gong (1993).
 */
import { ILLEGAL, type Transitions } from './transitions.ts';
import type { Prepared } from './prepared.ts';
import { Visited } from './visited.ts';

/** When to give up. */
export interface SearchLimits {
  /** Asked now and then; true when the time is up. */
  isOver(): boolean;
  readonly bytesMax: number;
}

export type SearchResult =
  /** `order`: places in `Prepared.operation`, in an order that the model allows. Optional ones that are not in it had no effect. */
  | { readonly found: true; readonly order: Int32Array; readonly configurations: number }
  | {
      readonly found: false;
      /** `exhausted`: there is no such order. `time`, `memory`: nobody knows. */
      readonly reason: 'exhausted' | 'time' | 'memory';
      /** The longest order that was reached, and how many completions it covers. */
      readonly order: Int32Array;
      readonly completed: number;
      readonly configurations: number;
    };

const NONE = -1;
/** Configurations between two looks at the limits. */
const LOOK_EVERY = 512;

/** Words of a frame before the mask: p, state. After the sets: the state before the last optional operation, length of the order, cursor. */
const EXTRA_WORDS = 3;

/** Searches from `initial`. `cover` gives the class that covers a class in a state, or -1. */
export function search<State>(
  prepared: Prepared,
  transitions: Transitions<State>,
  initial: number,
  limits: SearchLimits,
  cover: (state: number, operationClass: number) => number = () => NONE,
): SearchResult {
  return new Search(prepared, transitions, limits, cover).run(initial);
}

class Search<State> {
  readonly #prepared: Prepared;
  readonly #transitions: Transitions<State>;
  readonly #limits: SearchLimits;
  readonly #cover: (state: number, operationClass: number) => number;
  readonly #maskWords: number;
  readonly #consumedWords: number;
  readonly #frameWords: number;
  readonly #visited: Visited;
  readonly #order: Int32Array;
  #length = 0;
  #frames: Int32Array;
  /** The deepest order so far, copied when it is about to be left; up to `#deepestShared` it is still the present order. */
  readonly #deepest: Int32Array;
  #deepestLength = 0;
  #deepestCompleted = -1;
  #deepestShared = 0;
  #deepestIsPresent = false;
  /** `#seen[class] === #stamp`: an open operation of the class was met in this pass. */
  readonly #seen: Int32Array;
  #stamp = 0;
  #configurations = 0;

  constructor(
    prepared: Prepared,
    transitions: Transitions<State>,
    limits: SearchLimits,
    cover: (state: number, operationClass: number) => number,
  ) {
    this.#prepared = prepared;
    this.#transitions = transitions;
    this.#limits = limits;
    this.#cover = cover;
    const optional = prepared.operation.length - prepared.required;
    this.#maskWords = (prepared.slots + 31) >>> 5;
    this.#consumedWords = (optional + 31) >>> 5;
    this.#frameWords = 2 + this.#maskWords + this.#consumedWords + EXTRA_WORDS;
    this.#visited = new Visited(this.#maskWords, this.#consumedWords);
    this.#order = new Int32Array(prepared.operation.length);
    this.#deepest = new Int32Array(prepared.operation.length);
    this.#frames = new Int32Array(this.#frameWords * 64);
    this.#seen = new Int32Array(prepared.readOnly.length);
  }

  run(initial: number): SearchResult {
    const words = this.#frameWords;
    this.#frames.fill(0, 0, words);
    this.#frames[1] = initial;
    this.#frames[words - 3] = NONE;
    let depth = 0;
    if (this.#settle(0)) return this.#success();
    this.#visited.add(this.#frames, 0);
    while (depth >= 0) {
      if ((depth + 2) * words > this.#frames.length) this.#frames = grown(this.#frames);
      const at = depth * words;
      if (!this.#nextChild(at, at + words)) {
        depth -= 1;
        continue;
      }
      this.#configurations += 1;
      if (this.#settle(at + words)) return this.#success();
      if (this.#configurations % LOOK_EVERY === 0) {
        const stop = this.#limit();
        if (stop !== undefined) return this.#failure(stop);
      }
      if (this.#visited.add(this.#frames, at + words)) depth += 1;
    }
    return this.#failure('exhausted');
  }

  #limit(): 'time' | 'memory' | undefined {
    const bytes = this.#visited.bytes + this.#transitions.bytes + this.#frames.length * 4;
    if (bytes > this.#limits.bytesMax) return 'memory';
    return this.#limits.isOver() ? 'time' : undefined;
  }

  /**
   * Makes the next configuration after that of the frame at `from` in the frame at `to`. The cursor of a frame counts its
   * open operations first, then the classes of optional ones. False when there is none left.
   */
  #nextChild(from: number, to: number): boolean {
    const { openFrom, optionalClasses } = this.#prepared;
    const frames = this.#frames;
    const p = frames[from] ?? 0;
    const cursorAt = from + this.#frameWords - 1;
    const first = openFrom[p] ?? 0;
    const openCount = (openFrom[p + 1] ?? 0) - first;
    this.#cutOrder(frames[cursorAt - 1] ?? 0);
    this.#stamp += 1;
    const begin = frames[cursorAt] ?? 0;
    for (let cursor = 0; cursor < openCount; cursor += 1) {
      if (!this.#tryRequired(from, to, first + cursor, cursor >= begin)) continue;
      frames[cursorAt] = cursor + 1;
      return true;
    }
    for (let cursor = Math.max(begin, openCount); cursor < openCount + optionalClasses.length; cursor += 1) {
      if (!this.#tryOptional(from, to, cursor - openCount)) continue;
      frames[cursorAt] = cursor + 1;
      return true;
    }
    return false;
  }

  /** Places an open determinate operation, unless an equal one completes earlier. `isNew`: it was not tried before. */
  #tryRequired(from: number, to: number, place: number, isNew: boolean): boolean {
    const { open, slot, class: classOf } = this.#prepared;
    const rank = open[place] ?? 0;
    if (this.#isPlaced(from, slot[rank] ?? 0)) return false;
    const operationClass = classOf[rank] ?? 0;
    if (this.#seen[operationClass] === this.#stamp) return false;
    this.#seen[operationClass] = this.#stamp;
    if (!isNew) return false;
    const next = this.#usefulStep(from, operationClass);
    if (next === ILLEGAL) return false;
    this.#copy(from, to);
    this.#frames[to + 1] = next;
    this.#frames[to + this.#frameWords - 3] = NONE;
    this.#place(to, slot[rank] ?? 0);
    this.#append(rank);
    return true;
  }

  /** Consumes the first optional operation of a class that can have been called by now. */
  #tryOptional(from: number, to: number, group: number): boolean {
    const { optionalClasses, required } = this.#prepared;
    const operationClass = optionalClasses[group] ?? 0;
    if (this.#seen[operationClass] === this.#stamp) return false;
    const place = this.#firstOptional(from, group);
    if (place === NONE) return false;
    const state = this.#frames[from + 1] ?? 0;
    const next = this.#usefulStep(from, operationClass);
    if (next === ILLEGAL || next === state) return false;
    const covering = this.#cover(state, operationClass);
    if (covering !== NONE && this.#isAvailable(from, covering)) return false;
    this.#copy(from, to);
    this.#frames[to + 1] = next;
    this.#frames[to + this.#frameWords - 3] = state;
    const bit = place - required;
    const word = to + 2 + this.#maskWords + (bit >>> 5);
    this.#frames[word] = (this.#frames[word] ?? 0) | (1 << (bit & 31));
    this.#append(place);
    return true;
  }

  /** The state after an operation, or `ILLEGAL` also where the optional operation before it would not have mattered. */
  #usefulStep(from: number, operationClass: number): number {
    const next = this.#transitions.next(this.#frames[from + 1] ?? 0, operationClass);
    const before = this.#frames[from + this.#frameWords - 3] ?? NONE;
    if (next === ILLEGAL || before === NONE) return next;
    return this.#transitions.next(before, operationClass) === next ? ILLEGAL : next;
  }

  #firstOptional(from: number, group: number): number {
    const { optionalFrom, availableAt, required } = this.#prepared;
    const consumed = from + 2 + this.#maskWords;
    const p = this.#frames[from] ?? 0;
    const end = optionalFrom[group + 1] ?? 0;
    for (let place = optionalFrom[group] ?? 0; place < end; place += 1) {
      if ((availableAt[place] ?? 0) > p) return NONE;
      const bit = place - required;
      if ((((this.#frames[consumed + (bit >>> 5)] ?? 0) >>> (bit & 31)) & 1) === 0) return place;
    }
    return NONE;
  }

  /** Whether an operation of this class could be placed now. */
  #isAvailable(from: number, operationClass: number): boolean {
    if (this.#seen[operationClass] === this.#stamp) return true;
    const group = this.#prepared.optionalClasses.indexOf(operationClass);
    return group >= 0 && this.#firstOptional(from, group) !== NONE;
  }

  /**
   * Takes completed operations out of the window and places reads that are possible, until the operation that completes
   * next is not placed yet. True when all determinate operations are placed.
   */
  #settle(at: number): boolean {
    const { required, slot, open, openFrom, class: classOf, readOnly } = this.#prepared;
    const frames = this.#frames;
    let p = frames[at] ?? 0;
    for (;;) {
      while (p < required && this.#isPlaced(at, slot[p] ?? 0)) {
        this.#unplace(at, slot[p] ?? 0);
        p += 1;
      }
      frames[at] = p;
      if (p === required) break;
      const state = frames[at + 1] ?? 0;
      for (let place = openFrom[p] ?? 0; place < (openFrom[p + 1] ?? 0); place += 1) {
        const rank = open[place] ?? 0;
        const operationClass = classOf[rank] ?? 0;
        if (readOnly[operationClass] !== 1 || this.#isPlaced(at, slot[rank] ?? 0)) continue;
        if (this.#transitions.next(state, operationClass) === ILLEGAL) continue;
        this.#place(at, slot[rank] ?? 0);
        this.#append(rank);
        frames[at + this.#frameWords - 3] = NONE;
      }
      if (!this.#isPlaced(at, slot[p] ?? 0)) break;
    }
    frames[at + this.#frameWords - 2] = this.#length;
    frames[at + this.#frameWords - 1] = 0;
    this.#noteDepth(p);
    return p === required;
  }

  #isPlaced(at: number, slot: number): boolean {
    return (((this.#frames[at + 2 + (slot >>> 5)] ?? 0) >>> (slot & 31)) & 1) === 1;
  }

  #place(at: number, slot: number): void {
    const word = at + 2 + (slot >>> 5);
    this.#frames[word] = (this.#frames[word] ?? 0) | (1 << (slot & 31));
  }

  #unplace(at: number, slot: number): void {
    const word = at + 2 + (slot >>> 5);
    this.#frames[word] = (this.#frames[word] ?? 0) & ~(1 << (slot & 31));
  }

  #copy(from: number, to: number): void {
    this.#frames.copyWithin(to, from, from + this.#frameWords);
  }

  #append(place: number): void {
    this.#order[this.#length] = place;
    this.#length += 1;
  }

  #noteDepth(completed: number): void {
    if (completed < this.#deepestCompleted) return;
    if (completed === this.#deepestCompleted && this.#length <= this.#deepestLength) return;
    this.#deepestCompleted = completed;
    this.#deepestLength = this.#length;
    this.#deepestIsPresent = true;
  }

  #cutOrder(length: number): void {
    if (this.#length === length) return;
    if (this.#deepestIsPresent) this.#keepDeepest();
    if (this.#deepestShared > length) this.#deepestShared = length;
    this.#length = length;
  }

  /** Copies only what has changed since the last time. */
  #keepDeepest(): void {
    for (let place = this.#deepestShared; place < this.#deepestLength; place += 1) {
      this.#deepest[place] = this.#order[place] ?? 0;
    }
    this.#deepestShared = this.#deepestLength;
    this.#deepestIsPresent = false;
  }

  #success(): SearchResult {
    return { found: true, order: this.#order.slice(0, this.#length), configurations: this.#configurations };
  }

  #failure(reason: 'exhausted' | 'time' | 'memory'): SearchResult {
    if (this.#deepestIsPresent) this.#keepDeepest();
    return {
      found: false,
      reason,
      order: this.#deepest.slice(0, this.#deepestLength),
      completed: Math.max(0, this.#deepestCompleted),
      configurations: this.#configurations,
    };
  }
}

function grown(words: Int32Array): Int32Array {
  const larger = new Int32Array(words.length * 2);
  larger.set(words);
  return larger;
}
