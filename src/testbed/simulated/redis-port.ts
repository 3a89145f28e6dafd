/**
 * The Redis port of one candidate over the model: call-compatible with the real one, deadlines included.
 */
import type { CallOptions, RedisPort, RedisReply, RedisScript, SetArgument } from '../../ports/redis.ts';
import { isPortError, PortError } from '../../ports/redis-errors.ts';
import { AdapterMistake } from './adapter-mistake.ts';
import type { OpenCall } from './link.ts';
import { RemoteCall, type Caller } from './remote-call.ts';
import { removeFrom } from './small-list.ts';
import type { SimulatedRedis } from './simulated-redis.ts';

type Word = string | number;
type WordOrOptions = Word | CallOptions | undefined;

export interface RedisPortOptions {
  readonly caller: Caller;
  readonly redis: SimulatedRedis;
  /** Deadline of a call that names none. */
  readonly timeoutMs: number;
}

export class SimulatedRedisPort implements RedisPort {
  readonly #connection: Connection;

  constructor(options: RedisPortOptions) {
    this.#connection = { ...options, closed: false, open: [] };
  }

  get(key: string, options?: CallOptions): Promise<string | null> {
    return this.#command(['GET', key], options, asText);
  }

  set(key: string, value: string | number, ...args: readonly (SetArgument | CallOptions)[]): Promise<string | null> {
    const { words, options } = split(['SET', key, value], args);
    return this.#command(words, options, asText);
  }

  del(...keysAndOptions: readonly (string | CallOptions)[]): Promise<number> {
    const { words, options } = split(['DEL'], keysAndOptions);
    return this.#command(words, options, asNumber);
  }

  exists(...keysAndOptions: readonly (string | CallOptions)[]): Promise<number> {
    const { words, options } = split(['EXISTS'], keysAndOptions);
    return this.#command(words, options, asNumber);
  }

  incr(key: string, options?: CallOptions): Promise<number> {
    return this.#command(['INCR', key], options, asNumber);
  }

  expire(key: string, seconds: number, options?: CallOptions): Promise<number> {
    return this.#command(['EXPIRE', key, seconds], options, asNumber);
  }

  pexpire(key: string, milliseconds: number, options?: CallOptions): Promise<number> {
    return this.#command(['PEXPIRE', key, milliseconds], options, asNumber);
  }

  ttl(key: string, options?: CallOptions): Promise<number> {
    return this.#command(['TTL', key], options, asNumber);
  }

  pttl(key: string, options?: CallOptions): Promise<number> {
    return this.#command(['PTTL', key], options, asNumber);
  }

  persist(key: string, options?: CallOptions): Promise<number> {
    return this.#command(['PERSIST', key], options, asNumber);
  }

  ping(options?: CallOptions): Promise<string> {
    return this.#command(['PING'], options, (reply) => asText(reply) ?? '');
  }

  eval(
    lua: string,
    numberOfKeys: number,
    ...keysArgsAndOptions: readonly (string | number | CallOptions)[]
  ): Promise<RedisReply> {
    const { words, options } = split(['EVAL', lua, numberOfKeys], keysArgsAndOptions);
    return this.#command(words, options, asIs);
  }

  run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number)[],
    options?: CallOptions,
  ): Promise<RedisReply> {
    this.#connection.caller.process.interact('EVAL');
    return this.#begin(new ScriptCall(this.#connection, options, script, keys, args));
  }

  async quit(): Promise<string> {
    try {
      return await this.#command(['QUIT'], undefined, () => 'OK');
    } finally {
      this.disconnect();
    }
  }

  disconnect(): void {
    this.#connection.closed = true;
    for (const call of this.#connection.open.slice()) call.disconnected();
  }

  #command<T>(words: readonly Word[], options: CallOptions | undefined, convert: (reply: RedisReply) => T): Promise<T> {
    const name = String(words[0]);
    this.#connection.caller.process.interact(name);
    return this.#begin(new CommandCall(this.#connection, options, name, words, convert));
  }

  #begin<T>(call: RedisCall<T>): Promise<T> {
    if (!this.#connection.closed) return call.start();
    const { command } = call;
    return Promise.reject(new PortError('NOT_SENT', `${command}: the connection was closed by its owner`, command));
  }
}

interface Connection extends RedisPortOptions {
  closed: boolean;
  /** Calls under way, for `disconnect`. */
  readonly open: OpenCall[];
}

abstract class RedisCall<T> extends RemoteCall<T> {
  protected readonly connection: Connection;

  constructor(connection: Connection, options: CallOptions | undefined, command: string) {
    super(connection.caller, command, options?.timeoutMs ?? connection.timeoutMs, options?.signal);
    this.connection = connection;
  }

  override start(): Promise<T> {
    this.connection.open.push(this);
    return super.start();
  }

  protected override over(): void {
    super.over();
    removeFrom<OpenCall>(this.connection.open, this);
  }

  protected perform(): T {
    try {
      return this.ask();
    } catch (error) {
      if (isPortError(error)) throw error;
      // The model knows of no such command or script: no answer of its own could be judged.
      this.caller.kernel.blame(
        new AdapterMistake('store-model', error instanceof Error ? error.message : String(error)),
      );
      throw new PortError('REPLY', String(error), this.command);
    }
  }

  /** Asks the server. */
  protected abstract ask(): T;
}

class CommandCall<T> extends RedisCall<T> {
  readonly #words: readonly Word[];
  readonly #convert: (reply: RedisReply) => T;

  constructor(
    connection: Connection,
    options: CallOptions | undefined,
    name: string,
    words: readonly Word[],
    convert: (reply: RedisReply) => T,
  ) {
    super(connection, options, name);
    this.#words = words;
    this.#convert = convert;
  }

  protected ask(): T {
    return this.#convert(this.connection.redis.execute(this.#words, this.caller.process.id));
  }
}

class ScriptCall extends RedisCall<RedisReply> {
  readonly #script: RedisScript;
  readonly #keys: readonly string[];
  readonly #args: readonly Word[];

  constructor(
    connection: Connection,
    options: CallOptions | undefined,
    script: RedisScript,
    keys: readonly string[],
    args: readonly Word[],
  ) {
    super(connection, options, 'EVAL');
    this.#script = script;
    this.#keys = keys;
    this.#args = args;
  }

  protected ask(): RedisReply {
    return this.connection.redis.runScript(this.#script, this.#keys, this.#args, this.caller.process.id);
  }
}

function split(
  words: Word[],
  args: readonly WordOrOptions[],
): { words: readonly Word[]; options: CallOptions | undefined } {
  let options: CallOptions | undefined;
  for (const arg of args) {
    if (typeof arg === 'object') options = arg;
    else if (arg !== undefined) words.push(arg);
  }
  return { words, options };
}

function asIs(reply: RedisReply): RedisReply {
  return reply;
}

function asText(reply: RedisReply): string | null {
  if (reply === null || typeof reply === 'string') return reply;
  throw new TypeError(`the simulated Redis answered ${JSON.stringify(reply)} where a text or nothing was expected`);
}

function asNumber(reply: RedisReply): number {
  if (typeof reply === 'number') return reply;
  throw new TypeError(`the simulated Redis answered ${JSON.stringify(reply)} where a number was expected`);
}
