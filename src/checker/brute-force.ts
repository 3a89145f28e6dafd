/**
 * The definition of linearizability as a program, for small histories: the reference that monitors and the search are held
 * against, and that confirms the core of a violation. It has no cleverness but one: it does not try the same operations
 * from the same state twice.
 */
import { NEVER } from '../history/client-history.ts';
import type { ModelOperation } from './model.ts';
import { modelOperation, type Subject } from './subject.ts';

/** Sets of operations are bits of one number. */
const OPERATIONS_MAX = 30;

/** Whether there is an order; undefined where there are more than 30 operations, too many to try all orders. */
export function bruteForce({ model, initial, history, operations }: Subject): boolean | undefined {
  if (operations.length > OPERATIONS_MAX) return undefined;
  const candidates: Candidate[] = [];
  let required = 0;
  operations.forEach((place, index) => {
    const end = history.end[place] ?? NEVER;
    candidates.push({ operation: modelOperation(history, place), call: history.call[place] ?? 0, end });
    if (end !== NEVER) required |= 1 << index;
  });
  const precededBy = candidates.map(({ call }) => bits(candidates.map(({ end }) => end < call)));
  const failed = new Set<string>();

  /** Whether the operations that are not placed yet can follow `state`. */
  function canFollow(placed: number, state: unknown): boolean {
    if ((placed & required) === required) return true;
    const key = `${placed} ${model.stateKey(state)}`;
    if (failed.has(key)) return false;
    const isFollowed = candidates.some(({ operation }, index) => {
      const isPlaced = (placed & (1 << index)) !== 0;
      const isEarly = ((precededBy[index] ?? 0) & ~placed) !== 0;
      if (isPlaced || isEarly) return false;
      const next = model.step(state, operation);
      return next !== undefined && canFollow(placed | (1 << index), next);
    });
    if (!isFollowed) failed.add(key);
    return isFollowed;
  }

  return canFollow(0, model.initial(initial));
}

interface Candidate {
  readonly operation: ModelOperation;
  readonly call: number;
  readonly end: number;
}

function bits(flags: readonly boolean[]): number {
  return flags.reduce((set, flag, index) => (flag ? set | (1 << index) : set), 0);
}
