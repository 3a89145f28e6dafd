/**
 * The Redis port: the commands that election code needs, call-compatible with ioredis, so that
 * `new MyElection(environment.redis)` works. The same code runs against the model and against a server.
 *
 * A call without an answer rejects with a `PortError` of code `TIMEOUT` after `timeoutMs`; message faults act below
 * that deadline. What has an answer but may have taken effect is `info`; the definite errors are in
 * src/ports/redis-errors.ts.
 */

/** Limits of one call; every command takes them as its last argument. */
export interface CallOptions {
  /** @defaultValue the port's own `timeoutMs` */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** `SET` flags in the order in which ioredis takes them: `'PX', 10000, 'NX'`. */
export type SetArgument = 'EX' | 'PX' | 'EXAT' | 'PXAT' | 'NX' | 'XX' | 'GET' | 'KEEPTTL' | number | string;

/** What a script can return: Redis converts Lua's values to these. */
export type RedisReply = string | number | null | readonly RedisReply[];

/** The commands that a script's twin may call; they act at once, inside the script's atomic step. */
export type ScriptCommand = (command: string, ...args: readonly (string | number)[]) => RedisReply;

/** A Lua script, and its TypeScript twin for the simulation; a differential test proves them equal. */
export interface RedisScript {
  /** For messages and reports. */
  readonly name: string;
  readonly lua: string;
  readonly numberOfKeys: number;
  readonly twin?: (call: ScriptCommand, keys: readonly string[], args: readonly string[]) => RedisReply;
}

/** A script as ioredis takes it; without `numberOfKeys` it is the first argument of each call. */
export interface ScriptDefinition {
  readonly lua: string;
  readonly numberOfKeys?: number;
}

/** Called with the error of an `error` event; other events carry nothing that matters. */
export type ConnectionListener = (error: Error) => void;

/** Keys, arguments and limits of a call; lists are taken apart, as ioredis does. */
type Arguments<T extends string | number> = readonly (T | readonly T[] | CallOptions)[];
type Conditions = readonly (string | CallOptions | undefined)[];

/** Every other method of ioredis is an error that names what there is. */
export interface RedisPort {
  get(key: string, options?: CallOptions): Promise<string | null>;
  set(key: string, value: string | number, ...args: readonly (SetArgument | CallOptions)[]): Promise<string | null>;
  setnx(key: string, value: string | number, options?: CallOptions): Promise<number>;
  setex(key: string, seconds: number, value: string | number, options?: CallOptions): Promise<string>;
  psetex(key: string, milliseconds: number, value: string | number, options?: CallOptions): Promise<string>;
  getset(key: string, value: string | number, options?: CallOptions): Promise<string | null>;
  getdel(key: string, options?: CallOptions): Promise<string | null>;
  del(...keysAndOptions: Arguments<string>): Promise<number>;
  unlink(...keysAndOptions: Arguments<string>): Promise<number>;
  exists(...keysAndOptions: Arguments<string>): Promise<number>;
  incr(key: string, options?: CallOptions): Promise<number>;
  expire(key: string, seconds: string | number, ...conditionsAndOptions: Conditions): Promise<number>;
  pexpire(key: string, milliseconds: string | number, ...conditionsAndOptions: Conditions): Promise<number>;
  expireat(key: string, seconds: string | number, ...conditionsAndOptions: Conditions): Promise<number>;
  pexpireat(key: string, milliseconds: string | number, ...conditionsAndOptions: Conditions): Promise<number>;
  ttl(key: string, options?: CallOptions): Promise<number>;
  pttl(key: string, options?: CallOptions): Promise<number>;
  persist(key: string, options?: CallOptions): Promise<number>;
  ping(options?: CallOptions): Promise<string>;
  /** The server's wall clock: seconds since the epoch, and microseconds. */
  time(options?: CallOptions): Promise<readonly string[]>;
  /**
   * As ioredis: `eval(script, numberOfKeys, ...keys, ...args)`. In the simulation a text that the adapter lists in its
   * `scripts`, or that was run by `run`, uses its twin; any other is interpreted.
   */
  eval(
    lua: string,
    numberOfKeys: string | number,
    ...keysArgsAndOptions: Arguments<string | number>
  ): Promise<RedisReply>;
  evalsha(
    sha: string,
    numberOfKeys: string | number,
    ...keysArgsAndOptions: Arguments<string | number>
  ): Promise<RedisReply>;
  /** `LOAD`, `EXISTS` and `FLUSH`. */
  script(subcommand: string, ...args: Arguments<string | number>): Promise<RedisReply>;
  /** Adds a method of that name, which runs the script: `redis.name(...keys, ...args)`. */
  defineCommand(name: string, definition: ScriptDefinition): void;
  /** Any command that the port has, by its name. */
  call(command: string, ...args: Arguments<string | number>): Promise<RedisReply>;
  /** Runs a script; the twin is used where the store is simulated. */
  run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number)[],
    options?: CallOptions,
  ): Promise<RedisReply>;
  /** `ready` while there is a connection, `end` after `quit` or `disconnect`, else another word of ioredis. */
  readonly status: string;
  /**
   * Listens to the connection, as on ioredis: `connect`, `ready`, `error`, `close`, `reconnecting` and `end`. In the
   * simulation each is told once a loss and once a return, and the first `ready` comes in the next turn.
   */
  on(event: string, listener: ConnectionListener): this;
  once(event: string, listener: ConnectionListener): this;
  off(event: string, listener: ConnectionListener): this;
  addListener(event: string, listener: ConnectionListener): this;
  removeListener(event: string, listener: ConnectionListener): this;
  quit(): Promise<string>;
  disconnect(): void;
}

/** One change of a key of the election, as the ledger saw it, in the store's own order. */
export interface RedisRecord {
  readonly key: string;
  /** The value now; null when the key is not there. */
  readonly value: string | null;
  /** Milliseconds until it expires, by the store's clock; null: never; absent when the key is not there. */
  readonly ttlMs?: number | null;
  /** Which of several independent stores has it, from 1; absent where there is but one. */
  readonly member?: number;
}
