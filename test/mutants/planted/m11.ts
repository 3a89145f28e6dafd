import { SCRIPTS, type Mutant } from '../variant.ts';

export const m11: Mutant = {
  id: 'M11',
  sentence: 'The counter of the tokens lives no longer than a lease, which every attempt starts anew.',
  base: 'reference',
  properties: ['S2a', 'S2b'],
  edits: [
    {
      file: SCRIPTS,
      replace: `local record = redis.call('GET', KEYS[1])
if record then return {0, record} end`,
      by: `redis.call('PEXPIRE', KEYS[2], ARGV[2])
local record = redis.call('GET', KEYS[1])
if record then return {0, record} end`,
    },
    {
      file: SCRIPTS,
      replace: `    const held = call('GET', record);`,
      by: `    call('PEXPIRE', counter, leaseMs);
    const held = call('GET', record);`,
    },
  ],
};
