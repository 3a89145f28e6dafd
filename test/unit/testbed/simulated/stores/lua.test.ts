/**
 * Goal: interpreted Lua is deterministic, keeps nothing from run to run, costs nothing where it is not used, and says
 * what it lacks. What it answers is held against a real server in test/differential/lua-scripts.test.ts.
 * Method: scripts on the model.
 */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { isPortError } from '../../../../../src/ports/redis-errors.ts';
import type { RedisReply } from '../../../../../src/ports/redis.ts';
import { formatGeneral, integerReply } from '../../../../../src/testbed/simulated/stores/lua-numbers.ts';
import { RedisModel } from '../../../../../src/testbed/simulated/stores/redis.ts';

function loadedOfFengari(): readonly string[] {
  return Object.keys(createRequire(import.meta.url).cache).filter((file) => file.includes('fengari'));
}

function run(lua: string, keys: readonly string[] = [], args: readonly string[] = [], model = fresh()): RedisReply {
  return model.execute(['EVAL', lua, keys.length, ...keys, ...args], 'a#0', 5_000_000);
}

function fresh(): RedisModel {
  return new RedisModel(() => undefined);
}

function failure(lua: string): Error {
  try {
    run(lua);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error(`${lua} did not fail`);
}

describe('the interpreter', () => {
  // The first test, since the others load it.
  test('is loaded by the first script without a twin', () => {
    const model = fresh();
    model.runScript({ name: 'one', lua: 'return 1', numberOfKeys: 0, twin: () => 1 }, [], [], 'a#0', 0);
    expect(loadedOfFengari()).toEqual([]);
    expect(run('return 2')).toBe(2);
    expect(loadedOfFengari().length).toBeGreaterThan(10);
  });

  test('renews a lease as scripts do', () => {
    const model = fresh();
    const lua =
      "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end";
    model.execute(['SET', 'lock', 'a', 'PX', '100'], 'a#0', 5_000_000);
    expect(run(lua, ['lock'], ['a', '1000'], model)).toBe(1);
    expect(run(lua, ['lock'], ['b', '1000'], model)).toBe(0);
    expect(model.execute(['PTTL', 'lock'], 'a#0', 5_000_000)).toBe(1000);
  });

  test('keeps nothing from one run to the next', () => {
    expect(run('return #KEYS + #ARGV', ['k'], ['x', 'y'])).toBe(3);
    expect(run('return #KEYS + #ARGV')).toBe(0);
    expect(failure('leaked = 1').message).toContain('Attempt to modify a readonly table');
    expect(failure('string.leaked = 1').message).toContain('Attempt to modify a readonly table');
    expect(run('KEYS[1] = 5 return KEYS[1]', ['k'])).toBe(5);
  });

  test('counts in doubles, as Lua 5.1 does', () => {
    expect(
      run("return tostring(2147483647 + 1) .. ' ' .. 65536 * 65536 .. ' ' .. 10 / 2 .. ' ' .. tonumber('3') / 2"),
    ).toBe('2147483648 4294967296 5 1.5');
    expect(run('return {3.99, -3.99, 1e15}')).toEqual([3, -3, 1e15]);
    expect(run('return math.floor(2147483647.5) * 2')).toBe(4294967294);
  });

  test('has the time of the store', () => {
    expect(run("return redis.call('TIME')")).toEqual(['5', '0']);
  });

  test.each([
    ['cjson', 'return cjson.encode({})'],
    ['cmsgpack', 'return cmsgpack.pack(1)'],
    ['os', 'return os.clock()'],
    ['math.random', 'return math.random()'],
    ['redis.setresp', 'redis.setresp(3)'],
    ['HSET', "return redis.call('HSET', 'k', 'f', 'v')"],
    ['math.random', 'return pcall(math.random) and 1 or 0'],
    ['HGET', "return redis.pcall('HGET', 'k', 'f')"],
    ['string.format', "return string.format('%d', 1700000000000)"],
  ])('says that it lacks %s, also where the script swallows it: %s', (what, lua) => {
    const error = failure(lua);
    expect(isPortError(error)).toBe(false);
    expect(error.message).toContain(what);
  });

  test('raises what the script may catch, and answers what it returns', () => {
    expect(run("local ok, text = pcall(redis.call, 'GET') return {ok and 1 or 0, text}")).toEqual([
      0,
      'ERR Wrong number of args calling Redis command from script',
    ]);
    expect(failure("return redis.error_reply('MINE failed')")).toMatchObject({ code: 'REPLY', message: 'MINE failed' });
    expect(failure('return nothing.at.all')).toMatchObject({ code: 'REPLY' });
  });

  test('keeps what was written before an error', () => {
    const model = fresh();
    expect(() => run("redis.call('SET', KEYS[1], 'kept') error('late')", ['k'], [], model)).toThrow('late');
    expect(model.execute(['GET', 'k'], 'a#0', 5_000_000)).toBe('kept');
  });
});

describe('numbers', () => {
  test.each([
    [0.1, 14, '0.1'],
    [0.1, 17, '0.10000000000000001'],
    [1e14, 14, '1e+14'],
    [123456, 14, '123456'],
    [1 / 3, 14, '0.33333333333333'],
    [1e-5, 14, '1e-05'],
    [-0, 14, '-0'],
    [1e20, 17, '1e+20'],
    [Infinity, 14, 'inf'],
  ])('%d with %d digits', (value, digits, text) => {
    expect(formatGeneral(value, digits)).toBe(text);
  });

  test('are cut towards zero in replies', () => {
    expect([2.9, -2.9, -0.5, 1e30].map(integerReply)).toEqual([2, -2, 0, -(2 ** 63)]);
  });
});
