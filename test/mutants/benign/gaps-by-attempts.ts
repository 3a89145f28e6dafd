import { SCRIPTS, type Variant } from '../variant.ts';

export const gapsByAttempts: Variant = {
  id: 'V01',
  sentence: 'Every attempt burns a token, also one that finds the election held.',
  base: 'reference',
  edits: [
    {
      file: SCRIPTS,
      replace: `local record = redis.call('GET', KEYS[1])
if record then return {0, record} end
redis.call('INCR', KEYS[2])`,
      by: `redis.call('INCR', KEYS[2])
local record = redis.call('GET', KEYS[1])
if record then return {0, record} end`,
    },
    {
      file: SCRIPTS,
      replace: `    const held = call('GET', record);
    if (held !== null) return [0, held];
    call('INCR', counter);`,
      by: `    call('INCR', counter);
    const held = call('GET', record);
    if (held !== null) return [0, held];`,
    },
  ],
};
