/**
 * What counts of a client history, and what could be found out about operations of which nobody knows how they ended.
 *
 * A failed operation had no effect, and is left out, or turned into evidence where the user wants that. An indeterminate
 * operation may be left out when no other needs its effect: whatever order is legal with it, is legal without it. That is
 * so for one that only reads, for the release of a lock that expires by itself, and for an acquisition with a token that
 * nobody has seen. An acquisition whose token was seen is linked to that token (`linkAcquisitions`).
 */
import {
  FAIL,
  INFO,
  OK,
  clientFunctions,
  type ClientFunction,
  type ClientHistory,
} from '../../history/client-history.ts';
import type { Value } from '../../history/value.ts';
import { linkAcquisitions } from './link-acquisitions.ts';
import { linkClaims } from './link-claims.ts';
import type { AnyModel } from '../model.ts';
import type { NormalisedHistory } from './normalised-history.ts';
import { refusal } from '../models/fenced-store.ts';
import { modelOperation } from '../subject.ts';

export interface NormaliseOptions {
  /** What a failed operation says: nothing, or that it was impossible at some moment while it ran. */
  readonly failed: 'no-effect' | 'evidence';
  /** What the user says the object is before the history. */
  readonly initial?: Value | undefined;
}

/** In time linear in the operations, but for the order of the tokens of indeterminate ones. */
export function normalise(history: ClientHistory, model: AnyModel, options: NormaliseOptions): NormalisedHistory {
  const evidence = options.failed === 'evidence' ? withEvidence(history, model) : history;
  const operations = countingOperations(evidence, model);
  switch (model.name) {
    case 'fenced-lock':
    case 'leader-lease':
    case 'monotonic-token':
      return linkAcquisitions({ history: evidence, operations, model, initial: options.initial });
    case 'set-once':
      return linkClaims({ history: evidence, operations });
    default:
      return { history: evidence, operations };
  }
}

/** How a failed operation is written down as evidence, where the model has a way. */
function evidenceOf(model: string): { readonly f: ClientFunction; readonly output: Value } | undefined {
  if (model === 'cas-register') return { f: 'cas', output: false };
  return model === 'fenced-store' ? { f: 'write', output: refusal } : undefined;
}

/** Failed operations that are evidence become ok ones that say so in what they returned. */
function withEvidence(history: ClientHistory, model: AnyModel): ClientHistory {
  const evidence = evidenceOf(model.name);
  if (evidence === undefined || !history.outcome.includes(FAIL)) return history;
  const code = clientFunctions.indexOf(evidence.f);
  const outcome = history.outcome.slice();
  const output = history.output.slice();
  for (let place = 0; place < history.count; place += 1) {
    if (outcome[place] !== FAIL || history.f[place] !== code) continue;
    outcome[place] = OK;
    output[place] = history.values.length;
  }
  return { ...history, outcome, output, values: [...history.values, evidence.output] };
}

/** All but failed operations and indeterminate ones that nobody needs. */
function countingOperations(history: ClientHistory, model: AnyModel): Int32Array {
  const { count, outcome } = history;
  const operations = new Int32Array(count);
  let length = 0;
  for (let place = 0; place < count; place += 1) {
    const ended = outcome[place];
    if (ended === FAIL || (ended === INFO && isNeedless(history, place, model))) continue;
    operations[length++] = place;
  }
  return operations.subarray(0, length);
}

/**
 * Whether nobody needs the operation, had it not ended: the release of a lock that expires by itself; a read, which saw
 * something that nobody knows, and changed nothing but what may change at any time.
 */
export function isNeedless(history: ClientHistory, place: number, model: AnyModel): boolean {
  const operation = modelOperation(history, place);
  const isLease = model.name === 'fenced-lock' || model.name === 'leader-lease';
  if (isLease && operation.f === 'release') return true;
  return operation.f === 'read' || operation.f === 'observe' || model.isReadOnly(operation);
}
