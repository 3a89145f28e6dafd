import { SCRIPTS, type Mutant } from '../variant.ts';

export const m05: Mutant = {
  id: 'M05',
  sentence: 'A resignation deletes whatever record is there.',
  base: 'reference',
  properties: ['S4', 'S6'],
  edits: [
    {
      file: SCRIPTS,
      replace: `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL'`,
      by: `return redis.call('DEL'`,
    },
    {
      file: SCRIPTS,
      replace: `(call, [record = ''], [whole = '']) => (call('GET', record) === whole ? call('DEL', record) : 0)`,
      by: `(call, [record = '']) => call('DEL', record)`,
    },
  ],
};
