import { ADAPTER, CANDIDATE, SCRIPTS, type Mutant } from '../variant.ts';

export const m02: Mutant = {
  id: 'M02',
  sentence: 'The token is drawn by a command of its own after the record is taken, and the deadline counts from there.',
  base: 'reference',
  properties: ['S2a', 'S3b'],
  edits: [
    {
      file: SCRIPTS,
      replace: `redis.call('INCR', KEYS[2])
local token = redis.call('GET', KEYS[2])
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. token, 'PX', ARGV[2])
return {1, token}`,
      by: `redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {1, ARGV[1]}`,
    },
    {
      file: SCRIPTS,
      replace: `(call, [record = '', counter = ''], [process = '', leaseMs = ''])`,
      by: `(call, [record = ''], [process = '', leaseMs = ''])`,
    },
    {
      file: SCRIPTS,
      replace: `    call('INCR', counter);
    const token = String(call('GET', counter));
    call('SET', record, \`\${process}:\${token}\`, 'PX', leaseMs);
    return [1, token];`,
      by: `    call('SET', record, process, 'PX', leaseMs);
    return [1, process];`,
    },
    {
      file: CANDIDATE,
      replace: `    const reply = await redis.run(acquireScript, keys, [this.#process, this.#timing.leaseMs], this.#limits);
    const [granted, answer] = pairOf(reply);
    if (granted) return { record: \`\${this.#process}:\${answer}\`, token: BigInt(answer), sentMs };
`,
      by: `    const whole = \`\${this.#ownPrefix}\${sentMs}\`;
    const reply = await redis.run(acquireScript, keys, [whole, this.#timing.leaseMs], this.#limits);
    const [granted, answer] = pairOf(reply);
    if (granted) {
      const drawnMs = clock.monotonicMs();
      return { record: whole, token: BigInt(await redis.incr(this.#counterKey, this.#limits)), sentMs: drawnMs };
    }
    if (answer.startsWith(this.#ownPrefix)) {
      await this.#release(answer);
      return undefined;
    }
`,
    },
    {
      file: ADAPTER,
      replace: `value === null || value === undefined ? undefined : parseRecord(value);`,
      by: `value === null || value === undefined ? undefined : { holder: value.slice(0, value.indexOf(':')) };`,
    },
  ],
};
