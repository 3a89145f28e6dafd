/**
 * Confirms a core by brute force, which knows nothing of relaxation, searches or monitors: it tries all orders. A relaxed
 * operation is one that is there not at all, once, or twice; more often than twice is left to the argument of
 * `core-relaxation.ts`.
 */
import { bruteForce } from '../brute-force.ts';
import { INFO, NEVER, OK, type ClientHistory } from '../../history/client-history.ts';
import { isEndless } from './core-relevance.ts';
import { modelOperation, type Subject } from '../subject.ts';

/** Places of operations in the history of the subject. */
export interface CoreClaim {
  readonly core: readonly number[];
  readonly context: readonly number[];
  /** The rank of the last event that counts: what ends later may not have ended. */
  readonly horizon: number;
}

/** Relaxed operations that end: each triples the histories to try. */
const ENDING_MAX = 6;
/** Operations of one history to try, copies included. */
const OPERATIONS_MAX = 20;
const COPIES = 2;

/**
 * Whether the core has no order with its context relaxed, and has one as soon as any of its own is relaxed, too.
 * Undefined where it is too large to try, or where an order needs some operation more often than it is tried.
 */
export function confirmCore(subject: Subject, { core, context, horizon }: CoreClaim): boolean | undefined {
  const known = cutColumns(subject, horizon);
  const isEnding = (place: number): boolean => (known.history.end[place] ?? NEVER) !== NEVER;
  const isLarge = core.length + COPIES * (context.length + 1) > OPERATIONS_MAX;
  if (isLarge || context.filter(isEnding).length >= ENDING_MAX) return undefined;
  if (hasOrder(known, core, context)) return false;
  const isMinimal = core.every((relaxed) =>
    hasOrder(
      known,
      core.filter((place) => place !== relaxed),
      [...context, relaxed],
    ),
  );
  return isMinimal ? true : undefined;
}

/** Whether the kept operations have an order with some choice of how often each relaxed one takes effect. */
function hasOrder(subject: Subject, kept: readonly number[], relaxed: readonly number[]): boolean {
  const ending = relaxed.filter((place) => subject.history.end[place] !== NEVER);
  // What never ends is optional as it is: two copies of it leave every choice open.
  const open = relaxed
    .filter((place) => subject.history.end[place] === NEVER)
    .flatMap((place) =>
      copies(isEndless(subject.model.name, modelOperation(subject.history, place)) ? 1 : COPIES)(place),
    );
  const choices = (COPIES + 1) ** ending.length;
  for (let choice = 0; choice < choices; choice += 1) {
    const chosen = ending.flatMap((place, index) =>
      copies(Math.floor(choice / (COPIES + 1) ** index) % (COPIES + 1))(place),
    );
    if (bruteForce(selected(subject, [...kept, ...open, ...chosen])) === true) return true;
  }
  return false;
}

function copies(times: number): (place: number) => readonly number[] {
  return (place) => Array.from({ length: times }, () => place);
}

/** The history as it was known at `horizon`. */
function cutColumns(subject: Subject, horizon: number): Subject {
  const { history } = subject;
  const end = history.end.map((each, place) => (history.outcome[place] === OK && each <= horizon ? each : NEVER));
  const outcome = history.outcome.map((each, place) => (each === OK && end[place] === NEVER ? INFO : each));
  return { ...subject, history: { ...history, end, outcome } };
}

/** A history of the operations at `places`, each as often as it is named. */
function selected(subject: Subject, places: readonly number[]): Subject {
  const { history } = subject;
  const ints = (column: Int32Array): Int32Array => Int32Array.from(places, (place) => column[place] ?? 0);
  const bytes = (column: Uint8Array): Uint8Array => Uint8Array.from(places, (place) => column[place] ?? 0);
  const { times: _, ...untimed } = history;
  const chosen: ClientHistory = {
    ...untimed,
    count: places.length,
    f: bytes(history.f),
    outcome: bytes(history.outcome),
    process: ints(history.process),
    key: ints(history.key),
    input: ints(history.input),
    output: ints(history.output),
    call: ints(history.call),
    end: ints(history.end),
    invokedAt: ints(history.invokedAt),
    completedAt: ints(history.completedAt),
  };
  return { ...subject, history: chosen, operations: Int32Array.from(places.keys()) };
}
