/**
 * Reads tokens and owners out of the values of operations: `{ "token": "3", "owner": "a" }`, a token alone, or nothing.
 */
import { fieldOf, valueText, type Value } from '../../history/value.ts';
import type { Token } from '../../../spec/history.ts';
import type { ModelOperation } from '../model.ts';

/** What an operation should have carried, and what it does carry. */
export interface Misfit {
  readonly expected: string;
  readonly found: string;
}

/**
 * The token in a value, in the one way of writing it that `compareTokens` expects: `3`, `"3"`, `"003"` and
 * `{ "token": 3 }` are the same token. Undefined where there is none, also for a number so large that JSON has rounded it.
 */
export function tokenIn(value: Value | undefined): Token | undefined {
  const named = fieldOf(value, 'token');
  const token = named === undefined ? value : named;
  if (typeof token === 'number') return Number.isSafeInteger(token) ? String(token) : undefined;
  if (typeof token !== 'string' || !/^-?\d+$/.test(token)) return undefined;
  // Nearly all tokens begin with a digit that is not 0, and are written plainly.
  const first = token.charCodeAt(0);
  if (first >= 0x31 && first <= 0x39) return token;
  const plain = token.replace(/^(-?)0+(?=\d)/, '$1');
  return plain === '-0' ? '0' : plain;
}

/** The owner that a value names; undefined where it names none. */
export function ownerIn(value: Value | undefined): string | undefined {
  const owner = fieldOf(value, 'owner');
  return typeof owner === 'string' || typeof owner === 'number' ? String(owner) : undefined;
}

/** For whom an operation acts: the owner that it names, else its process. */
export function actorOf({ input, output, process }: ModelOperation): string {
  return ownerIn(output) ?? ownerIn(input) ?? process;
}

/** The token that an operation is about: what it was called with, else what it returned. */
export function tokenOf({ input, output }: ModelOperation): Token | undefined {
  return tokenIn(input) ?? tokenIn(output);
}

/** Whether a value says that nobody holds: there is none, or neither its token nor its owner is there. */
export function namesNobody(value: Value | undefined): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return false;
  return (fieldOf(value, 'token') ?? null) === null && (fieldOf(value, 'owner') ?? null) === null;
}

/** A token of which the value says at once that nobody has it: nobody can tell what that means. */
export function isOwnerless(value: Value | undefined): boolean {
  return tokenIn(value) !== undefined && fieldOf(value, 'owner') === null;
}

export function expectedBut(expected: string, found: Value | undefined): Misfit {
  return { expected, found: valueText(found) };
}
