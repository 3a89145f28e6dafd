/**
 * The Redis port over ioredis, with the settings under which an answer means what it says: nothing is queued while the
 * connection is down, nothing is sent twice, and a call without an answer is `info`.
 */
import { Redis } from 'ioredis';
import type { CallOptions, RedisPort, RedisReply, RedisScript, SetArgument } from '../../../ports/redis.ts';
import type { MessageTap } from '../../message-tap.ts';
import { RedisCaller } from './redis-caller.ts';

export interface RedisPortOptions {
  readonly host: string;
  readonly port: number;
  /** Set on every connection before anything else; the ledger reads authors by it: `b#0`. */
  readonly clientName: string;
  /** Deadline of a call that names none. */
  readonly timeoutMs: number;
  /** Wait between attempts to connect. @defaultValue 50 */
  readonly reconnectMs?: number;
  /** Message faults below the deadline. */
  readonly tap?: MessageTap;
}

/** Connects at once, and again whenever the connection is lost. Calls wait for the connection up to their deadline. */
export function createRedisPort(options: RedisPortOptions): RedisPort {
  const reconnectMs = options.reconnectMs ?? 50;
  const client = new Redis({
    host: options.host,
    port: options.port,
    connectionName: options.clientName,
    // The older protocol needs no handshake of its own, so that the name is the first thing that the server hears.
    protocol: 2,
    disableClientInfo: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    retryStrategy: () => reconnectMs,
  });
  // Each failure is told to the call that it hits; without a listener ioredis would print it.
  client.on('error', () => undefined);
  return portOver(
    new RedisCaller({ client, timeoutMs: options.timeoutMs, ...(options.tap && { tap: options.tap }) }),
    client,
  );
}

function portOver(caller: RedisCaller, client: Redis): RedisPort {
  const call = (command: string, ...words: readonly Word[]): Promise<RedisReply> => {
    const { args, options } = split(words);
    return caller.call(command, args, options);
  };
  const evaluate = (lua: string, numberOfKeys: number, ...words: readonly Word[]): Promise<RedisReply> =>
    call('EVAL', lua, numberOfKeys, ...words);
  return {
    get: async (key, options) => asText(await call('GET', key, options)),
    set: async (key, value, ...args: readonly (SetArgument | CallOptions)[]) =>
      asText(await call('SET', key, value, ...args)),
    del: async (...words) => asNumber(await call('DEL', ...words)),
    exists: async (...words) => asNumber(await call('EXISTS', ...words)),
    incr: async (key, options) => asNumber(await call('INCR', key, options)),
    expire: async (key, seconds, options) => asNumber(await call('EXPIRE', key, seconds, options)),
    pexpire: async (key, milliseconds, options) => asNumber(await call('PEXPIRE', key, milliseconds, options)),
    ttl: async (key, options) => asNumber(await call('TTL', key, options)),
    pttl: async (key, options) => asNumber(await call('PTTL', key, options)),
    persist: async (key, options) => asNumber(await call('PERSIST', key, options)),
    ping: async (options) => asText(await call('PING', options)) ?? '',
    eval: evaluate,
    run: (script: RedisScript, keys, args, options) => evaluate(script.lua, keys.length, ...keys, ...args, options),
    quit: async () => {
      try {
        return asText(await call('QUIT')) ?? '';
      } finally {
        client.disconnect();
      }
    },
    disconnect: () => client.disconnect(),
  };
}

type Word = string | number | CallOptions | undefined;

function split(words: readonly Word[]): { args: (string | number)[]; options: CallOptions } {
  const args: (string | number)[] = [];
  let options: CallOptions = {};
  for (const word of words) {
    if (typeof word === 'object') options = word;
    else if (word !== undefined) args.push(word);
  }
  return { args, options };
}

function asText(reply: RedisReply): string | null {
  if (reply === null || typeof reply === 'string') return reply;
  throw new TypeError(`Redis answered ${JSON.stringify(reply)} where a text or nothing was expected`);
}

function asNumber(reply: RedisReply): number {
  if (typeof reply === 'number') return reply;
  throw new TypeError(`Redis answered ${JSON.stringify(reply)} where a number was expected`);
}
