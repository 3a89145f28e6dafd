/**
 * Decides locks without owners that never expire, whoever releases what: an order takes acquisitions and releases by turns,
 * and nothing else is asked of it.
 *
 * So it can be built along time, each operation as late as it may be, at its end. If it is its turn then, it takes effect.
 * If it is the other's turn, one of the other kind has to come right before: of those that were invoked by then and have
 * not taken effect, the one that ends first, and one that never returned only when no other is left. Were there an order
 * at all, it could be changed step by step into this one: what takes effect before its end, without being needed, can wait
 * together with the one that makes room for it, and two of a kind can change places so that the one that ends first comes
 * first. So where nothing is left that could come before, there is no order.
 */
import { INFO, NONE, clientFunctions } from '../../history/client-history.ts';
import type { Linearizable, NotLinearizable } from '../engine.ts';
import type { Subject } from '../subject.ts';
import { deed, sentence } from './deed.ts';
import { EarliestFirst } from './earliest-first.ts';
import { sortedByTime } from './sorted-by-time.ts';

const acquire = clientFunctions.indexOf('acquire');

/** In O(n log n). */
export function monitorAnonymousMutex(subject: Subject): Linearizable | NotLinearizable {
  const { history, operations, model, initial } = subject;
  const { f, call, end, outcome } = history;
  const size = operations.length;
  const waiting = { acquisitions: new EarliestFirst(end, size), releases: new EarliestFirst(end, size) };
  const isPlaced = new Uint8Array(size === 0 ? 0 : (operations[size - 1] ?? 0) + 1);
  const order = new Int32Array(size);
  let length = 0;
  let isHeld = model.initial(initial) === true;
  let next = 0;
  for (const at of sortedByTime(operations.map((place) => end[place] ?? 0))) {
    const place = operations[at] ?? 0;
    if (outcome[place] === INFO) break;
    if (isPlaced[place] === 1) continue;
    for (; next < size && (call[operations[next] ?? 0] ?? 0) < (end[place] ?? 0); next += 1) {
      const called = operations[next] ?? 0;
      (f[called] === acquire ? waiting.acquisitions : waiting.releases).add(called);
    }
    if ((f[place] === acquire) === isHeld) {
      const other = takeUnplaced(isHeld ? waiting.releases : waiting.acquisitions, isPlaced);
      if (other === NONE) return outOfTurn(subject, place, order.subarray(0, length));
      isPlaced[other] = 1;
      order[length++] = other;
      isHeld = !isHeld;
    }
    isPlaced[place] = 1;
    order[length++] = place;
    isHeld = !isHeld;
  }
  return { verdict: 'linearizable', order: order.slice(0, length) };
}

function takeUnplaced(waiting: EarliestFirst, isPlaced: Uint8Array): number {
  let place = waiting.take();
  while (place !== NONE && isPlaced[place] === 1) place = waiting.take();
  return place;
}

function outOfTurn(subject: Subject, place: number, order: Int32Array): NotLinearizable {
  const last = order[order.length - 1];
  const isAcquisition = subject.history.f[place] === acquire;
  const before = last === undefined ? 'when the history begins' : `after ${deed(subject, last)}`;
  const why = isAcquisition
    ? `is held ${before}, and every release that had begun by then is needed for an earlier acquisition`
    : `is free ${before}, and every acquisition that had begun by then has its release`;
  return {
    verdict: 'not-linearizable',
    culprits: last === undefined ? [place] : [last, place].sort((left, right) => left - right),
    reason: sentence(`${deed(subject, place)}, but it ${why}.`),
    prefix: order,
  };
}
