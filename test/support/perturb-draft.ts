/** Small changes that make a good history doubtful: some break it, some do not, and the engines have to tell. */
import { fieldOf, isList, valueKey, type Value } from '../../src/history/value.ts';
import type { Draw } from './draw.ts';
import type { DraftOperation } from './drafted-history.ts';
import { tickUs } from './simulate-clients.ts';

/** Changes `operations` in place, once, where a few attempts find something to change. */
export function perturb(operations: readonly DraftOperation[], draw: Draw): void {
  for (let attempt = 0; attempt < 6; attempt += 1) if (draw.pick(changes)(operations, draw)) return;
}

/** Whether it found something to change. */
type Change = (operations: readonly DraftOperation[], draw: Draw) => boolean;

const changes: readonly Change[] = [
  endBeforeAnother,
  endBeforeAnother,
  callAfterAnother,
  callAfterAnother,
  takeOutput,
  changeOutput,
  swapOutputs,
  changeProcess,
];

/** An operation ends before another, concurrent one is called. */
function endBeforeAnother(operations: readonly DraftOperation[], draw: Draw): boolean {
  const one = okOne(operations, draw);
  const other = draw.pick(operations);
  if (one === undefined || other.callAt <= one.callAt || other.callAt >= one.endAt) return false;
  const endAt = other.callAt - 1 - draw.below(tickUs / 2);
  if (endAt < one.callAt) return false;
  one.endAt = endAt;
  return true;
}

/** An operation is called after another, concurrent one has ended. */
function callAfterAnother(operations: readonly DraftOperation[], draw: Draw): boolean {
  const one = draw.pick(operations);
  const other = okOne(operations, draw);
  if (other === undefined || other.endAt <= one.callAt || other.endAt >= one.endAt) return false;
  if (one.endAt === Infinity && draw.chance(0.5)) return false;
  const callAt = other.endAt + 1 + draw.below(tickUs / 2);
  if (callAt > one.endAt) return false;
  one.callAt = callAt;
  return true;
}

/** An operation returns what another returned. */
function takeOutput(operations: readonly DraftOperation[], draw: Draw): boolean {
  const one = okOne(operations, draw);
  if (one === undefined) return false;
  const other = alike(operations, one, draw);
  if (other === undefined || !isFit(one, other.output)) return false;
  one.output = other.output;
  return true;
}

function swapOutputs(operations: readonly DraftOperation[], draw: Draw): boolean {
  const one = okOne(operations, draw);
  if (one === undefined) return false;
  const other = alike(operations, one, draw);
  if (other === undefined || !isFit(one, other.output) || !isFit(other, one.output)) return false;
  [one.output, other.output] = [other.output, one.output];
  return true;
}

/** An operation returns something a little different. */
function changeOutput(operations: readonly DraftOperation[], draw: Draw): boolean {
  const one = okOne(operations, draw);
  if (one === undefined) return false;
  const { output } = one;
  if (isList(output)) {
    const which = draw.below(output.length);
    const [op = null, register = null, value = null] = stepAt(output, which);
    if (op !== 'r') return false;
    const changed: Value = [op, register, Math.max(0, Number(value) - 2 + draw.below(4))];
    one.output = output.map((step, at) => (at === which ? changed : step));
    return true;
  }
  const token = fieldOf(output, 'token');
  const owner = fieldOf(output, 'owner');
  if (typeof owner === 'string' && draw.chance(0.5)) {
    one.output = { ...(token === undefined ? {} : { token }), owner: String(draw.pick(operations).process) };
    return true;
  }
  if (token === undefined || one.input !== undefined) return false;
  const changed = String(Math.max(1, Number(token) - 1 + 2 * draw.below(2)));
  const others = typeof output === 'object' && output !== null ? output : {};
  one.output = { ...others, token: changed };
  return true;
}

function stepAt(steps: readonly Value[], which: number): readonly Value[] {
  const step = steps[which];
  return isList(step) ? step : [];
}

/** An operation was another client's, one that does nothing else. */
function changeProcess(operations: readonly DraftOperation[], draw: Draw): boolean {
  const one = okOne(operations, draw);
  if (one === undefined) return false;
  one.process = newProcess(operations);
  return true;
}

/** Nobody learns what became of an operation; its client is followed by another. */
export function loseOutcome(operations: readonly DraftOperation[], draw: Draw): boolean {
  const one = okOne(operations, draw);
  if (one === undefined) return false;
  one.outcome = 'info';
  one.output = undefined;
  if (draw.chance(0.5)) one.endAt = Infinity;
  retire(operations, one);
  return true;
}

/** An operation is said to have failed. */
export function sayFailed(operations: readonly DraftOperation[], draw: Draw): boolean {
  const one = okOne(operations, draw);
  if (one === undefined) return false;
  one.outcome = 'fail';
  one.output = undefined;
  return true;
}

/** What the client of `last` did after it was done by a client with a new number. */
export function retire(operations: readonly DraftOperation[], last: DraftOperation): void {
  const { process } = last;
  const follower = newProcess(operations);
  for (const each of operations) {
    if (each.process === process && each.callAt > last.callAt) each.process = follower;
  }
}

function newProcess(operations: readonly DraftOperation[]): number {
  return operations.reduce((largest, each) => Math.max(largest, each.process), 0) + 1;
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

/** A transaction returns its own steps, and who acquires is told a token or is not. */
function isFit(operation: DraftOperation, output: Value | undefined): boolean {
  if (operation.f === 'acquire') return (operation.output === undefined) === (output === undefined);
  if (operation.f !== 'txn') return operation.f === 'read' || operation.f === 'observe';
  return stepsText(operation.output) === stepsText(output);
}

function stepsText(value: Value | undefined): string {
  if (!isList(value)) return '';
  return value.map((step) => (isList(step) && step[0] === 'r' ? `r ${valueKey(step[1])}` : valueKey(step))).join();
}
