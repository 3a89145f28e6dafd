/**
 * A lock with fencing tokens. Every acquisition gets a token larger than all before, and holds until it is released or
 * its lease ends. The end of a lease is not among the operations and may come at any time: an acquisition or the sight
 * of nobody while the lock is held means that the lease ended just before. Whether it ended too early is a question of
 * time, which this model does not ask.
 */
import { valueText, type Value } from '../../history/value.ts';
import { compareTokens, type Token } from '../../../spec/history.ts';
import type { Model, ModelOperation } from '../model.ts';
import {
  actorOf,
  expectedBut,
  isOwnerless,
  namesNobody,
  ownerIn,
  tokenIn,
  tokenOf,
  type Misfit,
} from './token-value.ts';

export interface FencedLockState {
  /** Of the last acquisition; null before the first. */
  readonly token: Token | null;
  readonly held: boolean;
  /** Who holds; null where nobody does, or where the user began the history with a holder and did not say whom. */
  readonly owner: string | null;
}

export const fencedLock: Model<FencedLockState> = {
  name: 'fenced-lock',
  title: 'A lock whose acquisitions get growing fencing tokens and end by release or at any time by expiry',
  functions: ['acquire', 'release', 'observe', 'read'],
  partition: 'key',
  hasOwners: true,
  ownerless: ['observe', 'read'],
  initial: initialLock,
  step: stepLock,
  isReadOnly: ({ f, output }) => (f === 'observe' || f === 'read') && !namesNobody(output),
  stateKey: ({ token, held, owner }) => `${token ?? ''} ${held ? 'held' : 'free'} ${owner ?? ''}`,
  progress: ({ token, held }) => (token === null ? undefined : progressOfLock(token, held)),
  deadline: deadlineOfLock,
  isExpiry: ({ f, output }) => (f === 'observe' || f === 'read') && namesNobody(output),
  misfit: misfitOfLock,
  describe: describeLock,
  describeState: ({ token, held, owner }) => {
    if (token === null) return 'nobody holds it, and nobody has';
    if (!held) return `nobody holds it, and the last token is ${token}`;
    return `${owner ?? 'somebody'} holds it with token ${token}`;
  },
};

function initialLock(value: Value | undefined): FencedLockState {
  if (value === undefined || value === null) return { token: null, held: false, owner: null };
  const token = tokenIn(value);
  if (token !== undefined) return { token, held: true, owner: ownerIn(value) ?? null };
  throw new RangeError(
    `the model fenced-lock begins with null (nobody has held it) or with its holder, {"token": "3", "owner": "a"}; found ${valueText(value)}`,
  );
}

function stepLock(state: FencedLockState, operation: ModelOperation): FencedLockState | undefined {
  const { f, output } = operation;
  if (f === 'acquire') {
    const token = tokenIn(output);
    if (token === undefined || !isLarger(token, state.token)) return undefined;
    return { token, held: true, owner: actorOf(operation) };
  }
  const free = { token: state.token, held: false, owner: null };
  if (f === 'release') return isAboutHolder(state, operation) ? free : undefined;
  if (namesNobody(output)) return state.held ? free : state;
  if (!state.held || tokenIn(output) !== state.token) return undefined;
  const owner = ownerIn(output);
  return owner === undefined || state.owner === null || owner === state.owner ? state : undefined;
}

/** Each token is first held, then free. */
export function progressOfLock(token: Token, held: boolean): bigint {
  return 2n * BigInt(token) + (held ? 0n : 1n);
}

/** An acquisition is possible until its token is held, everything else that has a token while it is. */
export function deadlineOfLock(operation: ModelOperation): bigint | undefined {
  const token = operation.f === 'release' ? tokenOf(operation) : tokenIn(operation.output);
  if (token === undefined) return undefined;
  return operation.f === 'acquire' ? progressOfLock(token, true) - 1n : progressOfLock(token, true);
}

/** Whether `token` can follow `last`: it is larger, or the first one. */
export function isLarger(token: Token, last: Token | null): boolean {
  return last === null || compareTokens(token, last) > 0;
}

/** A release without a token whose process never acquired is about whatever its actor holds. */
function isAboutHolder({ token, held, owner }: FencedLockState, operation: ModelOperation): boolean {
  if (!held) return false;
  const released = tokenOf(operation);
  return released === undefined ? owner === actorOf(operation) : released === token;
}

export function misfitOfLock({ f, input, output }: ModelOperation, outcome: 'ok' | 'info'): Misfit | undefined {
  if (f === 'release') {
    const isFit = namesNobody(input) || tokenIn(input) !== undefined || ownerIn(input) !== undefined;
    return isFit ? undefined : expectedBut('the token to release, as in {"token": "3"}, or nothing', input);
  }
  if (outcome === 'info') return undefined;
  if (f === 'acquire') {
    return tokenIn(output) === undefined
      ? expectedBut('the token that was got, as in {"token": "3"}', output)
      : undefined;
  }
  const isFit = namesNobody(output) || (tokenIn(output) !== undefined && !isOwnerless(output));
  return isFit ? undefined : expectedBut('the holder, as in {"token": "3", "owner": "a"}, or null for nobody', output);
}

export function describeLock(operation: ModelOperation): string {
  const { f, output } = operation;
  if (f === 'acquire') return `acquires with ${tokenText(tokenIn(output))}`;
  if (f === 'release') {
    const token = tokenOf(operation);
    return token === undefined ? 'releases' : `releases ${tokenText(token)}`;
  }
  return `sees ${holderText(output)}`;
}

function tokenText(token: Token | undefined): string {
  return token === undefined ? 'an unknown token' : `token ${token}`;
}

/** Who holds, as an observer was told. */
function holderText(output: Value | undefined): string {
  if (namesNobody(output)) return 'that nobody holds';
  const [token, owner] = [tokenIn(output), ownerIn(output)];
  if (owner === undefined) return `that token ${token ?? '?'} holds`;
  return token === undefined ? `that ${owner} holds` : `that ${owner} holds with token ${token}`;
}
