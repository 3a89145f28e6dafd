/**
 * Explains why a history is not linearizable: where it fails, which few operations contradict each other, how far an
 * order can come, and why it comes no further.
 */
import { NEVER, type ClientHistory } from '../../history/client-history.ts';
import type { Value } from '../../history/value.ts';
import type { CheckLimits } from '../check-history.ts';
import type { CheckResult, ObjectFailure } from '../check-result.ts';
import { confirmCore } from '../core/core-confirmation.ts';
import { Relaxation } from '../core/core-relaxation.ts';
import { findCore } from '../core/core-search.ts';
import type { Limits } from '../engine.ts';
import type { AnyModel } from '../model.ts';
import { normalise } from '../normalise/normalise.ts';
import { partition } from '../partition.ts';
import type { Subject } from '../subject.ts';
import type { CoreCertainty, Explanation, Role, ShownOperation } from './explanation.ts';
import { firstFailure } from './first-failure.ts';
import { furthest } from './furthest.ts';
import { headlineOf } from './headline.ts';
import { hintsOf } from './hints.ts';
import { meaningOf, storyOf } from './story.ts';
import { sentence, shown } from './words.ts';

/** Operations around the failing one that are shown. */
const NEIGHBOURS_MAX = 16;
/** Operations of a core that its headline is about. */
const CORE_NAMED_MAX = 8;
/** Operations of core and context that are told one by one. */
const TOLD_MAX = 24;

export interface ExplainOptions {
  readonly model: AnyModel;
  readonly initial?: Value;
  readonly failed?: 'no-effect' | 'evidence';
  readonly limits: CheckLimits;
}

/**
 * The explanation of a verdict that `checkHistory` gave on `history`; undefined for one that needs none, because it is
 * not `not-linearizable`. When a limit is reached, what is missing is said in `certainty`, and the rest stands.
 */
export function explain(history: ClientHistory, result: CheckResult, options: ExplainOptions): Explanation | undefined {
  const { failure } = result;
  if (failure === undefined) return undefined;
  const { model, initial, failed = 'no-effect', limits } = options;
  const subjects = partition({ model, initial, ...normalise(history, model, { failed, initial }) });
  const subject = subjects.find(({ object }) => object === failure.object);
  if (subject === undefined) throw new Error('the object that failed is not in its history: this should never happen');
  const untilMs = limits.nowMs() + limits.timeMs;
  const bounds: Limits = { bytesMax: limits.bytesMax, isOver: () => limits.nowMs() >= untilMs };
  return explainObject(subject, failure, bounds);
}

function explainObject(subject: Subject, failure: ObjectFailure, limits: Limits): Explanation {
  const coreAt = coresOf(subject, failure, limits);
  const isRefuted = (place: number): boolean => coreAt(place) !== undefined;
  const first = firstFailure(subject, { ...failure, isRefuted }, limits);
  const core = (first === undefined ? undefined : coreAt(first.failing)) ?? blamedBy(failure);
  const failing = first?.failing ?? core.core.at(-1);
  const judged = {
    source: subject.history.source,
    model: subject.model.name,
    ...(subject.object === undefined ? {} : { object: subject.object }),
    operations: subject.operations.length,
  };
  const roleOf = (place: number): Role => {
    if (place === failing) return 'failing';
    if (core.core.includes(place)) return 'core';
    return core.context.includes(place) ? 'context' : 'other';
  };
  // What a monitor knows says more than that very many operations contradict one another.
  const isCrowd = core.core.length > CORE_NAMED_MAX && failure.reason !== undefined;
  const headline = failing === undefined || isCrowd ? reasonOf(failure) : headlineOf(subject, { failing, ...core });
  const show = (place: number): ShownOperation => shown(subject, place, roleOf(place));
  const byCall = (places: readonly number[]): readonly ShownOperation[] =>
    places.map(show).sort((left, right) => left.call - right.call);
  const shownCore = byCall(core.core);
  const shownContext = byCall(core.context);
  const told = byCall([...core.core, ...core.context]).slice(-TOLD_MAX);
  return {
    ...judged,
    headline,
    ...(failing === undefined ? {} : { failing: show(failing) }),
    core: shownCore,
    context: shownContext,
    certainty: core.certainty,
    told,
    story: storyOf(told),
    meaning: [
      ...(failure.reason === undefined || sentence(failure.reason) === headline ? [] : [sentence(failure.reason)]),
      ...meaningOf(
        {
          core: core.core.length,
          others: subject.operations.length - core.core.length,
          omitted: core.core.length + core.context.length - told.length,
        },
        core.certainty,
      ),
    ],
    ...(first === undefined ? { stuck: [] } : furthest(subject, first, show)),
    neighbourhood: byCall(
      neighbours(
        subject,
        failing,
        told.map(({ place }) => place),
      ),
    ),
    hints: failing === undefined ? [] : hintsOf(subject, { failing, core: core.core.length }, limits),
  };
}

function reasonOf({ reason, object }: ObjectFailure): string {
  if (reason !== undefined) return sentence(reason);
  return `No order of the operations${object === undefined ? '' : ` of ${object}`} is legal.`;
}

interface FoundCore {
  /** Places, by their calls. */
  readonly core: readonly number[];
  readonly context: readonly number[];
  readonly certainty: CoreCertainty;
}

function blamedBy({ culprits }: ObjectFailure): FoundCore {
  return { core: culprits, context: [], certainty: 'none' };
}

/** Finds the core of the history up to the end of an operation that fails there; undefined where it finds none in time. */
function coresOf(subject: Subject, failure: ObjectFailure, limits: Limits): (failing: number) => FoundCore | undefined {
  const found = new Map<number, FoundCore | undefined>();
  return (failing) => {
    if (!found.has(failing)) found.set(failing, coreAt(subject, failing, failure.culprits, limits));
    return found.get(failing);
  };
}

function coreAt(
  subject: Subject,
  failing: number,
  culprits: readonly number[],
  { isOver }: Limits,
): FoundCore | undefined {
  const horizon = subject.history.end[failing] ?? NEVER;
  const relaxing = (places: Iterable<number> = subject.operations): Relaxation =>
    new Relaxation(subject, places, horizon);
  const found = findCore({ failing, culprits }, relaxing, isOver);
  if (found === undefined) return undefined;
  const isConfirmed = confirmCore(subject, { ...found, horizon });
  // What brute force refutes is no core. That would be a mistake of ours; the verdict does not rest on it.
  if (isConfirmed === false) return undefined;
  return { ...found, certainty: isConfirmed === true ? 'confirmed' : 'minimal' };
}

/** What must be shown, and what was called last before the failing operation ended. */
function neighbours(
  { history, operations }: Subject,
  failing: number | undefined,
  must: readonly number[],
): readonly number[] {
  if (failing === undefined) return must;
  const horizon = history.end[failing] ?? 0;
  const begun = operations.filter((place) => (history.call[place] ?? 0) < horizon);
  const recent = begun.filter(
    (place) => (history.end[place] ?? 0) >= (history.call[begun.at(-NEIGHBOURS_MAX) ?? 0] ?? 0),
  );
  return [...new Set([...must, ...recent.slice(-NEIGHBOURS_MAX)])];
}
