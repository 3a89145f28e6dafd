import { SCRIPTS, type Mutant } from '../variant.ts';

export const m03: Mutant = {
  id: 'M03',
  sentence: 'A renewal lengthens whatever record is there, without comparing its owner.',
  base: 'reference',
  properties: ['S4', 'S6'],
  edits: [
    {
      file: SCRIPTS,
      replace: `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE'`,
      by: `return redis.call('PEXPIRE'`,
    },
    {
      file: SCRIPTS,
      replace: `[record = ''], [whole = '', leaseMs = '']`,
      by: `[record = ''], [_whole = '', leaseMs = '']`,
    },
    {
      file: SCRIPTS,
      replace: `call('GET', record) === whole ? call('PEXPIRE', record, leaseMs) : 0`,
      by: `call('PEXPIRE', record, leaseMs)`,
    },
  ],
};
