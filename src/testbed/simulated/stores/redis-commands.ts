/** The commands of the Redis model, each as a function of the keys, the command and the server's clock. */
import { PortError } from '../../../ports/redis-errors.ts';
import { isRedisCommand } from '../../../ports/redis-known-commands.ts';
import type { RedisReply } from '../../../ports/redis.ts';
import { NEVER } from './redis-keyspace.ts';
import type { RedisKeyspace } from './redis-keyspace.ts';
import { INT64_MAX, parseDeadlineMs, parseInt64, parsePlainInteger } from './redis-numbers.ts';
import { executeSet } from './redis-set.ts';

/** `command` begins with the command's name; keys that are past their deadline are gone already. */
type Execute = (keys: RedisKeyspace, command: readonly string[], nowMs: number) => RedisReply;

interface Command {
  /** Number of words with the command's own name; the largest is unbounded where it is left out. */
  readonly words: { readonly min: number; readonly max?: number };
  readonly execute: Execute;
}

function executeIncrement(keys: RedisKeyspace, command: readonly string[], nowMs: number): RedisReply {
  const key = command[1] ?? '';
  const entry = keys.get(key);
  const plain = entry === undefined ? 0 : parsePlainInteger(entry.value);
  if (plain !== undefined) {
    const next = { value: String(plain + 1), deadlineMs: entry?.deadlineMs ?? NEVER };
    keys.put(key, next, { nowMs, refreshed: entry === undefined });
    return plain + 1;
  }
  const former = parseInt64(entry?.value ?? '');
  if (former === undefined) throw new PortError('REPLY', 'ERR value is not an integer or out of range', 'INCR');
  if (former === INT64_MAX) throw new PortError('REPLY', 'ERR increment or decrement would overflow', 'INCR');
  const value = former + 1n;
  keys.put(
    key,
    { value: value.toString(), deadlineMs: entry?.deadlineMs ?? NEVER },
    { nowMs, refreshed: entry === undefined },
  );
  return Number(value);
}

type Condition = 'NX' | 'XX' | 'GT' | 'LT';

const NO_CONDITIONS: ReadonlySet<Condition> = new Set();

function parseConditions(command: readonly string[]): ReadonlySet<Condition> {
  const name = (command[0] ?? '').toUpperCase();
  const conditions = new Set<Condition>();
  for (const word of command.slice(3)) {
    const condition = word.toUpperCase();
    if (condition !== 'NX' && condition !== 'XX' && condition !== 'GT' && condition !== 'LT') {
      throw new PortError('REPLY', `ERR Unsupported option ${word}`, name);
    }
    conditions.add(condition);
  }
  if (conditions.has('NX') && conditions.size > 1) {
    throw new PortError('REPLY', 'ERR NX and XX, GT or LT options at the same time are not compatible', name);
  }
  if (conditions.has('GT') && conditions.has('LT')) {
    throw new PortError('REPLY', 'ERR GT and LT options at the same time are not compatible', name);
  }
  return conditions;
}

/** Whether a key of one deadline may be given the other; no deadline counts as the latest. */
function holds(conditions: ReadonlySet<Condition>, formerMs: number, nextMs: number): boolean {
  if (conditions.has('NX') && formerMs !== NEVER) return false;
  if (conditions.has('XX') && formerMs === NEVER) return false;
  if (conditions.has('GT') && nextMs <= formerMs) return false;
  return !conditions.has('LT') || nextMs < formerMs;
}

function executeExpire(unit: 'seconds' | 'milliseconds', from: 'now' | 'epoch'): Execute {
  return (keys, command, nowMs) => {
    const key = command[1] ?? '';
    const conditions = command.length > 3 ? parseConditions(command) : NO_CONDITIONS;
    const deadlineMs = parseDeadlineMs({
      command: command[0],
      text: command[2] ?? '',
      unit,
      baseMs: from === 'now' ? nowMs : 0,
      positive: false,
    });
    const entry = keys.get(key);
    if (entry === undefined) return 0;
    if (conditions.size > 0 && !holds(conditions, entry.deadlineMs, deadlineMs)) return 0;
    // A deadline that is not in the future deletes at once, though a key at its deadline is still alive.
    if (deadlineMs <= nowMs) keys.remove(key);
    else keys.put(key, { value: entry.value, deadlineMs }, { nowMs, refreshed: true });
    return 1;
  };
}

function executeTtl(milliseconds: boolean): Execute {
  return (keys, command, nowMs) => {
    const entry = keys.get(command[1] ?? '');
    if (entry === undefined) return -2;
    if (entry.deadlineMs === NEVER) return -1;
    const remainingMs = entry.deadlineMs - nowMs;
    return milliseconds ? remainingMs : Math.floor((remainingMs + 500) / 1000);
  };
}

function executePersist(keys: RedisKeyspace, command: readonly string[], nowMs: number): RedisReply {
  const key = command[1] ?? '';
  const entry = keys.get(key);
  if (entry === undefined || entry.deadlineMs === NEVER) return 0;
  keys.put(key, { value: entry.value, deadlineMs: NEVER }, { nowMs, refreshed: true });
  return 1;
}

function executeDelete(keys: RedisKeyspace, command: readonly string[]): RedisReply {
  let deleted = 0;
  for (let index = 1; index < command.length; index += 1) if (keys.remove(command[index] ?? '')) deleted += 1;
  return deleted;
}

function executeExists(keys: RedisKeyspace, command: readonly string[]): RedisReply {
  let found = 0;
  for (let index = 1; index < command.length; index += 1) if (keys.get(command[index] ?? '') !== undefined) found += 1;
  return found;
}

/** `SETEX` and `PSETEX`: `SET` with a lifetime, whose errors name the command that was called. */
function executeSetFor(unit: 'seconds' | 'milliseconds'): Execute {
  return (keys, command, nowMs) => {
    const [name, key = '', text = '', value = ''] = command;
    const deadlineMs = parseDeadlineMs({ command: name, text, unit, baseMs: nowMs, positive: true });
    keys.put(key, { value, deadlineMs }, { nowMs, refreshed: true });
    return 'OK';
  };
}

function executeSetIfAbsent(keys: RedisKeyspace, command: readonly string[], nowMs: number): RedisReply {
  const [, key = '', value = ''] = command;
  if (keys.get(key) !== undefined) return 0;
  keys.put(key, { value, deadlineMs: NEVER }, { nowMs, refreshed: true });
  return 1;
}

function executeGetAndSet(keys: RedisKeyspace, command: readonly string[], nowMs: number): RedisReply {
  const [, key = '', value = ''] = command;
  const former = keys.get(key);
  keys.put(key, { value, deadlineMs: NEVER }, { nowMs, refreshed: true });
  return former?.value ?? null;
}

function executeGetAndDelete(keys: RedisKeyspace, command: readonly string[]): RedisReply {
  const key = command[1] ?? '';
  const former = keys.get(key);
  keys.remove(key);
  return former?.value ?? null;
}

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['GET', { words: { min: 2, max: 2 }, execute: (keys, command) => keys.get(command[1] ?? '')?.value ?? null }],
  ['SET', { words: { min: 3 }, execute: executeSet }],
  ['DEL', { words: { min: 2 }, execute: executeDelete }],
  ['UNLINK', { words: { min: 2 }, execute: executeDelete }],
  ['SETNX', { words: { min: 3, max: 3 }, execute: executeSetIfAbsent }],
  ['SETEX', { words: { min: 4, max: 4 }, execute: executeSetFor('seconds') }],
  ['PSETEX', { words: { min: 4, max: 4 }, execute: executeSetFor('milliseconds') }],
  ['GETSET', { words: { min: 3, max: 3 }, execute: executeGetAndSet }],
  ['GETDEL', { words: { min: 2, max: 2 }, execute: executeGetAndDelete }],
  ['EXISTS', { words: { min: 2 }, execute: executeExists }],
  ['INCR', { words: { min: 2, max: 2 }, execute: executeIncrement }],
  ['EXPIRE', { words: { min: 3 }, execute: executeExpire('seconds', 'now') }],
  ['PEXPIRE', { words: { min: 3 }, execute: executeExpire('milliseconds', 'now') }],
  ['EXPIREAT', { words: { min: 3 }, execute: executeExpire('seconds', 'epoch') }],
  ['PEXPIREAT', { words: { min: 3 }, execute: executeExpire('milliseconds', 'epoch') }],
  ['TTL', { words: { min: 2, max: 2 }, execute: executeTtl(false) }],
  ['PTTL', { words: { min: 2, max: 2 }, execute: executeTtl(true) }],
  ['PERSIST', { words: { min: 2, max: 2 }, execute: executePersist }],
  ['PING', { words: { min: 1, max: 2 }, execute: (_keys, command) => command[1] ?? 'PONG' }],
]);

/**
 * Runs one command. Throws a `PortError` of code `REPLY` with the server's own text, and a plain `Error` for a command that
 * the server knows and the model does not.
 */
export function executeCommand(keys: RedisKeyspace, command: readonly string[], nowMs: number): RedisReply {
  const name = command[0] ?? '';
  const known = COMMANDS.get(name) ?? COMMANDS.get(name.toUpperCase());
  // Without arguments it is the model's own business.
  if (known === undefined && name.toUpperCase() === 'TIME')
    throw new PortError('REPLY', "ERR wrong number of arguments for 'time' command", 'TIME');
  if (known === undefined && isRedisCommand(name)) {
    throw new Error(
      `The simulated Redis has no command ${name.toUpperCase()}: it has ${[...COMMANDS.keys()].join(', ')}. ` +
        'Run the adapter on a real testbed.',
    );
  }
  if (known === undefined) {
    const args = command
      .slice(1)
      .map((word) => `'${word.slice(0, 128)}' `)
      .join('');
    throw new PortError(
      'REPLY',
      `ERR unknown command '${name.slice(0, 128)}', with args beginning with: ${args}`,
      name.toUpperCase(),
    );
  }
  if (command.length < known.words.min || command.length > (known.words.max ?? Infinity)) {
    throw new PortError(
      'REPLY',
      `ERR wrong number of arguments for '${name.toLowerCase()}' command`,
      name.toUpperCase(),
    );
  }
  return known.execute(keys, command, nowMs);
}
