/**
 * Who owns a term, settled once: the first claim makes its owner the owner of the term for good. Each term is an object
 * of its own, so a state is the owner of one term.
 */
import { fieldOf, valueText } from '../../history/value.ts';
import type { Model, ModelOperation } from '../model.ts';
import { actorOf, expectedBut, ownerIn, tokenIn, tokenOf } from './token-value.ts';

/** The owner of the term; null: none yet. */
export type SetOnceState = string | null;

export const setOnce: Model<SetOnceState> = {
  name: 'set-once',
  title: 'One owner for each term: the first who claims it',
  functions: ['write', 'acquire', 'read', 'observe'],
  partition: 'token',
  hasOwners: true,
  initial: (value) => {
    if (value === undefined || value === null) return null;
    throw new RangeError(`the model set-once begins with null, no term has an owner; found ${valueText(value)}`);
  },
  step: (owner, operation) => {
    const named = isClaim(operation) ? actorOf(operation) : (ownerIn(operation.output) ?? null);
    if (named === owner) return owner;
    return isClaim(operation) && owner === null ? named : undefined;
  },
  isReadOnly: (operation) => !isClaim(operation),
  stateKey: (owner) => JSON.stringify(owner),
  misfit: (operation, outcome) => {
    const { f, input, output } = operation;
    const isNamed = tokenOf(operation) !== undefined;
    // Which term an indeterminate acquisition got may be found out later, and a read that never ended says nothing.
    if (!isNamed && outcome === 'info' && f !== 'write') return undefined;
    if (!isNamed) return expectedBut('the term, as in {"token": "3", "owner": "a"}', output ?? input);
    const owner = fieldOf(output, 'owner') ?? null;
    return owner === null || ownerIn(output) !== undefined ? undefined : expectedBut('the name of an owner', owner);
  },
  describe: (operation) => {
    const token = tokenIn(operation.output) ?? tokenOf(operation);
    const term = token === undefined ? 'an unknown term' : `term ${token}`;
    if (isClaim(operation)) return `claims ${term} for ${actorOf(operation)}`;
    const owner = ownerIn(operation.output);
    return `sees ${term} ${owner === undefined ? 'without an owner' : `owned by ${owner}`}`;
  },
  describeState: (owner) => (owner === null ? 'no owner' : `owned by ${owner}`),
};

/** A claim is a write or an acquisition; both do the same. */
export function isClaim({ f }: ModelOperation): boolean {
  return f === 'write' || f === 'acquire';
}
