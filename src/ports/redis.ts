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

export interface RedisPort {
  get(key: string, options?: CallOptions): Promise<string | null>;
  set(key: string, value: string | number, ...args: readonly (SetArgument | CallOptions)[]): Promise<string | null>;
  del(...keysAndOptions: readonly (string | CallOptions)[]): Promise<number>;
  exists(...keysAndOptions: readonly (string | CallOptions)[]): Promise<number>;
  incr(key: string, options?: CallOptions): Promise<number>;
  expire(key: string, seconds: number, options?: CallOptions): Promise<number>;
  pexpire(key: string, milliseconds: number, options?: CallOptions): Promise<number>;
  ttl(key: string, options?: CallOptions): Promise<number>;
  pttl(key: string, options?: CallOptions): Promise<number>;
  persist(key: string, options?: CallOptions): Promise<number>;
  ping(options?: CallOptions): Promise<string>;
  /** As ioredis: `eval(script, numberOfKeys, ...keys, ...args)`. A script known by `script` of the same Lua uses its twin in the simulation. */
  eval(
    lua: string,
    numberOfKeys: number,
    ...keysArgsAndOptions: readonly (string | number | CallOptions)[]
  ): Promise<RedisReply>;
  /** Runs a script; the twin is used where the store is simulated. */
  run(
    script: RedisScript,
    keys: readonly string[],
    args: readonly (string | number)[],
    options?: CallOptions,
  ): Promise<RedisReply>;
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
