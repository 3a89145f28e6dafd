/**
 * Replays the certificate of a linearizable history. It shares nothing with the engines but the model and the columns:
 * whoever doubts a verdict reads this file instead of theirs.
 */
import { FAIL, INFO, NONE, OK, functionOf, inputOf, outputOf, processOf } from '../history/client-history.ts';
import type { ClientHistory } from '../history/client-history.ts';
import { fieldOf, type Value } from '../history/value.ts';
import type { GivenValues, ObjectOrder } from './check-result.ts';
import type { AnyModel, ModelOperation } from './model.ts';
import { tokenIn } from './models/token-value.ts';

export interface ValidationOptions {
  readonly initial: Value | undefined;
  /** `evidence`: failed operations may be in an order, as ones that were refused. */
  readonly failed: 'no-effect' | 'evidence';
}

/**
 * What is wrong with `orders` as a certificate for `history` (as read, not normalised), in a sentence; undefined when
 * they prove that it is linearizable. O(n): each operation is placed once, and no earlier than whatever precedes it.
 */
export function validateOrders(
  history: ClientHistory,
  model: AnyModel,
  options: ValidationOptions,
  orders: readonly ObjectOrder[],
): string | undefined {
  const placed = new Uint8Array(history.count);
  if (new Set(orders.map(({ object }) => object)).size < orders.length) return 'an object has several orders';
  for (const order of orders) {
    const wrong = replay(history, model, options, order, placed);
    if (wrong !== undefined) return wrong;
  }
  for (let place = 0; place < history.count; place += 1) {
    if (placed[place] === 1 || history.outcome[place] === INFO) continue;
    if (history.outcome[place] === OK) return `operation ${place} is ok, and in no order`;
    if (isEvidence(history, model, options, place)) return `operation ${place} is evidence, and in no order`;
  }
  return undefined;
}

function replay(
  history: ClientHistory,
  model: AnyModel,
  options: ValidationOptions,
  { object, order, given }: ObjectOrder,
  placed: Uint8Array,
): string | undefined {
  let state = model.initial(options.initial);
  // The latest call so far. What is placed after it must not have ended before it: this one comparison checks all pairs.
  let latestCall = -1;
  for (const place of order) {
    if (!(place >= 0 && place < history.count)) return `there is no operation ${place}`;
    if (placed[place] === 1) return `operation ${place} takes effect twice`;
    placed[place] = 1;
    const isVoid = history.outcome[place] === FAIL && !isEvidence(history, model, options, place);
    if (isVoid) return `operation ${place} failed, and takes effect`;
    if ((history.end[place] ?? 0) < latestCall) return `operation ${place} comes after one that it precedes`;
    latestCall = Math.max(latestCall, history.call[place] ?? 0);
    const operation = asJudged(history, place, given?.get(place));
    if (typeof operation === 'string') return operation;
    const about = objectOf(history, model, place, operation);
    if (about !== object) return `operation ${place} is about ${about ?? 'all'}, not about ${object ?? 'all'}`;
    const next = model.step(state, operation);
    if (next === undefined) return `operation ${place} cannot follow ${model.describeState(state)}`;
    state = next;
  }
  return undefined;
}

/** A failed operation is there as evidence, where that is wanted and the model knows what it means to be refused. */
function isEvidence(history: ClientHistory, { name }: AnyModel, { failed }: ValidationOptions, place: number): boolean {
  const refusable = name === 'cas-register' ? 'cas' : name === 'fenced-store' ? 'write' : undefined;
  return failed === 'evidence' && history.outcome[place] === FAIL && functionOf(history, place) === refusable;
}

/** What a client recorded stands; only what it did not record may be given, and the model still has to allow it. */
function asJudged(history: ClientHistory, place: number, given: GivenValues | undefined): ModelOperation | string {
  const f = functionOf(history, place);
  const outcome = history.outcome[place];
  const input = inputOf(history, place);
  if (given?.output !== undefined && outcome !== INFO) return `operation ${place} is given another answer than its own`;
  if (given?.input !== undefined && (f !== 'release' || hasToken(input))) {
    return `operation ${place} is given something else to do than it did`;
  }
  const refusal: Value = f === 'cas' ? false : { outcome: 'refused' };
  const output = outcome === FAIL ? refusal : (given?.output ?? outputOf(history, place));
  return { f, input: given?.input ?? input, output, process: processOf(history, place) };
}

function hasToken(input: Value | undefined): boolean {
  return typeof input === 'string' || typeof input === 'number' || (fieldOf(input, 'token') ?? null) !== null;
}

function objectOf(history: ClientHistory, model: AnyModel, place: number, did: ModelOperation): string | undefined {
  if (model.partition === 'none') return undefined;
  if (model.partition === 'key') return history.keys[history.key[place] ?? NONE];
  return tokenIn(did.output) ?? tokenIn(did.input) ?? '';
}
