/** A lock that only its owner can release. It never expires. */
import { valueText } from '../../history/value.ts';
import type { Model } from '../model.ts';

/** The client that holds the lock; null: nobody. */
export type Owner = string | null;

export const ownerMutex: Model<Owner> = {
  name: 'owner-mutex',
  title: 'A lock that only the client that acquired it can release, and that never expires',
  functions: ['acquire', 'release'],
  partition: 'key',
  hasOwners: true,
  initial: (value) => {
    if (value === undefined || value === null) return null;
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    throw new RangeError(
      `the model owner-mutex begins with the name of its owner or with null, found ${valueText(value)}`,
    );
  },
  step: (owner, { f, process }) => {
    if (f === 'acquire') return owner === null ? process : undefined;
    return owner === process ? null : undefined;
  },
  isReadOnly: () => false,
  outputCounts: () => false,
  stateKey: (owner) => JSON.stringify(owner),
  describe: ({ f }) => (f === 'acquire' ? 'acquires the lock' : 'releases the lock'),
  describeState: (owner) => (owner === null ? 'free' : `held by ${owner}`),
};
