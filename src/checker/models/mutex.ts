/** A lock that knows no owners: acquired, it must be released before anybody acquires it again. It never expires. */
import type { Model } from '../model.ts';

export const mutex: Model<boolean> = {
  name: 'mutex',
  functions: ['acquire', 'release'],
  hasOwners: false,
  initial: (value) => value === true,
  step: (held, { f }) => {
    if (f === 'acquire') return held ? undefined : true;
    return held ? false : undefined;
  },
  isReadOnly: () => false,
  stateKey: String,
  describe: ({ f }) => f,
  describeState: (held) => (held ? 'held' : 'free'),
};
