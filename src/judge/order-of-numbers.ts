/**
 * Looks whether operations are in order as their numbers are, which nearly all are: a resource that takes writes as they
 * come numbers them so, and leaders follow one another with rising tokens. It is an order that the object allows, so where
 * real time allows it too, nothing else has to be looked for. Where not, there may be another order, or none.
 */
import type { ObjectName, ObjectOperation } from '../../spec/linearizability.ts';

/** Whether there is no operation, or the order of the numbers is one that the object and real time allow. False says nothing. */
export function isInOrderOfNumbers(object: ObjectName, operations: readonly ObjectOperation[]): boolean {
  if (operations.length === 0) return true;
  switch (object) {
    case 'numbering':
      return areNumbered(operations);
    case 'fenced-store':
      return areAcceptedInOrder(operations);
    case 'election':
      // Who saw nobody has no number.
      return false;
  }
}

/** The numbers rise one by one, and nothing was over before something with a smaller one began. */
function areNumbered(operations: readonly ObjectOperation[]): boolean {
  let begunUs = 0;
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations[at];
    if (operation === undefined || operation.number !== at + 1 || operation.toUs < begunUs) return false;
    if (operation.fromUs > begunUs) begunUs = operation.fromUs;
  }
  return begunUs < Infinity;
}

let begun = new Float64Array(64);
let ended = new Float64Array(64);

/** None is refused, and none was over before one with a smaller number began. Those without a reply had no effect then. */
function areAcceptedInOrder(operations: readonly ObjectOperation[]): boolean {
  let largest = 0;
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations[at];
    if (operation === undefined || operation.does !== 'accept') return false;
    if (operation.number > largest) largest = operation.number;
  }
  if (largest >= begun.length) {
    begun = new Float64Array(2 * largest);
    ended = new Float64Array(2 * largest);
  }
  begun.fill(0, 0, largest + 1);
  ended.fill(Infinity, 0, largest + 1);
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations[at];
    if (operation === undefined || !operation.happened) continue;
    const { number, fromUs, toUs } = operation;
    if (fromUs > (begun[number] ?? 0)) begun[number] = fromUs;
    if (toUs < (ended[number] ?? 0)) ended[number] = toUs;
  }
  let begunUs = 0;
  for (let number = 0; number <= largest; number += 1) {
    if ((ended[number] ?? 0) < begunUs) return false;
    const us = begun[number] ?? 0;
    if (us > begunUs) begunUs = us;
  }
  return true;
}
