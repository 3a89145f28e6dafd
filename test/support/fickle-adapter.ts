/** The reference, except that it waits for as long as the number of its process says: no two processes do the same. */
import fencing from '../../adapters/redis-fencing/adapter.ts';
import type { ElectionAdapter } from '../../src/adapter.ts';

const fickle: ElectionAdapter<'redis'> = {
  ...fencing,
  name: 'fickle',
  createCandidate: async (environment) => {
    await environment.clock.sleep(process.pid / 1000);
    return fencing.createCandidate(environment);
  },
};

export default fickle;
