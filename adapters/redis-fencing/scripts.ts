/**
 * The three atomic steps at the store. The twins say the same in TypeScript, for the simulation.
 *
 * The record is `id#incarnation:token`. Renewing and releasing compare all of it, so that a message of an earlier term
 * that arrives late touches nothing.
 */
import { defineScript, type RedisScript } from 'scrutineer/adapter';

/**
 * KEYS record, counter; ARGV process, lease in ms. Free: takes the next token and the record, answers `[1, token]`.
 * Held: answers `[0, record]`. The counter is read back as a string, since Lua's numbers would round a large one.
 */
export const acquireScript: RedisScript = defineScript({
  name: 'fencing-acquire',
  numberOfKeys: 2,
  lua: `
local record = redis.call('GET', KEYS[1])
if record then return {0, record} end
redis.call('INCR', KEYS[2])
local token = redis.call('GET', KEYS[2])
redis.call('SET', KEYS[1], ARGV[1] .. ':' .. token, 'PX', ARGV[2])
return {1, token}`,
  twin: (call, [record = '', counter = ''], [process = '', leaseMs = '']) => {
    const held = call('GET', record);
    if (held !== null) return [0, held];
    call('INCR', counter);
    const token = String(call('GET', counter));
    call('SET', record, `${process}:${token}`, 'PX', leaseMs);
    return [1, token];
  },
});

/** What `renewScript` answers when the record lives on. */
export const RENEWED = 1;

/** KEYS record; ARGV whole record, lease in ms. Answers 1 when the record was there and lives on, else 0. */
export const renewScript: RedisScript = defineScript({
  name: 'fencing-renew',
  numberOfKeys: 1,
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  twin: (call, [record = ''], [whole = '', leaseMs = '']) =>
    call('GET', record) === whole ? call('PEXPIRE', record, leaseMs) : 0,
});

/** KEYS record; ARGV whole record. Answers 1 when it was there and is deleted, else 0. */
export const releaseScript: RedisScript = defineScript({
  name: 'fencing-release',
  numberOfKeys: 1,
  lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`,
  twin: (call, [record = ''], [whole = '']) => (call('GET', record) === whole ? call('DEL', record) : 0),
});
