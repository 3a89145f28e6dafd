/** Random steps against a Redis: a seeded generator biased towards what leases do, and towards the edges of arguments. */
import { createHash } from 'node:crypto';
import type { RedisScript } from '../../src/ports/redis.ts';

export type Step = readonly string[];

/** A small seeded generator, so that a failure names the seed that gives it again. */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const KEYS: readonly string[] = ['k1', 'k2', 'k3'];

const VALUES = [
  'a#0',
  'b#0',
  'b#1',
  '1',
  '41',
  '-3',
  '9223372036854775807',
  '007',
  '',
  'ä',
  '1.5',
  ' 1',
  '+1',
  '-0',
  '-9223372036854775808',
];
const LONG_MS = ['10000', '60000', '999999', '3600000'];
const SHORT_MS = ['1', '2', '3', '5', '20'];
const ODD_TIMES = [
  '0',
  '-1',
  'abc',
  '',
  '1.5',
  '01',
  ' 1',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '9223372036854775',
  '-9223372036854775',
];

/** Scripts with twins; each shows one thing that a twin has to get right. */
export const SCRIPTS: readonly RedisScript[] = [
  {
    name: 'delete when the value is mine',
    lua: "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end",
    numberOfKeys: 1,
    twin: (call, [key = ''], [value = '']) => (call('GET', key) === value ? call('DEL', key) : 0),
  },
  {
    name: 'extend when the value is mine',
    lua: "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) else return 0 end",
    numberOfKeys: 1,
    twin: (call, [key = ''], [value = '', ttl = '']) => (call('GET', key) === value ? call('PEXPIRE', key, ttl) : 0),
  },
  {
    name: 'acquire with a fencing token',
    lua: `local current = redis.call('GET', KEYS[1])
if not current or current == ARGV[1] then
  local token = redis.call('INCR', KEYS[2])
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return token
end
return nil`,
    numberOfKeys: 2,
    twin: (call, [lock = '', fence = ''], [id = '', ttl = '']) => {
      const current = call('GET', lock);
      if (current !== null && current !== id) return null;
      const token = call('INCR', fence);
      call('SET', lock, id, 'PX', ttl);
      return token;
    },
  },
  {
    name: 'a deadline that has passed, seen inside the script',
    lua: "redis.call('SET', KEYS[1], ARGV[1], 'PXAT', '5') return { redis.call('EXISTS', KEYS[1]), redis.call('PTTL', KEYS[1]), 'done' }",
    numberOfKeys: 1,
    twin: (call, [key = ''], [value = '']) => {
      call('SET', key, value, 'PXAT', '5');
      return [call('EXISTS', key), call('PTTL', key), 'done'];
    },
  },
  {
    name: 'an error after a write leaves the write',
    lua: "redis.call('SET', KEYS[1], ARGV[1]) return redis.call('INCR', KEYS[1])",
    numberOfKeys: 1,
    twin: (call, [key = ''], [value = '']) => {
      call('SET', key, value);
      return call('INCR', key);
    },
  },
];

/** One step; `WAIT` stands for time that passes on the server. */
export function randomStep(random: () => number): Step {
  const pick = <T>(items: readonly [T, ...T[]] | readonly T[]): T => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const key = (): string => pick(KEYS);
  const time = (): string => {
    const kind = random();
    return kind < 0.65 ? pick(LONG_MS) : kind < 0.85 ? pick(SHORT_MS) : pick(ODD_TIMES);
  };
  const letterCase = (word: string): string => (random() < 0.1 ? word.toLowerCase() : word);
  const flags = (): string[] => {
    const kind = random();
    if (kind < 0.5) return random() < 0.5 ? ['NX', 'PX', time()] : ['PX', time()];
    const out: string[] = [];
    const count = Math.floor(random() * 4);
    for (let index = 0; index < count; index += 1) {
      const flag = pick(['NX', 'XX', 'GET', 'KEEPTTL', 'PX', 'EX', 'PXAT', 'EXAT', 'WHAT']);
      out.push(letterCase(flag));
      const absolute = pick([String(Date.now() + 50_000), '1000', '2', '4102444800']);
      if (flag === 'PX' || flag === 'EX') out.push(time());
      else if (flag === 'PXAT') out.push(random() < 0.8 ? absolute : time());
      else if (flag === 'EXAT') out.push(random() < 0.8 ? pick(['4102444800', '1', '1000']) : time());
    }
    if (random() < 0.05) out.push('PX');
    return out;
  };
  const kind = random();
  if (kind < 0.3) return [letterCase('SET'), key(), pick(VALUES), ...flags()];
  if (kind < 0.4) return [letterCase('GET'), key()];
  if (kind < 0.5) return ['PTTL', key()];
  if (kind < 0.53) return ['TTL', key()];
  if (kind < 0.58) return ['DEL', key(), ...(random() < 0.3 ? [key(), key()] : [])];
  if (kind < 0.62) return ['EXISTS', key(), ...(random() < 0.3 ? [key(), key()] : [])];
  if (kind < 0.68) return ['INCR', key()];
  if (kind < 0.78) {
    const condition = random() < 0.3 ? [pick(['NX', 'XX', 'GT', 'LT', 'gt', 'WHAT'])] : [];
    const second = condition.length > 0 && random() < 0.3 ? [pick(['XX', 'LT', 'NX'])] : [];
    return [pick(['PEXPIRE', 'EXPIRE']), key(), time(), ...condition, ...second];
  }
  if (kind < 0.8) return ['PEXPIREAT', key(), pick([String(Date.now() + 40_000), '5', '-5', 'x'])];
  if (kind < 0.84) return ['PERSIST', key()];
  if (kind < 0.855) return [letterCase('SETNX'), key(), pick(VALUES)];
  if (kind < 0.86) return [pick(['SETEX', 'PSETEX', 'setex']), key(), time(), pick(VALUES)];
  if (kind < 0.865) return ['GETSET', key(), pick(VALUES)];
  if (kind < 0.87) return ['GETDEL', key()];
  if (kind < 0.875) return ['UNLINK', key(), ...(random() < 0.3 ? [key(), key()] : [])];
  if (kind < 0.88) return randomScriptStep(random, key);
  if (kind < 0.883) return random() < 0.9 ? [letterCase('TIME')] : ['TIME', 'now'];
  if (kind < 0.89) return ['PING', ...pick([[], ['hello'], ['a', 'b']])];
  if (kind < 0.9)
    return pick([
      ['GET'],
      ['SET', 'k1'],
      ['DEL'],
      ['NOSUCH', 'a', 'b'],
      ['INCR', 'k1', 'k2'],
      ['TTL'],
      ['EXPIRE', 'k1'],
      ['SETNX', 'k1'],
      ['SETEX', 'k1', '10'],
      ['PSETEX', 'k1', '10', 'a', 'b'],
      ['GETSET', 'k1'],
      ['GETDEL'],
      ['UNLINK'],
      ['EVALSHA', 'abc'],
      ['SCRIPT'],
      ['SCRIPT', 'NOPE'],
      ['SCRIPT', 'LOAD'],
      ['SCRIPT', 'EXISTS'],
      ['SCRIPT', 'FLUSH', 'WHAT'],
    ]);
  if (kind < 0.92) return ['WAIT'];
  const script = pick(SCRIPTS);
  const first = key();
  const others = KEYS.filter((other) => other !== first);
  return [
    'EVAL',
    script.lua,
    String(script.numberOfKeys),
    ...[first, ...others].slice(0, script.numberOfKeys),
    pick(VALUES),
    time(),
  ];
}

/** What a client does that sends scripts by their SHA-1. The server keeps them when the database is emptied, so they are flushed first. */
function randomScriptStep(random: () => number, key: () => string): Step {
  const script = SCRIPTS[Math.floor(random() * SCRIPTS.length)];
  if (script === undefined) throw new Error('there are no scripts');
  const hash = createHash('sha1').update(script.lua).digest('hex');
  const kind = random();
  if (kind < 0.25) return ['SCRIPT', 'LOAD', script.lua];
  if (kind < 0.4) return ['SCRIPT', 'EXISTS', hash, 'abc', hash.toUpperCase()];
  if (kind < 0.5) return ['SCRIPT', 'FLUSH', ...(random() < 0.5 ? ['SYNC'] : [])];
  const name = random() < 0.1 ? hash.toUpperCase() : random() < 0.1 ? 'f'.repeat(40) : hash;
  const count = random() < 0.1 ? (['-1', '9', 'x', ''][Math.floor(random() * 4)] ?? '') : String(script.numberOfKeys);
  const keys = KEYS.slice(0, script.numberOfKeys);
  keys[0] = key();
  return ['EVALSHA', name, count, ...keys, 'a#0', '60000'];
}
