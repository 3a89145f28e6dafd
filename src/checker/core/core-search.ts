/**
 * The core of a history that has no order: few operations that have none even when all others are relaxed
 * (`core-relaxation.ts`), and of which none can be relaxed, too, without an order appearing.
 *
 * Bare deletion would not do for a definition: without the writes before it, any read is impossible, and the core would
 * always be that one read. Relaxing keeps what the others might have contributed, and takes away only what they demand.
 *
 * It grows from the operation that fails: an order of what is kept so far wrongs some operation that is not kept, and the
 * latest such one is kept, too, until there is no order left (once the latest of all, once the latest that had ended when
 * the failing one began). Then each is relaxed in turn and stays so where there is
 * still none. Since relaxing is monotone, one pass leaves a core of which no operation can be spared (as in QuickXplain,
 * Junker 2004, where growing stands in for halving: cores are small, and small questions are cheap).
 */
import { NEVER } from '../../history/client-history.ts';
import type { Relaxation } from './core-relaxation.ts';

/** Places of operations in the history, by their calls. */
export interface Core {
  readonly core: readonly number[];
  /** Relaxed operations that the others need: whenever one of the core is relaxed, these are enough for an order. */
  readonly context: readonly number[];
}

/** Operations that are tried as context one by one; beyond, those that some order used. */
const CONTEXT_TRIED_MAX = 48;
/** Growing ends when it has asked about so many operations: what is larger still would explain nothing. */
const ASKED_MAX = 1_500_000;
/** But so many may be kept in any case. */
const KEPT_MAX = 48;
/** How many more may be kept where those that had ended are preferred. */
const PRECEDING_MORE = 4;

/** Places of operations in the history. */
export interface CoreSeeds {
  /** The operation that fails: every core of the history up to its end has it. */
  readonly failing: number;
  /** Operations that an engine blames, where it does. */
  readonly culprits: readonly number[];
}

/** Operations of a relaxation, by their numbers in it. */
interface Kept {
  readonly relaxation: Relaxation;
  readonly kept: ReadonlySet<number>;
}

/**
 * The smallest core found; undefined when time is over or too much is open at once to find one. `relaxing` gives a
 * relaxation of the operations at some places, and of all without an argument.
 */
export function findCore(
  seeds: CoreSeeds,
  relaxing: (places?: readonly number[]) => Relaxation,
  isOver: () => boolean,
): Core | undefined {
  const relaxation = relaxing();
  const failing = relaxation.places.indexOf(seeds.failing);
  const began = relaxation.call[failing] ?? 0;
  let best: { readonly cost: number; readonly core: Kept } | undefined;
  for (const candidate of candidates(relaxation, failing, seeds.culprits, isOver)) {
    const narrow = narrowed(relaxation, candidate, relaxing);
    for (const order of [earliestFirst, latestFirst]) {
      const kept = minimise(narrow, order(narrow.relaxation, narrow.kept), isOver);
      if (kept === undefined) continue;
      // Of two of the same size, what had happened before the failing operation began is easier to understand.
      const running = [...kept].filter((each) => (narrow.relaxation.end[each] ?? NEVER) >= began).length;
      const cost = kept.size + running / (kept.size + 1);
      if (best === undefined || cost < best.cost) best = { cost, core: { ...narrow, kept } };
    }
  }
  if (best === undefined) return undefined;
  const { relaxation: small, kept } = best.core;
  return { core: placesOf(small, kept), context: contextOf(best.core, relaxing) };
}

/** Sets of operations that have no order with all others relaxed, and may be larger than they need be. */
function candidates(
  relaxation: Relaxation,
  failing: number,
  culprits: readonly number[],
  isOver: () => boolean,
): readonly ReadonlySet<number>[] {
  const began = relaxation.call[failing] ?? 0;
  const hadEnded = (operation: number): boolean => (relaxation.end[operation] ?? NEVER) < began;
  const most = Math.max(KEPT_MAX, ASKED_MAX / relaxation.places.length);
  const latest = grow(relaxation, failing, { isPreferred: () => true, most, isOver });
  // Whether that leads anywhere is uncertain: the contradiction may be with what ran at the same time.
  const fewMore = Math.min(most, (latest?.size ?? 0) + PRECEDING_MORE);
  const preceding = grow(relaxation, failing, { isPreferred: hadEnded, most: fewMore, isOver });
  const numbers = culprits.map((place) => relaxation.places.indexOf(place)).filter((number) => number >= 0);
  const blamed = new Set([failing, ...numbers]);
  return [preceding, latest, hasNoOrder(relaxation, blamed) ? blamed : undefined].filter((each) => each !== undefined);
}

/** The same without the operations that can help none of the kept ones to an order: fewer kept ones need no other help. */
function narrowed(
  relaxation: Relaxation,
  kept: ReadonlySet<number>,
  relaxing: (places: readonly number[]) => Relaxation,
  helpers: readonly number[] = relaxation.helpers(kept),
): Kept {
  const small = relaxing(placesOf(relaxation, [...kept, ...helpers]));
  const places = new Set(placesOf(relaxation, kept));
  return {
    relaxation: small,
    kept: new Set([...small.places.keys()].filter((each) => places.has(small.places[each] ?? 0))),
  };
}

function placesOf({ places }: Relaxation, numbers: Iterable<number>): readonly number[] {
  return [...numbers].sort((left, right) => left - right).map((number) => places[number] ?? 0);
}

interface Growth {
  /** Which of those that are wronged is kept before all others. */
  readonly isPreferred: (operation: number) => boolean;
  /** Kept operations at which it gives up. */
  readonly most: number;
  readonly isOver: () => boolean;
}

/** Keeps one that is wronged after the other, until there is no order. */
function grow(
  relaxation: Relaxation,
  failing: number,
  { isPreferred, most, isOver }: Growth,
): ReadonlySet<number> | undefined {
  const kept = new Set([failing]);
  while (kept.size <= most && !isOver()) {
    const answer = relaxation.order(kept);
    if (answer === 'too-large') return undefined;
    if (answer.order === undefined) return kept;
    const wronged = relaxation.wronged(answer.order, kept);
    const next = latestOf(relaxation, wronged.filter(isPreferred)) ?? latestOf(relaxation, wronged);
    if (next === undefined) return undefined;
    kept.add(next);
  }
  return undefined;
}

/** The one that ended last; those that never ended come first, by their calls. */
function latestOf(relaxation: Relaxation, operations: readonly number[]): number | undefined {
  return operations.reduce<number | undefined>(
    (best, each) => (best === undefined || moment(relaxation, each) > moment(relaxation, best) ? each : best),
    undefined,
  );
}

function moment(relaxation: Relaxation, operation: number): number {
  const { call, end } = relaxation;
  return (relaxation.isCertain(operation) ? end[operation] : call[operation]) ?? 0;
}

function earliestFirst(relaxation: Relaxation, kept: ReadonlySet<number>): readonly number[] {
  return [...kept].sort((left, right) => moment(relaxation, left) - moment(relaxation, right));
}

function latestFirst(relaxation: Relaxation, kept: ReadonlySet<number>): readonly number[] {
  return earliestFirst(relaxation, kept).toReversed();
}

/** Undefined when time is over first: what is not minimal is no core. */
function minimise(
  { relaxation, kept }: Kept,
  inTurn: readonly number[],
  isOver: () => boolean,
): ReadonlySet<number> | undefined {
  const core = new Set(kept);
  for (const operation of inTurn) {
    if (isOver()) return undefined;
    core.delete(operation);
    if (!hasNoOrder(relaxation, core)) core.add(operation);
  }
  return core;
}

function hasNoOrder(relaxation: Relaxation, kept: ReadonlySet<number>): boolean {
  const answer = relaxation.order(kept);
  return answer !== 'too-large' && answer.order === undefined;
}

/** The relaxed operations that the core needs, as places: few, and late ones where several would do. */
function contextOf({ relaxation, kept }: Kept, relaxing: (places: readonly number[]) => Relaxation): readonly number[] {
  const helpers = relaxation.helpers(kept);
  const wanted = helpers.length <= CONTEXT_TRIED_MAX ? helpers : usedHelpers(relaxation, kept);
  const { relaxation: small, kept: core } = narrowed(relaxation, kept, relaxing, wanted);
  const context = new Set([...small.places.keys()].filter((operation) => !core.has(operation)));
  for (const operation of earliestFirst(small, context)) {
    context.delete(operation);
    if (!suffices(small, core, context)) context.add(operation);
  }
  return placesOf(small, context);
}

/** Whether relaxing any one of the core gives an order with this context alone. */
function suffices(relaxation: Relaxation, core: ReadonlySet<number>, context: ReadonlySet<number>): boolean {
  for (const operation of core) {
    const others = new Set(core);
    others.delete(operation);
    const answer = relaxation.order(others, new Set([...context, operation]));
    if (answer === 'too-large' || answer.order === undefined) return false;
  }
  return true;
}

function usedHelpers(relaxation: Relaxation, core: ReadonlySet<number>): readonly number[] {
  const used = new Set<number>();
  for (const operation of core) {
    const others = new Set(core);
    others.delete(operation);
    const answer = relaxation.order(others);
    if (answer === 'too-large') continue;
    for (const each of answer.order?.operations ?? []) if (!core.has(each)) used.add(each);
  }
  return [...used];
}
