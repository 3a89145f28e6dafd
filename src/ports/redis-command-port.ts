/**
 * The Redis port as ioredis shapes it, over one way of sending a command: what the simulated and the real port share.
 */
import { isRedisCommand } from './redis-known-commands.ts';
import type {
  CallOptions,
  ConnectionListener,
  RedisPort,
  RedisReply,
  RedisScript,
  ScriptDefinition,
  SetArgument,
} from './redis.ts';

export type Word = string | number;

/** What a caller may pass: ioredis takes lists of arguments apart, and `null` for an empty text. */
type Argument = Word | null | CallOptions | undefined | readonly Argument[];

/** What is made of a reply. Throws a `TypeError` for one of another type. */
export type Convert<T> = (reply: RedisReply) => T;

export abstract class RedisCommandPort implements RedisPort {
  /** Sends one command; `words` begins with its name in upper case. */
  protected abstract command<T>(
    words: readonly Word[],
    options: CallOptions | undefined,
    convert: Convert<T>,
  ): Promise<T>;
  /** Told of a call that the port does not have, before it throws `error`. */
  protected abstract refused(error: Error): void;
  abstract readonly status: string;
  abstract on(event: string, listener: ConnectionListener): this;
  abstract once(event: string, listener: ConnectionListener): this;
  abstract off(event: string, listener: ConnectionListener): this;
  abstract run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly Word[],
    options?: CallOptions,
  ): Promise<RedisReply>;
  abstract quit(): Promise<string>;
  abstract disconnect(): void;

  addListener(event: string, listener: ConnectionListener): this {
    return this.on(event, listener);
  }

  removeListener(event: string, listener: ConnectionListener): this {
    return this.off(event, listener);
  }

  get(key: string, options?: CallOptions): Promise<string | null> {
    return this.command(['GET', key], options, asText);
  }

  set(key: string, value: Word, ...args: readonly (SetArgument | CallOptions)[]): Promise<string | null> {
    const { words, options } = split(['SET', key, value], args);
    return this.command(words, options, asText);
  }

  setnx(key: string, value: Word, options?: CallOptions): Promise<number> {
    return this.command(['SETNX', key, value], options, asNumber);
  }

  setex(key: string, seconds: number, value: Word, options?: CallOptions): Promise<string> {
    return this.command(['SETEX', key, seconds, value], options, asSomeText);
  }

  psetex(key: string, milliseconds: number, value: Word, options?: CallOptions): Promise<string> {
    return this.command(['PSETEX', key, milliseconds, value], options, asSomeText);
  }

  getset(key: string, value: Word, options?: CallOptions): Promise<string | null> {
    return this.command(['GETSET', key, value], options, asText);
  }

  getdel(key: string, options?: CallOptions): Promise<string | null> {
    return this.command(['GETDEL', key], options, asText);
  }

  del(...keysAndOptions: readonly (string | readonly string[] | CallOptions)[]): Promise<number> {
    const { words, options } = split(['DEL'], keysAndOptions);
    return this.command(words, options, asNumber);
  }

  unlink(...keysAndOptions: readonly (string | readonly string[] | CallOptions)[]): Promise<number> {
    const { words, options } = split(['UNLINK'], keysAndOptions);
    return this.command(words, options, asNumber);
  }

  exists(...keysAndOptions: readonly (string | readonly string[] | CallOptions)[]): Promise<number> {
    const { words, options } = split(['EXISTS'], keysAndOptions);
    return this.command(words, options, asNumber);
  }

  incr(key: string, options?: CallOptions): Promise<number> {
    return this.command(['INCR', key], options, asNumber);
  }

  expire(key: string, seconds: Word, ...conditions: readonly (string | CallOptions | undefined)[]): Promise<number> {
    return this.#expire('EXPIRE', key, seconds, conditions);
  }

  pexpire(
    key: string,
    milliseconds: Word,
    ...conditions: readonly (string | CallOptions | undefined)[]
  ): Promise<number> {
    return this.#expire('PEXPIRE', key, milliseconds, conditions);
  }

  expireat(key: string, seconds: Word, ...conditions: readonly (string | CallOptions | undefined)[]): Promise<number> {
    return this.#expire('EXPIREAT', key, seconds, conditions);
  }

  pexpireat(
    key: string,
    milliseconds: Word,
    ...conditions: readonly (string | CallOptions | undefined)[]
  ): Promise<number> {
    return this.#expire('PEXPIREAT', key, milliseconds, conditions);
  }

  ttl(key: string, options?: CallOptions): Promise<number> {
    return this.command(['TTL', key], options, asNumber);
  }

  pttl(key: string, options?: CallOptions): Promise<number> {
    return this.command(['PTTL', key], options, asNumber);
  }

  persist(key: string, options?: CallOptions): Promise<number> {
    return this.command(['PERSIST', key], options, asNumber);
  }

  ping(options?: CallOptions): Promise<string> {
    return this.command(['PING'], options, asSomeText);
  }

  time(options?: CallOptions): Promise<readonly string[]> {
    return this.command(['TIME'], options, asTexts);
  }

  eval(
    lua: string,
    numberOfKeys: Word,
    ...keysArgsAndOptions: readonly (Word | readonly Word[] | CallOptions)[]
  ): Promise<RedisReply> {
    const { words, options } = split(['EVAL', lua, numberOfKeys], keysArgsAndOptions);
    return this.command(words, options, asIs);
  }

  evalsha(
    sha: string,
    numberOfKeys: Word,
    ...keysArgsAndOptions: readonly (Word | readonly Word[] | CallOptions)[]
  ): Promise<RedisReply> {
    const { words, options } = split(['EVALSHA', sha, numberOfKeys], keysArgsAndOptions);
    return this.command(words, options, asIs);
  }

  script(subcommand: string, ...args: readonly (Word | readonly Word[] | CallOptions)[]): Promise<RedisReply> {
    const { words, options } = split(['SCRIPT', subcommand], args);
    return this.command(words, options, asIs);
  }

  call(command: string, ...args: readonly (Word | readonly Word[] | CallOptions)[]): Promise<RedisReply> {
    const { words, options } = split([command.toUpperCase()], args);
    return this.command(words, options, asIs);
  }

  /** The new method sends the text each time, which has the effect of ioredis sending the SHA-1 and, when refused, the text. */
  defineCommand(name: string, { lua, numberOfKeys }: ScriptDefinition): void {
    const run = (...args: readonly (Word | readonly Word[] | CallOptions)[]): Promise<RedisReply> => {
      const { words, options } = split(numberOfKeys === undefined ? [] : [numberOfKeys], args);
      return this.command(['EVAL', lua, ...words], options, asIs);
    };
    Reflect.defineProperty(this, name, { value: run, configurable: true, writable: true });
  }

  #expire(
    name: string,
    key: string,
    time: Word,
    conditions: readonly (string | CallOptions | undefined)[],
  ): Promise<number> {
    const { words, options } = split([name, key, time], conditions);
    return this.command(words, options, asNumber);
  }

  /** Throws an error that teaches, for a method of ioredis that the port does not have. */
  protected static refuse(port: RedisCommandPort, name: string): never {
    const error = new Error(
      `The Redis port has no ${name}(): it has get, set, setnx, setex, psetex, getset, getdel, del, unlink, exists, incr, ` +
        'expire, pexpire, expireat, pexpireat, ttl, pttl, persist, ping, time, eval, evalsha, script, defineCommand, call, run, ' +
        'on, once, off, status, quit and disconnect. A Lua script does several commands in one step; code that needs ' +
        'more brings its own client for environment.endpoints and runs on the real testbeds.',
    );
    port.refused(error);
    throw error;
  }

  static {
    // Only what no port has comes here, so that an ordinary call costs nothing more.
    Object.setPrototypeOf(
      RedisCommandPort.prototype,
      new Proxy(Object.create(Object.prototype) as object, {
        get(target, name, receiver): unknown {
          if (typeof name !== 'string' || name in target || !isMethodOfClient(name))
            return Reflect.get(target, name, receiver) as unknown;
          return () => (receiver instanceof RedisCommandPort ? RedisCommandPort.refuse(receiver, name) : undefined);
        },
      }),
    );
  }
}

const CLIENT_METHODS: ReadonlySet<string> = new Set([
  'connect',
  'duplicate',
  'callBuffer',
  'getBuffer',
  'setBuffer',
  'scanStream',
  'monitor',
  'createBuiltinCommand',
  'sendCommand',
]);

function isMethodOfClient(name: string): boolean {
  return CLIENT_METHODS.has(name) || isRedisCommand(name);
}

/** Takes lists apart; the limits of the call are wherever an object is. */
function split(
  words: Word[],
  args: readonly Argument[],
): { readonly words: readonly Word[]; readonly options: CallOptions | undefined } {
  let options: CallOptions | undefined;
  for (const arg of args) {
    if (typeof arg === 'string' || typeof arg === 'number') words.push(arg);
    else if (arg === null) words.push('');
    else if (isList(arg)) options = split(words, arg).options ?? options;
    else if (typeof arg === 'function')
      throw new TypeError('The Redis port takes no callbacks: await the promise of the call.');
    else if (typeof arg === 'object') options = arg;
    else if (arg !== undefined) words.push(String(arg));
  }
  return { words, options };
}

function isList(arg: Argument): arg is readonly Argument[] {
  return Array.isArray(arg);
}

function asIs(reply: RedisReply): RedisReply {
  return reply;
}

function asText(reply: RedisReply): string | null {
  if (reply === null || typeof reply === 'string') return reply;
  throw new TypeError(`Redis answered ${JSON.stringify(reply)} where a text or nothing was expected`);
}

function asSomeText(reply: RedisReply): string {
  return asText(reply) ?? '';
}

function asTexts(reply: RedisReply): readonly string[] {
  if (isListOfReplies(reply)) return reply.map(String);
  throw new TypeError(`Redis answered ${JSON.stringify(reply)} where a list was expected`);
}

function isListOfReplies(reply: RedisReply): reply is readonly RedisReply[] {
  return Array.isArray(reply);
}

function asNumber(reply: RedisReply): number {
  if (typeof reply === 'number') return reply;
  throw new TypeError(`Redis answered ${JSON.stringify(reply)} where a number was expected`);
}
