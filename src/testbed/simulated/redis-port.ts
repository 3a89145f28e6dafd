/**
 * The Redis port of one candidate over the model: call-compatible with the real one, deadlines included.
 */
import type { CallOptions, RedisPort, RedisReply, RedisScript, SetArgument } from '../../ports/redis.ts';
import { isPortError, PortError } from '../../ports/redis-errors.ts';
import type { ProcessId } from '../../../spec/history.ts';
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
  readonly #options: RedisPortOptions;
  readonly #connection: Connection;

  constructor(options: RedisPortOptions) {
    this.#options = options;
    this.#connection = { redis: options.redis, process: options.caller.process.id, closed: false, open: [] };
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
    const { caller } = this.#options;
    caller.process.interact('EVAL');
    const limits = { timeoutMs: options?.timeoutMs ?? this.#options.timeoutMs, signal: options?.signal };
    return this.#begin(new ScriptCall(caller, this.#connection, { script, keys, args }, limits));
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
    const { caller } = this.#options;
    const name = String(words[0]);
    caller.process.interact(name);
    const limits = { timeoutMs: options?.timeoutMs ?? this.#options.timeoutMs, signal: options?.signal };
    return this.#begin(new CommandCall(caller, this.#connection, { name, words, convert }, limits));
  }

  #begin<T>(call: RedisCall<T>): Promise<T> {
    if (!this.#connection.closed) return call.start();
    const { command } = call;
    return Promise.reject(new PortError('NOT_SENT', `${command}: the connection was closed by its owner`, command));
  }
}

interface Connection {
  readonly redis: SimulatedRedis;
  /** Whose it is. */
  readonly process: ProcessId;
  closed: boolean;
  /** Calls under way, for `disconnect`. */
  readonly open: OpenCall[];
}

interface CallLimits {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

abstract class RedisCall<T> extends RemoteCall<T> {
  protected readonly connection: Connection;

  constructor(caller: Caller, connection: Connection, command: string, limits: CallLimits) {
    super(caller, command, limits.timeoutMs, limits.signal);
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

interface CommandRequest<T> {
  readonly name: string;
  readonly words: readonly Word[];
  readonly convert: (reply: RedisReply) => T;
}

class CommandCall<T> extends RedisCall<T> {
  readonly #request: CommandRequest<T>;

  constructor(caller: Caller, connection: Connection, request: CommandRequest<T>, limits: CallLimits) {
    super(caller, connection, request.name, limits);
    this.#request = request;
  }

  protected ask(): T {
    const { redis, process } = this.connection;
    return this.#request.convert(redis.execute(this.#request.words, process));
  }
}

interface ScriptRequest {
  readonly script: RedisScript;
  readonly keys: readonly string[];
  readonly args: readonly Word[];
}

class ScriptCall extends RedisCall<RedisReply> {
  readonly #request: ScriptRequest;

  constructor(caller: Caller, connection: Connection, request: ScriptRequest, limits: CallLimits) {
    super(caller, connection, 'EVAL', limits);
    this.#request = request;
  }

  protected ask(): RedisReply {
    const { redis, process } = this.connection;
    const { script, keys, args } = this.#request;
    return redis.runScript(script, keys, args, process);
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
