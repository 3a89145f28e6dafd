/** Small changes that make a good history doubtful: some break it, some do not, and the engines have to tell. */
import { isList, type Value } from '../../src/history/value.ts';
import type { Draw } from './draw.ts';
import type { DraftOperation } from './drafted-history.ts';
import { tickUs } from './simulate-clients.ts';

/** Changes `operations` in place. */
export function perturb(operations: readonly DraftOperation[], draw: Draw): void {
  const change = draw.pick(changes);
  change(operations, draw);
}

type Change = (operations: readonly DraftOperation[], draw: Draw) => void;

const changes: readonly Change[] = [
  endBeforeAnother,
  endBeforeAnother,
  callAfterAnother,
  callAfterAnother,
  takeOutput,
  swapOutputs,
  loseOutcome,
  fail,
];

/** An operation ends before another, concurrent one is called. */
function endBeforeAnother(operations: readonly DraftOperation[], draw: Draw): void {
  const one = okOne(operations, draw);
  const other = draw.pick(operations);
  if (one === undefined || other.callAt <= one.callAt || other.callAt >= one.endAt) return;
  one.endAt = other.callAt - 1 - draw.below(tickUs / 2);
}

/** An operation is called after another, concurrent one has ended. */
function callAfterAnother(operations: readonly DraftOperation[], draw: Draw): void {
  const one = draw.pick(operations);
  const other = okOne(operations, draw);
  if (other === undefined || other.endAt <= one.callAt || other.endAt >= one.endAt) return;
  if (one.endAt === Infinity && draw.chance(0.5)) return;
  one.callAt = other.endAt + 1 + draw.below(tickUs / 2);
}

/** An operation returns what another returned. */
function takeOutput(operations: readonly DraftOperation[], draw: Draw): void {
  const one = okOne(operations, draw);
  if (one === undefined) return;
  const other = alike(operations, one, draw);
  if (other !== undefined && isFit(one, other.output)) one.output = other.output;
}

function swapOutputs(operations: readonly DraftOperation[], draw: Draw): void {
  const one = okOne(operations, draw);
  if (one === undefined) return;
  const other = alike(operations, one, draw);
  if (other === undefined || !isFit(one, other.output) || !isFit(other, one.output)) return;
  [one.output, other.output] = [other.output, one.output];
}

/** Nobody learns what became of an operation; its client is followed by another. */
export function loseOutcome(operations: readonly DraftOperation[], draw: Draw): void {
  const one = okOne(operations, draw);
  if (one === undefined) return;
  one.outcome = 'info';
  one.output = undefined;
  if (draw.chance(0.5)) one.endAt = Infinity;
  retire(operations, one);
}

/** An operation is said to have failed. */
function fail(operations: readonly DraftOperation[], draw: Draw): void {
  const one = okOne(operations, draw);
  if (one === undefined) return;
  one.outcome = 'fail';
  one.output = undefined;
}

/** What the client of `last` did after it was done by a client with a new number. */
export function retire(operations: readonly DraftOperation[], last: DraftOperation): void {
  const { process } = last;
  const follower = operations.reduce((largest, each) => Math.max(largest, each.process), 0) + 1;
  for (const each of operations) {
    if (each.process === process && each.callAt > last.callAt) each.process = follower;
  }
}

function okOne(operations: readonly DraftOperation[], draw: Draw): DraftOperation | undefined {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const one = draw.pick(operations);
    if (one.outcome === 'ok') return one;
  }
  return undefined;
}

/** Another operation of the same kind that returned something else. */
function alike(operations: readonly DraftOperation[], one: DraftOperation, draw: Draw): DraftOperation | undefined {
  for (let attempt = 0; attempt < 8; attempt += 1) {
    const other = draw.pick(operations);
    if (other !== one && other.f === one.f && other.outcome === 'ok' && other.output !== one.output) return other;
  }
  return undefined;
}

/** A transaction returns its own steps, and a read of a term is about this term. */
function isFit(operation: DraftOperation, output: Value | undefined): boolean {
  if (operation.f !== 'txn') return operation.f === 'acquire' || operation.f === 'read' || operation.f === 'observe';
  return stepsText(operation.output) === stepsText(output);
}

function stepsText(value: Value | undefined): string {
  if (!isList(value)) return '';
  return value.map((step) => (isList(step) && step[0] === 'r' ? `r ${String(step[1])}` : JSON.stringify(step))).join();
}
