/**
 * Goal: a Lua script gives the same by its twin, by the interpreter and on a real server: replies, errors, and what it
 * leaves behind.
 * Method: random runs of the scripts that have twins, shipped adapters' included, and of samples that show what the
 * server's Lua does with numbers, tables, errors and its own functions.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RedisScript } from '../../src/ports/redis.ts';
import { RedisModel } from '../../src/testbed/simulated/stores/redis.ts';
import { redisBinary, startRedisServer, type RedisServer } from '../support/redis-server.ts';
import { randomSource, randomStep, SCRIPTS, type Step } from './redis-steps.ts';
import { compareEpisode, playEpisode, type Comparison, type Episode } from './redis-transcript.ts';

const EPISODES = 40;
const STEPS_PER_EPISODE = 25;
const SEED = 17;

/** Each of these is one thing that an interpreter may get wrong. */
const SAMPLES: readonly string[] = [
  "return {1, 2.9, -2.9, 'x', true, false, nil, 4}",
  'return {1, false, 3, {2, {5}}, {}}',
  'local t = {} t[3] = 1 return t',
  "return {ok = 'A', 1}",
  'return {ok = 5}',
  "return {err = 'My Err'}",
  'return 1e30',
  'return -0.5',
  'return 0xff',
  'return function() end',
  'return',
  "return tostring(10/2) .. ' ' .. 1e14 .. ' ' .. 1e13 .. ' ' .. 0.1 .. ' ' .. 1/3 .. ' ' .. 2^31 .. ' ' .. 1e-5",
  "return 2147483647 + 1 .. ' ' .. 60*60*24*1000*100 .. ' ' .. 4294967296 * 4",
  "return 7 % 3 .. ' ' .. -7 % 3 .. ' ' .. math.floor(-1.5) .. ' ' .. math.floor(2^40 + 0.5) * 2 .. ' ' .. math.ceil(0.1)",
  "return tostring(tonumber('0x10')) .. tostring(tonumber(' 12 ')) .. tostring(tonumber('1e3')) .. tostring(tonumber('x'))",
  "return {tonumber('ff', 16), tonumber('1700000000000') + 0.5, '10' + 5, #'abc' * 2}",
  "return string.format('%d|%s|%5.2f|%q', 42, 3, 2.5, 'a')",
  "local t = {} for w in string.gmatch('a b c', '%a') do table.insert(t, w) end return table.concat(t, ',')",
  'local s = 0 for i = 1, 3 do s = s .. i end return s',
  'local t = {3, 1, 2} table.sort(t) return {unpack(t)}',
  'return table.unpack and 1 or 2',
  'return {#KEYS, #ARGV, KEYS[1], ARGV[2], type(KEYS[9])}',
  "return redis.call('SET', KEYS[1], ARGV[1])",
  "return redis.call('SET', KEYS[1], ARGV[1]).ok",
  "return {redis.call('SET', KEYS[1], ARGV[1], 'GET'), redis.call('GET', KEYS[1])}",
  "return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', 60000) and 1 or 0",
  "redis.call('SET', KEYS[1], 10/4) return redis.call('GET', KEYS[1])",
  "redis.call('SET', KEYS[1], 1e20) return redis.call('GET', KEYS[1])",
  "redis.call('SET', KEYS[1], 0.1) return redis.call('GET', KEYS[1])",
  "redis.call('SET', KEYS[1], 2147483648 * 2) return redis.call('INCR', KEYS[1])",
  "redis.call('SET', KEYS[1], 'x', 'PX', '60000' / 2) return redis.call('EXISTS', KEYS[1])",
  "return redis.call('PING')",
  "return {redis.call('ping', 'x'), redis.call('exists', KEYS[1], KEYS[2])}",
  "if redis.call('GET', 'nokey') == nil then return 'nil' elseif redis.call('GET', 'nokey') == false then return 'false' end",
  "return redis.call('NOSUCH')",
  "return redis.call('GET')",
  'return redis.call()',
  "return redis.call('GET', {})",
  "return redis.call('GET', true)",
  "return redis.call('EVAL', 'return 1', 0)",
  "return redis.call('SET', KEYS[1], 'x', 'PX', 'soon')",
  "return redis.pcall('GET')",
  "local r = redis.pcall('INCR', KEYS[1], 3) return {type(r), r.err}",
  "local ok, r = pcall(redis.call, 'GET') return {tostring(ok), type(r), r}",
  'local ok, a, b = pcall(function(x) return x, 2 end, 1) return {tostring(ok), a, b}',
  "local ok, r = pcall(error, 'plain') return {tostring(ok), r}",
  "return redis.error_reply('My Err')",
  "return redis.error_reply('MYERR')",
  "return redis.error_reply('-MYERR x')",
  "return redis.error_reply('')",
  "return redis.status_reply('fine')",
  "return redis.sha1hex('') .. redis.sha1hex(ARGV[1])",
  "redis.log(redis.LOG_WARNING, 'nothing to see') return 1",
  "error('boom')",
  "error({err = 'MY boom'})",
  'error()',
  'x = 1',
  'return x',
  'redis.call = nil',
  'string.foo = 1',
  "redis.call('SET', KEYS[1], 'kept') error('after a write')",
  "local current = tonumber(redis.call('GET', KEYS[1]) or '0') if current == nil then return 'no number' end return current + 1",
  "local id, ttl = ARGV[1], tonumber(ARGV[2]) if ttl and ttl > 0 and redis.call('SETNX', KEYS[1], id) == 1 then redis.call('PEXPIRE', KEYS[1], ttl) return 1 end return 0",
  "local t = redis.call('TIME') return {#t, type(t[1]), #t[1]}",
  "return redis.call('TIME', 'now')",
  "local t = redis.call('TIME') return math.floor(t[1] / 1000000)",
  "return redis.call('GETDEL', KEYS[1])",
  "return redis.call('PSETEX', KEYS[1], 60000, ARGV[1])",
];

const binary = redisBinary();
const withTwins = [...SCRIPTS, ...(await shippedScripts())];

async function shippedScripts(): Promise<readonly RedisScript[]> {
  const folder = join(import.meta.dirname, '..', '..', 'adapters');
  const found = new Set<RedisScript>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.m?[jt]s$/.test(entry.name)) continue;
    const module: unknown = await import(pathToFileURL(join(entry.parentPath, entry.name)).href);
    if (typeof module !== 'object' || module === null) continue;
    for (const value of Object.values(module)) if (isScript(value)) found.add(value);
  }
  return [...found];
}

function isScript(value: unknown): value is RedisScript {
  return typeof value === 'object' && value !== null && 'lua' in value && 'twin' in value && 'numberOfKeys' in value;
}

/** Runs of `scripts` between the ordinary steps. */
function scriptSteps(scripts: readonly { readonly lua: string; readonly numberOfKeys: number }[]): readonly Step[][] {
  const random = randomSource(SEED);
  const pick = (items: readonly string[]): string => items[Math.floor(random() * items.length)] ?? '';
  let next = 0;
  const step = (): Step => {
    if (random() < 0.4) return randomStep(random);
    const script = scripts[next % scripts.length];
    next += 1;
    if (script === undefined) throw new Error('there are no scripts');
    const keys = ['k1', 'k2', 'k3'].slice(0, script.numberOfKeys);
    return [
      'EVAL',
      script.lua,
      String(keys.length),
      ...keys,
      pick(['a#0', 'b#0', '1', '2']),
      pick(['60000', '2', 'x']),
    ];
  };
  return Array.from({ length: EPISODES }, () => Array.from({ length: STEPS_PER_EPISODE }, step));
}

function compare(episodes: readonly Episode[], known: readonly RedisScript[]): Comparison {
  const comparison: Comparison = { compared: 0, ambiguous: 0, mismatches: [] };
  for (const episode of episodes) {
    const model = new RedisModel(() => undefined);
    for (const script of known) model.knowScript(script);
    compareEpisode(episode, model, comparison);
  }
  return comparison;
}

describe.skipIf(binary === undefined)('Lua', () => {
  let server: RedisServer;
  let client: Redis;

  beforeAll(async () => {
    server = await startRedisServer(binary ?? '');
    client = new Redis({ host: '127.0.0.1', port: server.port, protocol: 2 });
  });

  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });

  async function play(steps: readonly Step[][]): Promise<readonly Episode[]> {
    const episodes: Episode[] = [];
    for (const each of steps) episodes.push(await playEpisode(client, each));
    return episodes;
  }

  test('scripts with twins: twin, interpreter and server agree', async () => {
    const episodes = await play(scriptSteps(withTwins));
    for (const known of [withTwins, []]) {
      const { compared, mismatches } = compare(episodes, known);
      expect(mismatches).toEqual([]);
      expect(compared).toBeGreaterThan((EPISODES * STEPS_PER_EPISODE) / 2);
    }
  });

  test('samples: interpreter and server agree', async () => {
    const samples = SAMPLES.map((lua) => ({ lua, numberOfKeys: 2 }));
    const { compared, mismatches } = compare(await play(scriptSteps(samples)), []);
    expect(mismatches).toEqual([]);
    expect(compared).toBeGreaterThan((EPISODES * STEPS_PER_EPISODE) / 2);
  });

  test('a mistake in the language ends the script in both, in their own words', async () => {
    const model = new RedisModel(() => undefined);
    for (const lua of ['local x = nil return x.y', 'return 1 + {}', "return 'x' / 2", 'return KEYS()']) {
      const refusal = /^ERR user_script:1: attempt to /;
      await expect(client.call('EVAL', lua, '0')).rejects.toThrow(refusal);
      expect(() => model.execute(['EVAL', lua, '0'], undefined, 0)).toThrow(refusal);
    }
  });

  test('what does not compile is refused by both', async () => {
    const model = new RedisModel(() => undefined);
    for (const lua of ['this is wrong', 'return (', 'for i = 1 do end']) {
      const refusal = /^ERR Error compiling script \(new function\): user_script:1: /;
      await expect(client.call('EVAL', lua, '0')).rejects.toThrow(refusal);
      expect(() => model.execute(['EVAL', lua, '0'], undefined, 0)).toThrow(refusal);
      await expect(client.call('SCRIPT', 'LOAD', lua)).rejects.toThrow(refusal);
      expect(() => model.execute(['SCRIPT', 'LOAD', lua], undefined, 0)).toThrow(refusal);
    }
  });
});
