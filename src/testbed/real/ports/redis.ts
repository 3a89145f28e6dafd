/**
 * The Redis port over ioredis, with the settings under which an answer means what it says: nothing is queued while the
 * connection is down, nothing is sent twice, and a call without an answer is `info`.
 */
import { Redis } from 'ioredis';
import { RedisCommandPort, type Convert, type Word } from '../../../ports/redis-command-port.ts';
import type { CallOptions, ConnectionListener, RedisPort, RedisReply, RedisScript } from '../../../ports/redis.ts';
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
  const caller = new RedisCaller({ client, timeoutMs: options.timeoutMs, ...(options.tap && { tap: options.tap }) });
  return new IoredisPort(client, caller);
}

class IoredisPort extends RedisCommandPort {
  readonly #client: Redis;
  readonly #caller: RedisCaller;

  constructor(client: Redis, caller: RedisCaller) {
    super();
    this.#client = client;
    this.#caller = caller;
  }

  get status(): string {
    return this.#client.status;
  }

  on(event: string, listener: ConnectionListener): this {
    this.#client.on(event, listener);
    return this;
  }

  once(event: string, listener: ConnectionListener): this {
    this.#client.once(event, listener);
    return this;
  }

  off(event: string, listener: ConnectionListener): this {
    this.#client.off(event, listener);
    return this;
  }

  run(script: RedisScript, keys: readonly string[], args: readonly Word[], options?: CallOptions): Promise<RedisReply> {
    return this.#caller.call('EVAL', [script.lua, keys.length, ...keys, ...args], options ?? {});
  }

  async quit(): Promise<string> {
    try {
      return await this.command(['QUIT'], undefined, String);
    } finally {
      this.#client.disconnect();
    }
  }

  disconnect(): void {
    this.#client.disconnect();
  }

  protected override async command<T>(
    words: readonly Word[],
    options: CallOptions | undefined,
    convert: Convert<T>,
  ): Promise<T> {
    const [name = '', ...args] = words;
    return convert(await this.#caller.call(String(name), args, options ?? {}));
  }

  protected override refused(): void {
    // The error that is thrown says all that there is to say.
  }
}
