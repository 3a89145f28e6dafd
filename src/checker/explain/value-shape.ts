/** Contradictions of objects that hold one value: somebody needed a value that cannot have been there. */
import { NEVER } from '../../history/client-history.ts';
import { modelOperation, type Subject } from '../subject.ts';
import { latestBefore, type Fact, type Shape } from './facts.ts';
import { who } from './words.ts';

/** A stale read, a read from the future, a value that nobody wrote; a cas like a read of the value that it expects. */
export const valueShape: Shape = ({ subject, failing, others }) => {
  const { model } = subject;
  const needs = model.flow?.(failing.operation)?.needs;
  if (needs === undefined) return undefined;
  const key = model.stateKey(needs);
  const value = model.describeState(needs);
  const doing = failing.operation.f === 'read' ? failing.did : `${failing.did}, which needs ${value} to be there,`;
  if (others.length === 0) return `${doing} ${absence(subject, failing, key)}`;
  const other = latestBefore(failing, others, (each) => {
    const left = leftBy(subject, each);
    return left !== undefined && model.stateKey(left) !== key;
  });
  if (other === undefined) return undefined;
  const there = model.describeState(leftBy(subject, other));
  const isWritten = model.flow?.(other.operation)?.leaves !== undefined;
  const before = isWritten
    ? `${there} had been written before it began`
    : `${other.who} had read ${there} before it began`;
  const arrived = needs === null || needs === '' ? 'have emptied it' : `have written ${value}`;
  if (others.length > 1) {
    const given = others.length === 2 ? 'what another operation did' : `what ${others.length - 1} others did`;
    return `${doing} although ${before}, and given ${given} nothing can ${arrived} in between`;
  }
  const isQuiet = !mayLeave(subject, key, other.call, failing.end) && needs !== null && needs !== '';
  return `${doing} although ${before} and ${isQuiet ? `nothing wrote ${value}` : `nothing can ${arrived}`} ${isWritten ? 'again' : 'in between'}`;
};

/** The value that is there after an operation: what it wrote, or what it found. */
function leftBy({ model }: Subject, { operation }: Fact): unknown {
  const flow = model.flow?.(operation);
  return flow?.leaves ?? flow?.needs;
}

/** Whether something that may leave the value ran between two moments. */
function mayLeave(subject: Subject, key: string, from: number, to: number): boolean {
  const { history, operations } = subject;
  return operations.some((place) => {
    const isRunning = (history.call[place] ?? 0) < to && (history.end[place] ?? NEVER) > from;
    return isRunning && leaves(subject, place, key);
  });
}

/** An operation of which the model does not say what it leaves, such as an append, may leave any value. */
function leaves({ model, history }: Subject, place: number, key: string): boolean {
  const operation = modelOperation(history, place);
  if (model.isReadOnly(operation)) return false;
  const flow = model.flow?.(operation);
  return flow?.leaves === undefined || model.stateKey(flow.leaves) === key;
}

/** Why a value cannot be there at all: nobody wrote it, or only later. */
function absence(subject: Subject, fact: Fact, key: string): string {
  const { history, operations } = subject;
  const writers = operations.filter((place) => leaves(subject, place, key));
  const [first] = writers;
  if (first === undefined) return 'although nobody wrote that';
  if (writers.every((place) => (history.call[place] ?? 0) > fact.end)) {
    return `before anybody wrote that: ${who(modelOperation(history, first))} began to only afterwards`;
  }
  return 'although nothing can have put that there by then';
}
