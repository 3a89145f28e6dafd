/** A lock that only its owner can release. It never expires. */
import type { Model } from '../model.ts';

/** The client that holds the lock; null: nobody. */
export type Owner = string | null;

export const ownerMutex: Model<Owner> = {
  name: 'owner-mutex',
  functions: ['acquire', 'release'],
  hasOwners: true,
  initial: (value) => (typeof value === 'string' ? value : null),
  step: (owner, { f, process }) => {
    if (f === 'acquire') return owner === null ? process : undefined;
    return owner === process ? null : undefined;
  },
  isReadOnly: () => false,
  stateKey: (owner) => JSON.stringify(owner),
  describe: ({ f, process }) => `${f} by ${process}`,
  describeState: (owner) => (owner === null ? 'free' : `held by ${owner}`),
};
