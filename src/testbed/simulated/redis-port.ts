/**
 * The Redis port of one candidate over the model: call-compatible with the real one, deadlines included.
 */
import { RedisCommandPort, type Convert, type Word } from '../../ports/redis-command-port.ts';
import type { CallOptions, ConnectionListener, RedisReply, RedisScript } from '../../ports/redis.ts';
import { isPortError, PortError } from '../../ports/redis-errors.ts';
import { AdapterMistake } from './adapter-mistake.ts';
import type { OpenCall } from './link.ts';
import { RemoteCall, type Caller } from './remote-call.ts';
import { removeFrom } from './small-list.ts';
import { SimulatedConnectionEvents } from './redis-connection-events.ts';
import type { SimulatedRedis } from './simulated-redis.ts';

export interface RedisPortOptions {
  readonly caller: Caller;
  readonly redis: SimulatedRedis;
  /** Deadline of a call that names none. */
  readonly timeoutMs: number;
}

export class SimulatedRedisPort extends RedisCommandPort {
  readonly #connection: Connection;
  /** Made when somebody listens. */
  #events: SimulatedConnectionEvents | undefined;

  constructor({ caller, redis, timeoutMs }: RedisPortOptions) {
    super();
    this.#connection = { caller, redis, timeoutMs, closed: false, open: [] };
  }

  get status(): string {
    const { closed, caller } = this.#connection;
    if (closed) return 'end';
    return caller.link.connected && !caller.server.down ? 'ready' : 'reconnecting';
  }

  on(event: string, listener: ConnectionListener): this {
    this.#listened().on(event, listener);
    return this;
  }

  once(event: string, listener: ConnectionListener): this {
    this.#listened().once(event, listener);
    return this;
  }

  off(event: string, listener: ConnectionListener): this {
    this.#events?.off(event, listener);
    return this;
  }

  run(script: RedisScript, keys: readonly string[], args: readonly Word[], options?: CallOptions): Promise<RedisReply> {
    this.#connection.caller.process.interact('EVAL');
    return this.#begin(new ScriptCall(this.#connection, options, script, keys, args));
  }

  async quit(): Promise<string> {
    try {
      return await this.command(['QUIT'], undefined, () => 'OK');
    } finally {
      this.disconnect();
    }
  }

  disconnect(): void {
    if (!this.#connection.closed) this.#events?.end();
    this.#connection.closed = true;
    for (const call of this.#connection.open.slice()) call.disconnected();
  }

  protected override command<T>(
    words: readonly Word[],
    options: CallOptions | undefined,
    convert: Convert<T>,
  ): Promise<T> {
    const name = String(words[0]);
    this.#connection.caller.process.interact(name);
    return this.#begin(new CommandCall(this.#connection, options, name, words, convert));
  }

  protected override refused(error: Error): void {
    this.#connection.caller.kernel.blame(new AdapterMistake('store-model', error.message));
  }

  #listened(): SimulatedConnectionEvents {
    this.#events ??= new SimulatedConnectionEvents(this.#connection.caller);
    return this.#events;
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
  readonly #convert: Convert<T>;

  constructor(
    connection: Connection,
    options: CallOptions | undefined,
    name: string,
    words: readonly Word[],
    convert: Convert<T>,
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
