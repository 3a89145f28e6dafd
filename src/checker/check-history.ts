/**
 * Judges one client history against a sequential model: normalises it, takes it apart into objects, lets a typed monitor
 * decide each object where one can, and searches where none can.
 */
import type { ClientHistory } from '../history/client-history.ts';
import type { Value } from '../history/value.ts';
import type { CheckResult, EngineName, ObjectFailure, ObjectOrder } from './check-result.ts';
import type { EngineAnswer, Limits } from './engine.ts';
import { withGivenValues } from './given-values.ts';
import type { AnyModel } from './model.ts';
import { monitorsOf } from './monitors.ts';
import { normalise } from './normalise/normalise.ts';
import type { NormalisedHistory } from './normalise/normalised-history.ts';
import { partition } from './partition.ts';
import { raceSearches } from './search-race.ts';
import type { Subject } from './subject.ts';

export interface CheckOptions {
  readonly model: AnyModel;
  /** What the object is before the history. @defaultValue what the model says */
  readonly initial?: Value;
  /** `auto`: a typed monitor where one decides, else the search. `monitor`: unknown where none does. @defaultValue 'auto' */
  readonly engine?: 'auto' | 'search' | 'monitor';
  /**
   * What a failed operation says: nothing, since it had no effect, or that it was impossible at some moment between its
   * invocation and its completion. @defaultValue 'no-effect'
   */
  readonly failed?: 'no-effect' | 'evidence';
  readonly limits: CheckLimits;
}

export interface CheckLimits {
  readonly timeMs: number;
  /** Bytes that the tables of the search may take; the history itself does not count. */
  readonly bytesMax: number;
  /** A clock that never goes back. Handed in, because the checker has none. */
  readonly nowMs: () => number;
}

/**
 * The verdict on a history that keeps the assumptions (`findBreach`). `unknown` when a limit was reached before the
 * verdict was found, or when a monitor was demanded and none decides this history: never a pass.
 */
export function checkHistory(history: ClientHistory, options: CheckOptions): CheckResult {
  const { model, initial, engine = 'auto', failed = 'no-effect', limits } = options;
  const untilMs = limits.nowMs() + limits.timeMs;
  const normalised = normalise(history, model, { failed, initial });
  const subjects = partition({ model, initial, ...normalised });
  const told = { model: model.name, operations: normalised.operations.length };

  const decided = engine === 'search' ? { orders: [], undecided: subjects } : monitored(subjects);
  if (decided.failure !== undefined) {
    return withDoubt({ ...told, engine: 'monitor', verdict: 'not-linearizable', failure: decided.failure }, normalised);
  }
  const { orders, undecided } = decided;
  if (undecided.length === 0) {
    return withGiven({ ...told, engine: 'monitor', verdict: 'linearizable', orders }, history, normalised);
  }
  if (engine === 'monitor') return { ...told, engine, verdict: 'unknown', reason: withoutMonitor(undecided) };
  const bounds: Limits = { bytesMax: limits.bytesMax, isOver: () => limits.nowMs() >= untilMs };
  const result: CheckResult = { ...told, ...searched(undecided, orders, { ...limits, bounds }) };
  return withGiven(withDoubt(result, normalised), history, normalised);
}

/** The certificate says what it rests on beside the history. */
function withGiven(result: CheckResult, history: ClientHistory, normalised: NormalisedHistory): CheckResult {
  if (result.orders === undefined) return result;
  return { ...result, orders: result.orders.map((order) => withGivenValues(order, history, normalised.history)) };
}

/** Without an order, a history of which not all could be found out stays unknown. */
function withDoubt(result: CheckResult, { uncertain }: NormalisedHistory): CheckResult {
  if (result.verdict !== 'not-linearizable' || uncertain === undefined) return result;
  const { model, engine, operations } = result;
  return { model, engine, operations, verdict: 'unknown', reason: uncertain };
}

interface Monitored {
  readonly orders: readonly ObjectOrder[];
  /** The objects that no monitor decides. */
  readonly undecided: readonly Subject[];
  readonly failure?: ObjectFailure;
}

function monitored(subjects: readonly Subject[]): Monitored {
  const orders: ObjectOrder[] = [];
  const undecided: Subject[] = [];
  for (const subject of subjects) {
    const answer = byMonitor(subject);
    if (answer === undefined) undecided.push(subject);
    else if (answer.verdict === 'linearizable') orders.push({ ...nameOf(subject), order: answer.order });
    else if (answer.verdict === 'not-linearizable') return { orders, undecided, failure: failureOf(subject, answer) };
  }
  return { orders, undecided };
}

function byMonitor(subject: Subject): EngineAnswer | undefined {
  for (const monitor of monitorsOf(subject.model.name)) {
    const answer = monitor(subject);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

type Searched = Omit<CheckResult, 'model' | 'operations'> & { readonly engine: EngineName };

/** One object without an order outweighs those that stayed unknown, and one that stayed unknown those that have one. */
function searched(
  undecided: readonly Subject[],
  monitoredOrders: readonly ObjectOrder[],
  limits: CheckLimits & { readonly bounds: Limits },
): Searched {
  const engine = 'search';
  const orders = [...monitoredOrders];
  let unknown: Searched | undefined;
  for (const { subject, answer } of raceSearches(undecided, limits.bounds)) {
    if (answer.verdict === 'linearizable') orders.push({ ...nameOf(subject), order: answer.order });
    else if (answer.verdict === 'not-linearizable') {
      return { engine, verdict: answer.verdict, failure: failureOf(subject, answer) };
    } else {
      const prefix: ObjectOrder = { ...nameOf(subject), order: answer.prefix };
      unknown ??= { engine, verdict: 'unknown', reason: reached(answer.limit, prefix, subject, limits), prefix };
    }
  }
  return unknown ?? { engine, verdict: 'linearizable', orders };
}

function nameOf({ object }: Subject): { readonly object?: string } {
  return object === undefined ? {} : { object };
}

function failureOf(subject: Subject, answer: Extract<EngineAnswer, { verdict: 'not-linearizable' }>): ObjectFailure {
  const { culprits, reason, prefix } = answer;
  return {
    ...nameOf(subject),
    culprits,
    ...(reason === undefined ? {} : { reason }),
    ...(prefix === undefined ? {} : { prefix }),
  };
}

function reached(
  limit: 'time' | 'memory',
  { order }: ObjectOrder,
  { object, operations }: Subject,
  { timeMs, bytesMax }: CheckLimits,
): string {
  const what = limit === 'time' ? `time (${timeMs} ms)` : `memory (${Math.round(bytesMax / 2 ** 20)} MiB)`;
  const of = object === undefined ? '' : ` of ${object}`;
  return `the limit of ${what} was reached with ${order.length} of ${operations.length} operations${of} in order`;
}

function withoutMonitor(undecided: readonly Subject[]): string {
  const [first] = undecided;
  const of = first?.object === undefined ? 'this history' : `the history of ${first.object}`;
  return `no typed monitor of ${first?.model.name ?? 'this model'} decides ${of}; the search can (--engine auto)`;
}
