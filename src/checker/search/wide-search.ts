/**
 * The general search: is there an order of these operations that the model allows and that real time does not forbid?
 *
 * It walks configurations depth first. A configuration is p, the first completion whose operation is not placed; the mask
 * of operations that are placed among those open at p; the state; and which optional operations took effect. Where an
 * operation can be placed without losing anything, it is, and where one choice can do all that another can, only one is
 * tried. Let m be the fewest operations that complete a configuration, infinite where none do. Every step towards a
 * shortest completion lowers m by one, and every rule below leaves, for whatever it skips, something with no larger m that
 * is visited: so among the visited configurations the one of least finite m would have a visited successor with a smaller
 * one, unless it is complete. That is why skipping in favour of a configuration that is still on the stack is safe.
 *
 * - *Eager reads*: an operation of a kind that never changes the state is placed as soon as it is possible. In any
 *   completion it can be moved to the front. (It must be the kind: a write of what is there anyway may be wanted later.)
 * - *Symmetry*: of equal open operations only the one that completes first is tried, and an optional one only when no equal
 *   one is open that must be placed; two equal operations of a completion can change places so that this one comes first.
 *   Equal optional ones are used in the order of their calls.
 * - *Cover*: an optional write waits while a cas could do the same here. What is placed later in its stead, the write can do.
 * - *Must matter*: after an optional operation from s to t, the next operation must do in t what it would not have done in
 *   s; if it leaves the same state from s, it alone gets there with less consumed. A read that is placed eagerly is
 *   possible in t and was not in s, and so it counts as the next operation.
 * - *Subsumption*: see `Visited`. *Supply and demand*: see `Demand` and `CellDemand`. *Deadlines* and *expiry*: see `Deadlines`.
 * - It stops when all operations that must be placed are: optional ones that were not needed had no effect.
 *
 * After Wing and Gong (1993) and Lowe (2017), who place operations and remember configurations; the rules are ours.
 */
import type { Limits } from '../engine.ts';
import { CellDemand } from './cell-demand.ts';
import { ConsumedSets, EMPTY } from './consumed-sets.ts';
import { Deadlines } from './deadlines.ts';
import { Demand, type Starvation } from './demand.ts';
import { doubled } from './doubled.ts';
import { OptionalOperations } from './optional-operations.ts';
import { Path } from './path.ts';
import type { Prepared } from './prepared.ts';
import type { SearchRules } from './rules.ts';
import { ANY, ILLEGAL, type StateTable } from './state-table.ts';
import { Visited } from './visited.ts';
import { Window } from './window.ts';

const NONE = -1;
/** What becomes of a configuration once everything is placed that leaves no choice. */
type Settled = 'complete' | 'dead' | 'open';
export type SearchEnd = 'complete' | 'exhausted' | 'time' | 'memory';

/** Operations looked at between two looks at the limits, at most a few hundred microseconds. */
const WORK_BETWEEN_LOOKS = 2048;
/** A frame is p, the state, the state before the last optional operation, the length of the path, the cursor, what is consumed, and the mask. */
const FRAME_WORDS = 6;

export class WideSearch<State> {
  readonly #prepared: Prepared;
  readonly #states: StateTable<State>;
  readonly #limits: Limits;
  readonly #rules: SearchRules;
  readonly #window: Window;
  readonly path: Path;
  readonly #sets: ConsumedSets;
  readonly #visited: Visited;
  readonly #demand: Demand | undefined;
  readonly #deadlines: Deadlines | undefined;
  readonly #cells: CellDemand | undefined;
  /** p, state, mask: the present configuration as `Visited` wants it, p and state filled in when it is asked. */
  readonly #key: Int32Array;
  #state: number;
  /** The state before the optional operation that was placed last, until something else is placed. */
  #before = NONE;
  /** The state that was last changed for another since the present frame, or none. */
  #left = NONE;
  #consumed = EMPTY;
  readonly #optional: OptionalOperations;
  /** By cas, as needs and leaves: its class. */
  readonly #casOf: Map<number, number>;
  #frames: Int32Array<ArrayBuffer>;
  readonly #frameWords: number;
  #depth = NONE;
  #hasBegun = false;
  #work = 0;
  configurations = 0;
  /** Why no order was looked for, where counting showed that there is none: positions of the operations that show it. */
  starvation: Starvation | undefined;

  constructor(prepared: Prepared, states: StateTable<State>, limits: Limits, rules: SearchRules) {
    this.#prepared = prepared;
    this.#states = states;
    this.#limits = limits;
    this.#rules = rules;
    this.#state = states.initial;
    const maskWords = (prepared.slots + 31) >>> 5;
    this.#window = new Window(prepared);
    this.path = new Path(prepared.place.length);
    this.#sets = new ConsumedSets(prepared.required, prepared.place.length - prepared.required);
    this.#visited = new Visited(maskWords, this.#sets, rules.subsumption);
    this.#key = new Int32Array(2 + maskWords);
    this.#optional = new OptionalOperations(prepared, states.readOnly.length);
    const { flows } = states;
    this.#demand = flows !== undefined && rules.demand ? new Demand(prepared, flows) : undefined;
    this.#deadlines = states.hasDeadlines && rules.demand ? new Deadlines(prepared, states, limits) : undefined;
    this.#cells = rules.demand ? CellDemand.of(prepared, states) : undefined;
    this.#casOf = new Map();
    this.#frameWords = FRAME_WORDS + maskWords;
    this.#frames = new Int32Array(this.#frameWords * 64);
    if (flows !== undefined && rules.cover) this.#findCas();
  }

  get bytes(): number {
    const { place, slot } = this.#prepared;
    const columns = place.length * 16 + slot.length * 16 + this.#states.readOnly.length * 16;
    const tables = this.#visited.bytes + this.#sets.bytes + this.#states.bytes + (this.#demand?.bytes ?? 0);
    return columns + tables + this.#frames.byteLength + this.path.bytes;
  }

  /** Enters at most so many configurations more. Undefined: it is not over. */
  advance(configurationsMax: number): SearchEnd | undefined {
    const until = this.configurations + configurationsMax;
    if (!this.#hasBegun) {
      this.#hasBegun = true;
      this.starvation = this.#demand?.findStarvation(this.#states);
      if (this.starvation !== undefined) return 'exhausted';
      if (this.#enter()) return 'complete';
    }
    while (this.#depth >= 0) {
      if (this.configurations >= until) return undefined;
      if (this.#work >= WORK_BETWEEN_LOOKS) {
        this.#work = 0;
        if (this.#limits.isOver()) return 'time';
        if (this.bytes > this.#limits.bytesMax) return 'memory';
      }
      this.#restore();
      if (!this.#placeNext()) this.#depth -= 1;
      else if (this.#enter()) return 'complete';
    }
    return 'exhausted';
  }

  /** Makes the present configuration a frame unless there is nothing to be found in it. True when it is complete. */
  #enter(): boolean {
    this.configurations += 1;
    const settled = this.#settle();
    if (settled !== 'open') return settled === 'complete';
    this.#key[0] = this.#window.p;
    this.#key[1] = this.#state;
    if (!this.#visited.add(this.#key, this.#consumed)) return false;
    this.#depth += 1;
    if ((this.#depth + 1) * this.#frameWords > this.#frames.length) this.#frames = doubled(this.#frames);
    const at = this.#depth * this.#frameWords;
    const frames = this.#frames;
    frames[at] = this.#window.p;
    frames[at + 1] = this.#state;
    frames[at + 2] = this.#before;
    frames[at + 3] = this.path.length;
    frames[at + 4] = 0;
    frames[at + 5] = this.#consumed;
    for (let word = 2; word < this.#key.length; word += 1) frames[at + FRAME_WORDS + word - 2] = this.#key[word] ?? 0;
    return false;
  }

  /** Goes back to the configuration of the top frame. Each step away from it placed an operation, and so the length tells. */
  #restore(): void {
    const at = this.#depth * this.#frameWords;
    const frames = this.#frames;
    const length = frames[at + 3] ?? 0;
    if (this.path.length === length) return;
    this.#window.retreat(frames[at] ?? 0);
    this.#state = frames[at + 1] ?? 0;
    this.#before = frames[at + 2] ?? NONE;
    this.#consumed = frames[at + 5] ?? EMPTY;
    for (let word = 2; word < this.#key.length; word += 1) this.#key[word] = frames[at + FRAME_WORDS + word - 2] ?? 0;
    const { required } = this.#prepared;
    for (let each = this.path.length - 1; each >= length; each -= 1) {
      const position = this.path.order[each] ?? 0;
      this.#demand?.unplace(position);
      this.#deadlines?.unplace(position);
      this.#cells?.unplace(position);
      if (position >= required) this.#optional.unuse(position);
    }
    this.path.cut(length);
  }

  /** Places the next operation that is worth trying: open ones that must be placed first, then optional ones. */
  #placeNext(): boolean {
    const cursorAt = this.#depth * this.#frameWords + 4;
    const { open, count } = this.#window;
    const { groups } = this.#optional;
    let cursor = this.#frames[cursorAt] ?? 0;
    const begin = cursor;
    let isPlaced = false;
    this.#left = NONE;
    for (; cursor < count && !isPlaced; cursor += 1) isPlaced = this.#tryRequired(open[count - 1 - cursor] ?? 0);
    for (; cursor < count + groups && !isPlaced; cursor += 1) isPlaced = this.#tryOptional(cursor - count);
    this.#work += cursor - begin + 1;
    this.#frames[cursorAt] = cursor;
    return isPlaced;
  }

  #tryRequired(rank: number): boolean {
    if (this.#isPlaced(rank) || (this.#rules.symmetry && this.#hasEarlierEqual(rank))) return false;
    const next = this.#usefulNext(this.#prepared.class[rank] ?? 0);
    if (next === ILLEGAL) return false;
    this.#place(rank, next);
    return true;
  }

  #tryOptional(group: number): boolean {
    const position = this.#optional.available(group, this.#window.p);
    if (position === NONE) return false;
    const operationClass = this.#optional.classOf(group);
    const next = this.#usefulNext(operationClass);
    if (next === ILLEGAL || next === this.#state) return false;
    if (this.#rules.symmetry && this.#isOpen(operationClass)) return false;
    if (this.#isCovered(operationClass, next)) return false;
    this.#consume(position, next);
    return true;
  }

  #consume(position: number, next: number): void {
    const from = this.#state;
    this.#optional.use(position);
    this.#consumed = this.#sets.with(this.#consumed, position);
    this.#place(position, next);
    if (this.#rules.mustMatter) this.#before = from;
  }

  /** The state after an operation, or `ILLEGAL` also where the optional operation before it would not have mattered. */
  #usefulNext(operationClass: number): number {
    const next = this.#states.next(this.#state, operationClass);
    if (next === ILLEGAL || this.#before === NONE) return next;
    return this.#states.next(this.#before, operationClass) === next ? ILLEGAL : next;
  }

  /** Whether an operation of the same class is open that completes earlier. */
  #hasEarlierEqual(rank: number): boolean {
    const { previousSame, availableAt } = this.#prepared;
    const { p } = this.#window;
    for (let equal = previousSame[rank] ?? NONE; equal >= p; equal = previousSame[equal] ?? NONE) {
      if ((availableAt[equal] ?? 0) <= p && !this.#isPlaced(equal)) return true;
    }
    return false;
  }

  #isOpen(operationClass: number): boolean {
    const { open, count } = this.#window;
    for (let at = 0; at < count; at += 1) {
      const rank = open[at] ?? 0;
      if (this.#prepared.class[rank] === operationClass && !this.#isPlaced(rank)) return true;
    }
    return false;
  }

  /** Whether a cas is available that does here what a write does. */
  #isCovered(operationClass: number, next: number): boolean {
    if (this.#casOf.size === 0 || this.#states.flows?.needs[operationClass] !== ANY) return false;
    const cas = this.#casOf.get(this.#state * this.#states.count + next);
    if (cas === undefined) return false;
    return this.#isOpen(cas) || this.#optional.isClassAvailable(cas, this.#window.p);
  }

  #findCas(): void {
    const { flows, count } = this.#states;
    flows?.needs.forEach((needs, each) => {
      const leaves = flows.leaves[each] ?? ANY;
      if (needs !== ANY && leaves !== ANY) this.#casOf.set(needs * count + leaves, each);
    });
  }

  /** Places all that leaves no choice. */
  #settle(): Settled {
    const { required } = this.#prepared;
    const window = this.#window;
    for (;;) {
      this.#leavePlaced(false);
      if (this.#rules.eagerReads) {
        this.#placeReads();
        this.#leavePlaced(true);
      }
      this.path.note(window.p);
      if (window.p === required) return 'complete';
      if (this.#isHopeless()) return 'dead';
      if (!this.#commit()) return 'open';
    }
  }

  /** Goes on to the first completion whose operation is not placed; `placesReads`: placing reads that come into the window. */
  #leavePlaced(placesReads: boolean): void {
    const { required, opening, openingFrom } = this.#prepared;
    const window = this.#window;
    while (window.p < required && this.#isPlaced(window.p)) {
      this.#flip(window.p);
      window.advance();
      if (!placesReads) continue;
      const end = openingFrom[window.p + 1] ?? 0;
      for (let each = openingFrom[window.p] ?? 0; each < end; each += 1) this.#placeRead(opening[each] ?? 0);
    }
  }

  #placeReads(): void {
    const { open, count } = this.#window;
    this.#work += count;
    for (let at = count - 1; at >= 0; at -= 1) this.#placeRead(open[at] ?? 0);
  }

  #placeRead(rank: number): void {
    const operationClass = this.#prepared.class[rank] ?? 0;
    if (this.#states.readOnly[operationClass] === 0 || this.#isPlaced(rank)) return;
    if (this.#deadlines?.isDue(operationClass, this.#state) === false) return;
    if (this.#states.next(this.#state, operationClass) !== ILLEGAL) this.#place(rank, this.#state);
  }

  /** Whether an operation that must be placed can be placed no more, now that the state has changed. */
  #isHopeless(): boolean {
    if (this.#left === NONE) return false;
    if (this.#demand !== undefined) return this.#demand.isLost(this.#left, this.#window.p);
    if (this.#deadlines !== undefined) return this.#deadlines.isPastOne(this.#state);
    return this.#cells?.isLost(this.#left, this.#state) ?? false;
  }

  /** Places what leaves no choice though it changes the state. False: there is nothing. */
  #commit(): boolean {
    if (this.#deadlines !== undefined) return this.#commitExpiry(this.#deadlines);
    if (this.#demand === undefined || this.#before !== NONE || !this.#demand.isUnneeded(this.#state)) return false;
    return this.#commitWrite(this.#demand) || this.#commitOptional(this.#demand);
  }

  #commitExpiry(deadlines: Deadlines): boolean {
    const { open, count } = this.#window;
    this.#work += count;
    for (let at = count - 1; at >= 0; at -= 1) {
      const rank = open[at] ?? 0;
      const operationClass = this.#prepared.class[rank] ?? 0;
      if (!deadlines.isExpiry(operationClass) || this.#isPlaced(rank)) continue;
      const next = this.#usefulNext(operationClass);
      if (next === ILLEGAL || deadlines.isPastOne(next)) continue;
      this.#place(rank, next);
      return true;
    }
    return false;
  }

  /** Places a write that `Demand.canBeServed` allows to be placed without a choice. */
  #commitWrite(demand: Demand): boolean {
    const { needs, leaves } = demand.flows;
    const { open, count, p } = this.#window;
    this.#work += count;
    for (let at = count - 1; at >= 0; at -= 1) {
      const rank = open[at] ?? 0;
      const operationClass = this.#prepared.class[rank] ?? 0;
      const value = leaves[operationClass] ?? ANY;
      if (needs[operationClass] !== ANY || value === ANY || this.#isPlaced(rank)) continue;
      if (!demand.canBeServed(value, p)) continue;
      this.#place(rank, value);
      return true;
    }
    return false;
  }

  /** An optional write can be placed so where something that is open cannot be placed without it. */
  #commitOptional(demand: Demand): boolean {
    const { required, class: classes, availableAt } = this.#prepared;
    const { needs } = demand.flows;
    const { open, count, p } = this.#window;
    for (let at = count - 1; at >= 0; at -= 1) {
      const rank = open[at] ?? 0;
      const value = needs[classes[rank] ?? 0] ?? ANY;
      if (value === ANY || this.#isPlaced(rank)) continue;
      const supplier = demand.onlySupplier(value);
      if (supplier < required || (availableAt[supplier] ?? 0) > p) continue;
      const operationClass = classes[supplier] ?? 0;
      if (needs[operationClass] !== ANY || !demand.canBeServed(value, p)) continue;
      this.#consume(supplier, value);
      return true;
    }
    return false;
  }

  #place(position: number, next: number): void {
    if (next !== this.#state) this.#left = this.#state;
    this.#state = next;
    this.#before = NONE;
    this.#demand?.place(position);
    this.#deadlines?.place(position);
    this.#cells?.place(position);
    this.path.append(position);
    if (position < this.#prepared.required) this.#flip(position);
  }

  #isPlaced(rank: number): boolean {
    const slot = this.#prepared.slot[rank] ?? 0;
    return (((this.#key[2 + (slot >>> 5)] ?? 0) >>> (slot & 31)) & 1) === 1;
  }

  #flip(rank: number): void {
    const slot = this.#prepared.slot[rank] ?? 0;
    const word = 2 + (slot >>> 5);
    this.#key[word] = (this.#key[word] ?? 0) ^ (1 << (slot & 31));
  }
}
