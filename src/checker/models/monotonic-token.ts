/** Hands out tokens that grow: each acquisition gets one larger than all before, a read shows the largest so far. */
import type { Token } from '../../../spec/history.ts';
import { valueText } from '../../history/value.ts';
import type { Model } from '../model.ts';
import { deadlineOfLock, isLarger, progressOfLock } from './fenced-lock.ts';
import { expectedBut, namesNobody, tokenIn } from './token-value.ts';

/** The last token; null: none yet. */
export type MonotonicTokenState = Token | null;

export const monotonicToken: Model<MonotonicTokenState> = {
  name: 'monotonic-token',
  title: 'A source of growing tokens: each is larger than all before',
  functions: ['acquire', 'read', 'observe'],
  partition: 'key',
  hasOwners: false,
  initial: (value) => {
    if (value === undefined || value === null) return null;
    const token = tokenIn(value);
    if (token !== undefined) return token;
    throw new RangeError(
      `the model monotonic-token begins with its last token, as in "3", or with null; found ${valueText(value)}`,
    );
  },
  step: (last, { f, output }) => {
    const token = tokenIn(output) ?? null;
    if (f !== 'acquire') return token === last ? last : undefined;
    return token !== null && isLarger(token, last) ? token : undefined;
  },
  isReadOnly: ({ f }) => f !== 'acquire',
  stateKey: (last) => last ?? '',
  progress: (last) => (last === null ? undefined : progressOfLock(last, true)),
  deadline: deadlineOfLock,
  misfit: ({ f, output }, outcome) => {
    const isFit = outcome === 'info' || tokenIn(output) !== undefined || (f !== 'acquire' && namesNobody(output));
    return isFit
      ? undefined
      : expectedBut(`a token, as in {"token": "3"}${f === 'acquire' ? '' : ', or null'}`, output);
  },
  describe: ({ f, output }) => {
    const token = tokenIn(output);
    if (f === 'acquire') return `gets token ${token ?? '?'}`;
    return `sees ${token === undefined ? 'that there is no token yet' : `token ${token}`}`;
  },
  describeState: (last) => (last === null ? 'no token yet' : `the last token is ${last}`),
};
