/**
 * The Redis port of one candidate over the model: call-compatible with the real one, deadlines included.
 */
import type { CallOptions, RedisPort, RedisReply, RedisScript, SetArgument } from '../../ports/redis.ts';
import { isPortError, stacklessPortError } from '../../ports/redis-errors.ts';
import { AdapterMistake } from './adapter-mistake.ts';
import { RemoteCall, type Answer, type Caller, type CallLimits, type Settlement } from './remote-call.ts';
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

/** Runs a command at the server. */
type Perform = () => RedisReply;

export class SimulatedRedisPort implements RedisPort {
  readonly #options: RedisPortOptions;
  readonly #process: string;
  #closed = false;
  /** Calls under way, for `disconnect`. */
  readonly #open: RedisCall<unknown>[] = [];

  constructor(options: RedisPortOptions) {
    this.#options = options;
    this.#process = options.caller.process.id;
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
    const { redis } = this.#options;
    return this.#call('EVAL', () => redis.runScript(script, keys, args, this.#process), options, asIs);
  }

  async quit(): Promise<string> {
    try {
      return await this.#command(['QUIT'], undefined, () => 'OK');
    } finally {
      this.disconnect();
    }
  }

  disconnect(): void {
    this.#closed = true;
    for (const call of this.#open.slice()) call.disconnected();
  }

  #command<T>(words: readonly Word[], options: CallOptions | undefined, convert: (reply: RedisReply) => T): Promise<T> {
    const { redis } = this.#options;
    return this.#call(String(words[0]), () => redis.execute(words, this.#process), options, convert);
  }

  #call<T>(
    command: string,
    perform: Perform,
    options: CallOptions | undefined,
    convert: (reply: RedisReply) => T,
  ): Promise<T> {
    const { caller } = this.#options;
    caller.process.interact(command);
    const limits = { timeoutMs: options?.timeoutMs ?? this.#options.timeoutMs, signal: options?.signal };
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(stacklessPortError('NOT_SENT', `${command}: the connection was closed by its owner`, command));
        return;
      }
      new RedisCall(caller, { command, perform, convert, open: this.#open }, limits, { resolve, reject }).start();
    });
  }
}

interface RedisRequest<T> {
  readonly command: string;
  readonly perform: Perform;
  readonly convert: (reply: RedisReply) => T;
  readonly open: RedisCall<unknown>[];
}

class RedisCall<T> extends RemoteCall<T> {
  readonly #request: RedisRequest<T>;

  constructor(caller: Caller, request: RedisRequest<T>, limits: CallLimits, settlement: Settlement<T>) {
    super(caller, request.command, limits, settlement);
    this.#request = request;
    request.open.push(this);
  }

  protected override over(): void {
    super.over();
    removeFrom<RedisCall<unknown>>(this.#request.open, this);
  }

  protected perform(): Answer<T> {
    try {
      return { value: this.#request.convert(this.#request.perform()) };
    } catch (error) {
      if (isPortError(error)) return { error };
      // The model knows of no such command or script: no answer of its own could be judged.
      this.caller.kernel.blame(
        new AdapterMistake('store-model', error instanceof Error ? error.message : String(error)),
      );
      return { error: stacklessPortError('REPLY', String(error), this.command) };
    }
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
