/** A lock that its owner can acquire again; it is free when it was released as often. It never expires. */
import { fieldOf, valueText } from '../../history/value.ts';
import type { Model } from '../model.ts';

export interface Holding {
  /** null: nobody. */
  readonly owner: string | null;
  /** How often it was acquired and not released. */
  readonly times: number;
}

const free: Holding = { owner: null, times: 0 };

export const reentrantMutex: Model<Holding> = {
  name: 'reentrant-mutex',
  title: 'A lock that its owner can acquire again, free once it was released as often, and that never expires',
  functions: ['acquire', 'release'],
  partition: 'key',
  hasOwners: true,
  initial: (value) => {
    if (value === undefined || value === null) return free;
    if (typeof value === 'string' || typeof value === 'number') return { owner: String(value), times: 1 };
    const [owner, times] = [fieldOf(value, 'owner'), fieldOf(value, 'times') ?? 1];
    if (typeof owner === 'string' && typeof times === 'number' && times >= 1) return { owner, times };
    throw new RangeError(
      `the model reentrant-mutex begins with null, the name of its owner or { "owner": NAME, "times": COUNT }, found ${valueText(value)}`,
    );
  },
  step: ({ owner, times }, { f, process }) => {
    if (f === 'acquire') return owner === null || owner === process ? { owner: process, times: times + 1 } : undefined;
    if (owner !== process) return undefined;
    return times === 1 ? free : { owner, times: times - 1 };
  },
  isReadOnly: () => false,
  outputCounts: () => false,
  stateKey: ({ owner, times }) => `${times} ${owner ?? ''}`,
  describe: ({ f }) => (f === 'acquire' ? 'acquires the lock' : 'releases the lock'),
  describeState: ({ owner, times }) => {
    if (owner === null) return 'free';
    return times === 1 ? `held by ${owner}` : `held ${times} times by ${owner}`;
  },
};
