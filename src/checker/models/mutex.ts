/** A lock that knows no owners: acquired, it must be released before anybody acquires it again. It never expires. */
import { valueText } from '../../history/value.ts';
import type { Model } from '../model.ts';

/** Whether the lock is held. */
export const mutex: Model<boolean> = {
  name: 'mutex',
  title: 'A lock without owners: held until anybody releases it, and it never expires',
  functions: ['acquire', 'release'],
  partition: 'key',
  hasOwners: false,
  initial: (value) => {
    if (value === undefined || value === null || value === false) return false;
    if (value === true) return true;
    throw new RangeError(`the model mutex begins with true (held) or false (free), found ${valueText(value)}`);
  },
  step: (held, { f }) => {
    if (f === 'acquire') return held ? undefined : true;
    return held ? false : undefined;
  },
  isReadOnly: () => false,
  outputCounts: () => false,
  stateKey: String,
  describe: ({ f }) => (f === 'acquire' ? 'acquires the lock' : 'releases the lock'),
  describeState: (held) => (held ? 'held' : 'free'),
};
