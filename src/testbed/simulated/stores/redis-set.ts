/** `SET` of the Redis model with all its flags. */
import { PortError } from '../../../ports/redis-errors.ts';
import type { RedisReply } from '../../../ports/redis.ts';
import { NEVER } from './redis-keyspace.ts';
import type { RedisKeyspace } from './redis-keyspace.ts';
import { parseDeadlineMs } from './redis-numbers.ts';

interface SetFlags {
  condition: 'NX' | 'XX' | undefined;
  returnsFormer: boolean;
  lifetime: 'KEEPTTL' | 'EX' | 'PX' | 'EXAT' | 'PXAT' | undefined;
  time: string;
}

function syntaxError(): Error {
  return new PortError('REPLY', 'ERR syntax error', 'SET');
}

function parseFlags(command: readonly string[]): SetFlags {
  const flags: SetFlags = { condition: undefined, returnsFormer: false, lifetime: undefined, time: '' };
  for (let index = 3; index < command.length; index += 1) {
    const word = command[index] ?? '';
    const flag = word === 'PX' || word === 'NX' ? word : word.toUpperCase();
    switch (flag) {
      case 'NX':
      case 'XX':
        if (flags.condition !== undefined && flags.condition !== flag) throw syntaxError();
        flags.condition = flag;
        break;
      case 'GET':
        flags.returnsFormer = true;
        break;
      case 'KEEPTTL':
        if (flags.lifetime !== undefined && flags.lifetime !== flag) throw syntaxError();
        flags.lifetime = flag;
        break;
      case 'EX':
      case 'PX':
      case 'EXAT':
      case 'PXAT': {
        const time = command[index + 1];
        // The server takes the same unit twice (the last one counts), but not two different ones.
        if (time === undefined || (flags.lifetime !== undefined && flags.lifetime !== flag)) throw syntaxError();
        flags.lifetime = flag;
        flags.time = time;
        index += 1;
        break;
      }
      default:
        throw syntaxError();
    }
  }
  return flags;
}

function deadlineOf(flags: SetFlags, nowMs: number): number {
  if (flags.lifetime === undefined || flags.lifetime === 'KEEPTTL') return NEVER;
  return parseDeadlineMs({
    command: 'set',
    text: flags.time,
    unit: flags.lifetime.startsWith('EX') ? 'seconds' : 'milliseconds',
    baseMs: flags.lifetime.endsWith('AT') ? 0 : nowMs,
    positive: true,
  });
}

/** `command` is `['SET', key, value, ...flags]`. Throws the server's own error replies. */
export function executeSet(keys: RedisKeyspace, command: readonly string[], nowMs: number): RedisReply {
  const key = command[1] ?? '';
  const value = command[2] ?? '';
  const former = keys.get(key);
  if (command.length === 3) {
    keys.put(key, { value, deadlineMs: NEVER }, { nowMs, refreshed: true });
    return 'OK';
  }
  const flags = parseFlags(command);
  const given = deadlineOf(flags, nowMs);
  const refused = flags.condition === 'NX' ? former !== undefined : flags.condition === 'XX' && former === undefined;
  if (!refused) {
    const kept = flags.lifetime === 'KEEPTTL' && former !== undefined;
    keys.put(key, { value, deadlineMs: kept ? former.deadlineMs : given }, { nowMs, refreshed: !kept });
  }
  if (flags.returnsFormer) return former === undefined ? null : former.value;
  return refused ? null : 'OK';
}
