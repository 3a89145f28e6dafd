/** A lock that its owner can acquire again; it is free when it was released as often. It never expires. */
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
  functions: ['acquire', 'release'],
  hasOwners: true,
  initial: () => free,
  step: ({ owner, times }, { f, process }) => {
    if (f === 'acquire') return owner === null || owner === process ? { owner: process, times: times + 1 } : undefined;
    if (owner !== process) return undefined;
    return times === 1 ? free : { owner, times: times - 1 };
  },
  isReadOnly: () => false,
  stateKey: ({ owner, times }) => `${times} ${owner ?? ''}`,
  describe: ({ f, process }) => `${f} by ${process}`,
  describeState: ({ owner, times }) => (owner === null ? 'free' : `held ${times} times by ${owner}`),
};
