/**
 * Looks whether operations are in order as their numbers are, which nearly all are: a resource that takes writes as they
 * come numbers them so, and leaders follow one another with rising numbers. A history a millisecond is judged, and this
 * takes a microsecond of it. Where the answer is no there may be another order or none, which is for the checker to say.
 *
 * Each operation gets a level: what a leader does comes after its campaign and before the next one. An order by levels is
 * one that the object allows, and real time allows it exactly where nothing was over before something of a lower level
 * began; operations of one level are in order as they ended.
 */
import type { ObjectName, ObjectOperation } from '../../spec/linearizability.ts';

/** Whether there is no operation, or the order of the numbers is one that the object and real time allow. False says nothing. */
export function isInOrderOfNumbers(object: ObjectName, operations: readonly ObjectOperation[]): boolean {
  switch (object) {
    case 'numbering':
      return areNumbered(operations);
    case 'fenced-store':
      return areAccepted(operations);
    case 'election':
      return areLed(operations);
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
  return true;
}

/** By level: when the last operation began, and when the first one was over. */
let lastBegunUs = new Float64Array(64);
let firstOverUs = new Float64Array(64);

function clear(levels: number): void {
  if (levels > lastBegunUs.length) {
    lastBegunUs = new Float64Array(2 * levels);
    firstOverUs = new Float64Array(2 * levels);
  }
  for (let level = 0; level < levels; level += 1) {
    lastBegunUs[level] = -Infinity;
    firstOverUs[level] = Infinity;
  }
}

function put(level: number, { fromUs, toUs }: ObjectOperation): void {
  if (fromUs > (lastBegunUs[level] ?? 0)) lastBegunUs[level] = fromUs;
  if (toUs < (firstOverUs[level] ?? 0)) firstOverUs[level] = toUs;
}

function isInOrderOfLevels(levels: number): boolean {
  let begunUs = -Infinity;
  for (let level = 0; level < levels; level += 1) {
    if ((firstOverUs[level] ?? 0) < begunUs) return false;
    const us = lastBegunUs[level] ?? 0;
    if (us > begunUs) begunUs = us;
  }
  return true;
}

function largestNumber(operations: readonly ObjectOperation[]): number {
  let largest = 0;
  for (let at = 0; at < operations.length; at += 1) {
    const number = operations[at]?.number ?? 0;
    if (number > largest) largest = number;
  }
  return largest;
}

/** The level of a write is its number. Those without a reply had no effect then; where one is refused, more has to be asked. */
function areAccepted(operations: readonly ObjectOperation[]): boolean {
  const levels = largestNumber(operations) + 1;
  clear(levels);
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations[at];
    if (operation === undefined || operation.does !== 'accept') return false;
    if (operation.happened) put(operation.number, operation);
  }
  return isInOrderOfLevels(levels);
}

/** Of each leadership: its campaign, all who see it, and the time after it. Nobody has led before the first one. */
const STAGES = 3;
const SEEN = 1;
const OVER = 2;

function areLed(operations: readonly ObjectOperation[]): boolean {
  const levels = (largestNumber(operations) + 1) * STAGES;
  clear(levels);
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations[at];
    if (operation === undefined) return false;
    const { does, number } = operation;
    if (does === 'campaign') {
      // Two of one number are in no order.
      if ((lastBegunUs[number * STAGES] ?? 0) > -Infinity) return false;
      put(number * STAGES, operation);
    } else if (does === 'resign') put(number * STAGES + OVER, operation);
    else if (number > 0) put(number * STAGES + SEEN, operation);
  }
  for (let level = STAGES; level < levels; level += STAGES) {
    const isSeen = (lastBegunUs[level + SEEN] ?? 0) > -Infinity;
    if (isSeen && lastBegunUs[level] === -Infinity) return false;
  }
  for (let at = 0; at < operations.length; at += 1) {
    const operation = operations[at];
    if (operation !== undefined && operation.does === 'view' && operation.number === 0) {
      put(gapAfter(operation.fromUs, levels), operation);
    }
  }
  return isInOrderOfLevels(levels);
}

/** The first time in which nobody leads after all that was over by then. */
function gapAfter(us: number, levels: number): number {
  let level = levels - 1;
  while (level > 0 && (firstOverUs[level] ?? 0) >= us) level -= 1;
  return level - (level % STAGES) + OVER;
}
