/** What the Redis model tells its owner: changes, causes, expiry at its own time. Its answers: test/differential. */
import { describe, expect, test } from 'vitest';
import type { RedisScript } from '../../../../../src/ports/redis.ts';
import { isPortError } from '../../../../../src/ports/redis-errors.ts';
import { RedisModel } from '../../../../../src/testbed/simulated/stores/redis.ts';

const MS = 1_000;

function recorded(): { model: RedisModel; log: unknown[] } {
  const log: unknown[] = [];
  const model = new RedisModel((changes, cause, by, wallUs) => {
    log.push([
      wallUs,
      cause,
      by,
      ...changes.map(({ record, refreshed }) => [record.key, record.value, record.ttlMs, refreshed]),
    ]);
  });
  return { model, log };
}

const acquire: RedisScript = {
  name: 'acquire',
  lua: 'return 1',
  numberOfKeys: 2,
  twin: (call, [lock = '', fence = ''], [id = '']) => {
    const token = call('INCR', fence);
    call('SET', lock, id, 'PX', 10);
    return token;
  },
};

describe('RedisModel', () => {
  test('tells each change with its author, and nothing of what changed nothing', () => {
    const { model, log } = recorded();
    model.execute(['SET', 'k', 'a', 'PX', 10, 'NX'], 'a#0', 1_500);
    model.execute(['SET', 'k', 'b', 'PX', 10, 'NX'], 'b#0', 1_600);
    model.execute(['GET', 'k'], 'b#0', 1_700);
    model.execute(['SET', 'k', 'c', 'KEEPTTL'], 'b#0', 2_700);
    model.execute(['PERSIST', 'k'], 'b#0', 2_800);
    model.execute(['DEL', 'k', 'k'], 'b#0', 2_900);
    expect(log).toEqual([
      [1_500, 'command', 'a#0', ['k', 'a', 10, true]],
      [2_700, 'command', 'b#0', ['k', 'c', 9, false]],
      [2_800, 'command', 'b#0', ['k', 'c', null, true]],
      [2_900, 'command', 'b#0', ['k', null, undefined, false]],
    ]);
  });

  test('a key dies right after the millisecond of its deadline, touched or not', () => {
    const { model, log } = recorded();
    expect(model.nextExpiryUs()).toBe(Infinity);
    model.execute(['SET', 'late', 'x', 'PX', 20], 'a#0', 0);
    model.execute(['SET', 'soon', 'x', 'PX', 10], 'a#0', 999);
    expect(model.nextExpiryUs()).toBe(11 * MS);
    model.expireDue(11 * MS - 1);
    expect(log).toHaveLength(2);
    model.expireDue(11 * MS);
    expect(log[2]).toEqual([11 * MS, 'expired', undefined, ['soon', null, undefined, false]]);
    expect(model.nextExpiryUs()).toBe(21 * MS);
    expect(model.execute(['GET', 'late'], 'a#0', 21 * MS)).toBeNull();
    expect(log).toHaveLength(4);
    expect(model.nextExpiryUs()).toBe(Infinity);
  });

  test('the next expiry follows when a deadline is taken back or moved', () => {
    const { model } = recorded();
    model.execute(['SET', 'k', 'x', 'PX', 10], 'a#0', 0);
    model.execute(['SET', 'l', 'x', 'PX', 50], 'a#0', 0);
    model.execute(['PEXPIRE', 'k', 100], 'a#0', 0);
    expect(model.nextExpiryUs()).toBe(51 * MS);
    model.execute(['DEL', 'l'], 'a#0', 0);
    expect(model.nextExpiryUs()).toBe(101 * MS);
    model.execute(['PERSIST', 'k'], 'a#0', 0);
    expect(model.nextExpiryUs()).toBe(Infinity);
  });

  test('a script is one step, also by EVAL of its text', () => {
    const { model, log } = recorded();
    expect(model.runScript(acquire, ['lock', 'fence'], ['a#0'], 'a#0', 0)).toBe(1);
    expect(model.execute(['EVAL', acquire.lua, 2, 'lock', 'fence', 'b#0'], 'b#0', 0)).toBe(2);
    expect(log).toEqual([
      [0, 'command', 'a#0', ['fence', '1', null, true], ['lock', 'a#0', 10, true]],
      [0, 'command', 'b#0', ['fence', '2', null, false], ['lock', 'b#0', 10, true]],
    ]);
  });

  test('a script that fails half way keeps what it wrote', () => {
    const { model, log } = recorded();
    const broken: RedisScript = { ...acquire, twin: (call) => (call('SET', 'k', 'x'), call('INCR', 'k')) };
    expect(() => model.runScript(broken, [], [], 'a#0', 0)).toThrow(expect.objectContaining({ code: 'REPLY' }));
    expect(log).toEqual([[0, 'command', 'a#0', ['k', 'x', null, true]]]);
  });

  test('a script is interpreted without a twin; what the server has and we have not is no answer of the server', () => {
    const { model, log } = recorded();
    const lua = "return redis.call('SET', KEYS[1], ARGV[1] + 1, 'PX', 10)";
    expect(model.execute(['EVAL', lua, 1, 'k', 41], 'a#0', 0)).toBe('OK');
    expect(log).toEqual([[0, 'command', 'a#0', ['k', '42', 10, true]]]);
    const failure = (): unknown => {
      try {
        return model.execute(['EVAL', 'return cjson.encode({})', 0], 'a#0', 0);
      } catch (error) {
        return error;
      }
    };
    expect(String(failure())).toContain('needs cjson, which the simulated Redis does not have');
    expect(isPortError(failure())).toBe(false);
  });

  test('a restart keeps deadlines with the data, or tells that all is lost', () => {
    const { model, log } = recorded();
    model.execute(['SET', 'k', 'x', 'PX', 10], 'a#0', 0);
    model.execute(['SET', 'l', 'y'], 'a#0', 0);
    model.restart(true, 30 * MS);
    expect(log.slice(2)).toEqual([[30 * MS, 'expired', undefined, ['k', null, undefined, false]]]);
    model.restart(false, 40 * MS);
    expect(log.slice(3)).toEqual([[40 * MS, 'lost', undefined, ['l', null, undefined, false]]]);
    expect(model.nextExpiryUs()).toBe(Infinity);
  });

  test('a step of the clock expires what is due, the earliest first', () => {
    const { model, log } = recorded();
    model.execute(['SET', 'k', 'x', 'PX', 20], 'a#0', 0);
    model.execute(['SET', 'l', 'y', 'PX', 10], 'a#0', 0);
    model.expireDue(1_000 * MS);
    expect(log.slice(2)).toEqual([
      [1_000 * MS, 'expired', undefined, ['l', null, undefined, false], ['k', null, undefined, false]],
    ]);
  });
});
