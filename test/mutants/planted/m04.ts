import { SCRIPTS, type Mutant } from '../variant.ts';

export const m04: Mutant = {
  id: 'M04',
  sentence: 'A resignation compares the process only, not the token of its term.',
  base: 'reference',
  properties: ['S4', 'S7'],
  edits: [
    {
      file: SCRIPTS,
      replace: `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL'`,
      by: `local record = redis.call('GET', KEYS[1])
if not record or string.match(record, '^(.*):') ~= string.match(ARGV[1], '^(.*):') then return 0 end
return redis.call('DEL'`,
    },
    {
      file: SCRIPTS,
      replace: `(call('GET', record) === whole ? call('DEL', record) : 0)`,
      by: `{
    const processOf = (text: unknown): string | undefined => /^(.*):/.exec(String(text))?.[1];
    const held = call('GET', record);
    return held !== null && processOf(held) === processOf(whole) ? call('DEL', record) : 0;
  }`,
    },
  ],
};
