/**
 * Relaxing operations: what is left of a contradiction when most of a history may behave as it likes.
 *
 * A *relaxed* operation may take effect as often as it likes while it runs, or not at all. So a read-only one might as
 * well be missing, and one that changes the state is a source that is open from its call to its end. A *kept* operation is
 * as it is: once between its call and its end; an indeterminate one at most once, from its call on.
 *
 * Relaxing more never takes an order away: the old one still does. And what may happen any number of times needs no
 * memory of whether it did. So whether the kept operations have an order is decided by one sweep over the history that
 * remembers, for the moment, only the state and which of the kept operations that are open took effect (the just-in-time
 * linearization of Lowe, 2017): a little work for each event and each kept operation, where the whole history would take
 * a search that is exponential in its concurrency.
 */
import { NEVER, OK, clientFunctions } from '../../history/client-history.ts';
import { isEndless, relevanceOf, type Relevance } from './core-relevance.ts';
import { CoreTransitions, IMPOSSIBLE } from './core-transitions.ts';
import type { ModelOperation } from '../model.ts';
import { modelOperation, type Subject } from '../subject.ts';

const CLIENT_FUNCTIONS = clientFunctions.length;
/** Kept operations that may be open at one moment: one bit each, in a number that also carries the state. */
const SLOTS_MAX = 26;
const SLOT_SPAN = 2 ** SLOTS_MAX;
/** Configurations at one moment: beyond, the answer is that nobody knows. */
const CONFIGURATIONS_MAX = 20_000;

/** The state after an operation, or `IMPOSSIBLE`; both by their numbers. */
type Step = (state: number, operation: number) => number;

/** An order of the kept operations, as what changed the state and when. Operations are numbers in `Relaxation.places`. */
export interface RelaxedOrder {
  readonly operations: readonly number[];
  /** For each of them the rank of an event in the history; it took effect just before that. */
  readonly before: readonly number[];
}

/** `order` is undefined when there is none. `too-large`: more would have to be remembered than is reasonable. */
export type RelaxedAnswer = { readonly order: RelaxedOrder | undefined } | 'too-large';

export class Relaxation {
  /** The operations, by their places in the history, in the order of their calls. */
  readonly places: Int32Array;
  readonly call: Int32Array;
  /** `NEVER` for operations that end after the horizon. */
  readonly end: Int32Array;
  readonly isReadOnly: Uint8Array;
  readonly #subject: Subject;
  readonly #isEndless: Uint8Array;
  readonly #classOf: Int32Array;
  readonly #classes: readonly ModelOperation[];
  readonly #transitions: CoreTransitions;
  readonly #initial: number;
  /** Events in the order of their ranks: twice the operation, and one more for its end. */
  readonly #events: Int32Array;

  /** The operations at `places` up to the event of rank `horizon`: what began later cannot have come before. */
  constructor(subject: Subject, places: Iterable<number>, horizon: number) {
    const { history, model } = subject;
    this.#subject = subject;
    this.places = Int32Array.from(places)
      .filter((place) => (history.call[place] ?? 0) < horizon)
      .sort((left, right) => (history.call[left] ?? 0) - (history.call[right] ?? 0));
    this.call = this.places.map((place) => history.call[place] ?? 0);
    this.end = this.places.map((place) => {
      const end = history.end[place] ?? NEVER;
      return history.outcome[place] === OK && end <= horizon ? end : NEVER;
    });
    const { classOf, classes } = classesOf(history, this.places, model.hasOwners);
    this.#classOf = classOf;
    this.#classes = classes;
    const readOnly = classes.map((operation) => (model.isReadOnly(operation) ? 1 : 0));
    const endless = classes.map((operation) => (isEndless(model.name, operation) ? 1 : 0));
    this.isReadOnly = Uint8Array.from(classOf, (each) => readOnly[each] ?? 0);
    this.#isEndless = Uint8Array.from(classOf, (each) => endless[each] ?? 0);
    this.#transitions = new CoreTransitions(model, classes);
    this.#initial = this.#transitions.numberOf(model.initial(subject.initial));
    this.#events = eventsOf(this.call, this.end);
  }

  /** Whether an operation certainly took effect before the horizon. */
  isCertain(operation: number): boolean {
    return this.end[operation] !== NEVER;
  }

  /** Whether the `kept` operations have an order, with the others relaxed, or with only `allowed` ones of them there. */
  order(kept: ReadonlySet<number>, allowed?: ReadonlySet<number>): RelaxedAnswer {
    const sweep = this.#sweep(kept, allowed);
    for (const code of this.#events) {
      const operation = code >>> 1;
      if ((code & 1) === 0) {
        if (!sweep.open(operation)) return 'too-large';
      } else if (!sweep.end(operation, this.end[operation] ?? NEVER)) return 'too-large';
      if (sweep.isDead) return { order: undefined };
    }
    return { order: sweep.path() };
  }

  /**
   * Operations that are neither kept nor done justice by `order`, which was found for `kept`: certain ones that are not
   * in it and could not be put into it without a change, and those that are in it more than once.
   */
  wronged(order: RelaxedOrder, kept: ReadonlySet<number>): readonly number[] {
    const canonical = this.#stepFor(this.#relevance(kept));
    const wronged = this.#wrongedBy(order, kept, canonical, canonical);
    if (wronged.length > 0) return wronged;
    // States that look alike for the kept operations are not the same for all others: for those that are missed, and, in
    // the end, for those that took effect as if they were.
    const exact: Step = (state, operation) => this.#transitions.next(state, this.#classOf[operation] ?? 0);
    const missed = this.#wrongedBy(order, kept, canonical, exact);
    return missed.length > 0 ? missed : order.operations.filter((operation) => !kept.has(operation));
  }

  #wrongedBy(
    { operations, before }: RelaxedOrder,
    kept: ReadonlySet<number>,
    step: Step,
    look: Step,
  ): readonly number[] {
    const uses = new Map<number, number>();
    const states = [this.#initial];
    for (const operation of operations) {
      uses.set(operation, (uses.get(operation) ?? 0) + 1);
      states.push(step(states.at(-1) ?? 0, operation));
    }
    const fits = (operation: number): boolean => {
      const from = this.call[operation] ?? 0;
      const to = this.end[operation] ?? NEVER;
      return states.some((state, index) => {
        const isThere = (before[index - 1] ?? -1) <= to && (before[index] ?? NEVER) > from;
        return isThere && look(state, operation) === state;
      });
    };
    const wronged: number[] = [];
    for (let operation = 0; operation < this.places.length; operation += 1) {
      if (kept.has(operation)) continue;
      const used = uses.get(operation) ?? 0;
      const isMissed = used === 0 && this.isCertain(operation) && !fits(operation);
      if (isMissed || used > 1) wronged.push(operation);
    }
    return wronged;
  }

  /** Relaxed operations that can help the kept ones to an order. */
  helpers(kept: ReadonlySet<number>): readonly number[] {
    const relevance = this.#relevance(kept);
    return [...this.places.keys()].filter(
      (operation) => !kept.has(operation) && this.isReadOnly[operation] !== 1 && this.#matters(relevance, operation),
    );
  }

  #sweep(kept: ReadonlySet<number>, allowed: ReadonlySet<number> | undefined): Sweep {
    const relevance = this.#relevance(kept);
    const role = Uint8Array.from(this.places, (_, operation) => {
      if (kept.has(operation)) return this.isReadOnly[operation] === 1 ? KEPT_READ : KEPT;
      if (this.isReadOnly[operation] === 1 || (allowed !== undefined && !allowed.has(operation))) return ABSENT;
      if (!this.#matters(relevance, operation)) return ABSENT;
      return this.#isEndless[operation] === 1 ? KEPT : RELAXED;
    });
    return new Sweep(role, this.#initial, this.#stepFor(relevance));
  }

  #relevance(kept: ReadonlySet<number>): Relevance {
    const { history, model } = this.#subject;
    const operations = [...kept].map((operation) => modelOperation(history, this.places[operation] ?? 0));
    return relevanceOf(model.name, operations, this.#classes);
  }

  #matters(relevance: Relevance, operation: number): boolean {
    const asModel = this.#classes[this.#classOf[operation] ?? 0];
    return asModel !== undefined && relevance.matters(asModel);
  }

  #stepFor(relevance: Relevance): Step {
    const canonical: number[] = [];
    return (state, operation) => {
      const next = this.#transitions.next(state, this.#classOf[operation] ?? 0);
      if (next === IMPOSSIBLE) return IMPOSSIBLE;
      const known = canonical[next];
      if (known !== undefined) return known;
      const same = this.#transitions.numberOf(relevance.canonical(this.#transitions.state(next)));
      canonical[next] = same;
      return same;
    };
  }
}

const ABSENT = 0;
const RELAXED = 1;
const KEPT = 2;
const KEPT_READ = 3;

/** The configurations of one sweep: all that ever were, each with where it came from, and those of the moment. */
class Sweep {
  readonly #role: Uint8Array;
  readonly #step: Step;
  readonly #mask: number[] = [0];
  readonly #state: number[];
  readonly #parent: number[] = [-1];
  readonly #via: number[] = [-1];
  readonly #before: number[] = [-1];
  #live: number[] = [0];
  #known = new Set<number>();
  /** Up to here, everything that is open and not fresh was tried on the live configurations. */
  #settled = 1;
  #open: number[] = [];
  #fresh: number[] = [];
  readonly #bit: Int32Array;
  #usedBits = 0;

  constructor(role: Uint8Array, initial: number, step: Step) {
    this.#role = role;
    this.#step = step;
    this.#state = [initial];
    this.#bit = new Int32Array(role.length);
    this.#known.add(this.#key(0, initial));
  }

  get isDead(): boolean {
    return this.#live.length === 0;
  }

  /** False when too many kept operations are open at once. */
  open(operation: number): boolean {
    const role = this.#role[operation] ?? ABSENT;
    if (role === ABSENT) return true;
    if (role !== RELAXED) {
      const free = ~this.#usedBits & -~this.#usedBits;
      if (free >= SLOT_SPAN || free <= 0) return false;
      this.#usedBits |= free;
      this.#bit[operation] = free;
    }
    this.#open.push(operation);
    this.#fresh.push(operation);
    return true;
  }

  /** The operation ends: the last moment for it to take effect. False when there is too much to remember. */
  end(operation: number, rank: number): boolean {
    const role = this.#role[operation] ?? ABSENT;
    if (role === ABSENT) return true;
    if (!this.#settle(rank)) return false;
    this.#open = this.#open.filter((each) => each !== operation);
    if (role === RELAXED) return true;
    const bit = this.#bit[operation] ?? 0;
    this.#usedBits &= ~bit;
    const passing = this.#live.filter((node) => ((this.#mask[node] ?? 0) & bit) !== 0);
    this.#live = [];
    this.#known = new Set();
    for (const node of passing) this.#add((this.#mask[node] ?? 0) & ~bit, this.#state[node] ?? 0, node, -1, rank);
    this.#settled = this.#live.length;
    return true;
  }

  /** How the first configuration of the moment came about. */
  path(): RelaxedOrder {
    const operations: number[] = [];
    const before: number[] = [];
    for (let node = this.#live[0] ?? 0; node >= 0; node = this.#parent[node] ?? -1) {
      const via = this.#via[node] ?? -1;
      if (via < 0) continue;
      operations.push(via);
      before.push(this.#before[node] ?? 0);
    }
    return { operations: operations.reverse(), before: before.reverse() };
  }

  /** Tries whatever is open on every configuration, until nothing new comes of it. */
  #settle(rank: number): boolean {
    if (this.#fresh.length === 0) return true;
    if (this.#fresh.some((operation) => this.#role[operation] === KEPT_READ)) this.#readEagerly(rank);
    for (let at = 0; at < this.#live.length; at += 1) {
      const node = this.#live[at] ?? 0;
      for (const operation of at < this.#settled ? this.#fresh : this.#open) this.#try(node, operation, rank);
      if (this.#live.length > CONFIGURATIONS_MAX) return false;
    }
    this.#settled = this.#live.length;
    this.#fresh = [];
    return true;
  }

  #try(node: number, operation: number, rank: number): void {
    const role = this.#role[operation];
    if (role === KEPT_READ) return;
    const mask = this.#mask[node] ?? 0;
    const bit = this.#bit[operation] ?? 0;
    if ((mask & bit) !== 0) return;
    const state = this.#state[node] ?? 0;
    const next = this.#step(state, operation);
    if (next !== IMPOSSIBLE) this.#add(mask | bit, next, node, operation, rank);
  }

  /**
   * A read that is possible now may as well be done now: it changes nothing, and waiting only risks it. Configurations
   * that have just read are new ones: what is open was tried without the read being done.
   */
  #readEagerly(rank: number): void {
    const live = this.#live;
    this.#live = [];
    this.#known = new Set();
    const isReading = (node: number): boolean =>
      this.#withReads(this.#mask[node] ?? 0, this.#state[node] ?? 0) !== this.#mask[node];
    for (const node of live.filter((each) => !isReading(each))) this.#renew(node, rank);
    this.#settled = this.#live.length;
    for (const node of live.filter(isReading)) this.#renew(node, rank);
  }

  #renew(node: number, rank: number): void {
    this.#add(this.#mask[node] ?? 0, this.#state[node] ?? 0, node, -1, rank);
  }

  #add(mask: number, state: number, parent: number, via: number, before: number): void {
    const done = this.#withReads(mask, state);
    const key = this.#key(done, state);
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.#live.push(this.#mask.length);
    this.#mask.push(done);
    this.#state.push(state);
    this.#parent.push(parent);
    this.#via.push(via);
    this.#before.push(before);
  }

  #withReads(mask: number, state: number): number {
    let done = mask;
    for (const operation of this.#open) {
      if (this.#role[operation] !== KEPT_READ) continue;
      const bit = this.#bit[operation] ?? 0;
      if ((done & bit) === 0 && this.#step(state, operation) !== IMPOSSIBLE) done |= bit;
    }
    return done;
  }

  #key(mask: number, state: number): number {
    return state * SLOT_SPAN + mask;
  }
}

/** Operations that do the same have one class: same function, same values, and the same client where that counts. */
function classesOf(
  history: Subject['history'],
  places: Int32Array,
  hasOwners: boolean,
): { readonly classOf: Int32Array; readonly classes: readonly ModelOperation[] } {
  const { f, input, output, process } = history;
  // Two numbers tell a class: one of function and client, one of the two values.
  const numbers = new Map<number, Map<number, number>>();
  const classes: ModelOperation[] = [];
  const span = history.values.length + 1;
  const classOf = places.map((place) => {
    const doer = (hasOwners ? (process[place] ?? 0) + 1 : 0) * CLIENT_FUNCTIONS + (f[place] ?? 0);
    const values = ((input[place] ?? 0) + 1) * span + (output[place] ?? 0) + 1;
    let row = numbers.get(doer);
    if (row === undefined) {
      row = new Map();
      numbers.set(doer, row);
    }
    const known = row.get(values);
    if (known !== undefined) return known;
    row.set(values, classes.length);
    return classes.push(modelOperation(history, place)) - 1;
  });
  return { classOf, classes };
}

/** Calls are sorted already; ends are, and both are merged. */
function eventsOf(call: Int32Array, end: Int32Array): Int32Array {
  const ended = Int32Array.from(call.keys()).filter((operation) => end[operation] !== NEVER);
  ended.sort((left, right) => (end[left] ?? 0) - (end[right] ?? 0));
  const events = new Int32Array(call.length + ended.length);
  let [next, length] = [0, 0];
  for (const operation of ended) {
    const rank = end[operation] ?? 0;
    for (; next < call.length && (call[next] ?? 0) < rank; next += 1) events[length++] = next * 2;
    events[length++] = operation * 2 + 1;
  }
  for (; next < call.length; next += 1) events[length++] = next * 2;
  return events;
}
