import { CANDIDATE, SCRIPTS, type Mutant } from '../variant.ts';

export const m01: Mutant = {
  id: 'M01',
  sentence: 'The record is written by one command and gets its lifetime by a second one.',
  base: 'reference',
  properties: ['L1'],
  edits: [
    {
      file: SCRIPTS,
      replace: `redis.call('SET', KEYS[1], ARGV[1] .. ':' .. token, 'PX', ARGV[2])`,
      by: `redis.call('SET', KEYS[1], ARGV[1] .. ':' .. token)`,
    },
    {
      file: SCRIPTS,
      replace: `call('SET', record, \`\${process}:\${token}\`, 'PX', leaseMs);`,
      by: `call('SET', record, \`\${process}:\${token}\`);`,
    },
    {
      file: CANDIDATE,
      replace: `    if (granted) return { record:`,
      by: `    if (granted) await redis.pexpire(this.#recordKey, this.#timing.leaseMs, this.#limits);
    if (granted) return { record:`,
    },
  ],
};
