/**
 * The core of a history that has no order: few operations that have none even when all others are relaxed
 * (`core-relaxation.ts`), and of which none can be relaxed, too, without an order appearing.
 *
 * Bare deletion would not do for a definition: without the writes before it, any read is impossible, and the core would
 * always be that one read. Relaxing keeps what the others might have contributed, and takes away only what they demand.
 *
 * It grows from the operation that fails: an order of what is kept so far wrongs some operation that is not kept, and the
 * latest such one is kept, too, until there is no order left. Then each is relaxed in turn and stays so where there is
 * still none. Since relaxing is monotone, one pass leaves a core of which no operation can be spared (as in QuickXplain,
 * Junker 2004, where growing stands in for halving: cores are small, and small questions are cheap).
 */
import type { Relaxation } from './core-relaxation.ts';

/** Operations are numbers in `Relaxation.places`. */
export interface Core {
  readonly kept: readonly number[];
  /** Relaxed operations that the others need: whenever one of the core is relaxed, these are enough for an order. */
  readonly context: readonly number[];
}

/** Operations that are tried as context one by one; beyond, those that some order used. */
const CONTEXT_TRIED_MAX = 48;
/** Kept operations beyond which a core would explain nothing, and growing ends. */
const KEPT_MAX = 400;

export interface CoreSeeds {
  /** The operation that fails: every core of the history up to its end has it. */
  readonly failing: number;
  /** Operations that an engine blames, where it does. */
  readonly culprits: readonly number[];
}

/** The smallest core found, by its operations; undefined when time is over or too much is open at once to find one. */
export function findCore(
  relaxation: Relaxation,
  seeds: CoreSeeds,
  isOver: () => boolean,
): ReadonlySet<number> | undefined {
  const grown = [grow(relaxation, new Set([seeds.failing]), isOver)];
  const blamed = new Set([seeds.failing, ...seeds.culprits]);
  if (hasNoOrder(relaxation, blamed)) grown.push(blamed);
  let best: ReadonlySet<number> | undefined;
  for (const candidate of grown) {
    if (candidate === undefined) continue;
    for (const order of [earliestFirst, latestFirst]) {
      const core = minimise(relaxation, candidate, order(relaxation, candidate), isOver);
      if (core !== undefined && (best === undefined || core.size < best.size)) best = core;
    }
  }
  return best;
}

function grow(
  relaxation: Relaxation,
  seeds: ReadonlySet<number>,
  isOver: () => boolean,
): ReadonlySet<number> | undefined {
  const kept = new Set(seeds);
  while (kept.size <= KEPT_MAX && !isOver()) {
    const answer = relaxation.order(kept);
    if (answer === 'too-large') return undefined;
    if (answer.order === undefined) return kept;
    const next = latest(relaxation, relaxation.wronged(answer.order, kept));
    if (next === undefined) return undefined;
    kept.add(next);
  }
  return undefined;
}

/** The one that ended last; those that never ended come first, by their calls. */
function latest(relaxation: Relaxation, operations: readonly number[]): number | undefined {
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
  relaxation: Relaxation,
  kept: ReadonlySet<number>,
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

/**
 * The relaxed operations that the core needs: few, and late ones where several would do. `narrowed` gives a relaxation of
 * some operations alone, by their numbers in `relaxation`.
 */
export function contextOf(
  relaxation: Relaxation,
  core: ReadonlySet<number>,
  narrowed: (operations: readonly number[]) => Relaxation,
): readonly number[] {
  const helpers = relaxation.helpers(core);
  const wanted = helpers.length <= CONTEXT_TRIED_MAX ? helpers : usedHelpers(relaxation, core);
  const all = [...core, ...wanted];
  const small = narrowed(all);
  // The same operations, by their numbers in the narrowed relaxation.
  const numbers = new Map(Array.from(small.places, (place, index) => [place, index]));
  const inSmall = (operation: number): number => numbers.get(relaxation.places[operation] ?? -1) ?? -1;
  const kept = new Set([...core].map(inSmall));
  const context = new Set(wanted.map(inSmall));
  for (const operation of earliestFirst(small, context)) {
    context.delete(operation);
    if (!suffices(small, kept, context)) context.add(operation);
  }
  const back = new Map(all.map((operation) => [inSmall(operation), operation]));
  return [...context].flatMap((operation) => back.get(operation) ?? []);
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
