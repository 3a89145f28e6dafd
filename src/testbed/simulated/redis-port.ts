/**
 * The Redis port of one candidate over the model: call-compatible with the real one, deadlines included.
 */
import { RedisCommandPort, type Convert, type Word } from '../../ports/redis-command-port.ts';
import type { CallOptions, ConnectionListener, RedisReply, RedisScript } from '../../ports/redis.ts';
import { isPortError, PortError } from '../../ports/redis-errors.ts';
import { AdapterMistake } from './adapter-mistake.ts';
import { RemoteCall, type Caller, type RemoteRequest } from './remote-call.ts';
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
    this.#connection = { caller, redis, timeoutMs, closed: false };
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
    return this.#begin(new ScriptRequest(this.#connection, script, keys, args), options);
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
    for (const call of this.#connection.caller.underway.slice()) call.disconnected();
  }

  protected override command<T>(
    words: readonly Word[],
    options: CallOptions | undefined,
    convert: Convert<T>,
  ): Promise<T> {
    const name = String(words[0]);
    this.#connection.caller.process.interact(name);
    return this.#begin(new CommandRequest(this.#connection, name, words, convert), options);
  }

  protected override refused(error: Error): void {
    this.#connection.caller.kernel.blame(new AdapterMistake('store-model', error.message));
  }

  #listened(): SimulatedConnectionEvents {
    this.#events ??= new SimulatedConnectionEvents(this.#connection.caller);
    return this.#events;
  }

  #begin<T>(request: RemoteRequest<T>, options: CallOptions | undefined): Promise<T> {
    const { closed, caller, timeoutMs } = this.#connection;
    if (!closed) return new RemoteCall(caller, request, options?.timeoutMs ?? timeoutMs, options?.signal).start();
    const { command } = request;
    return Promise.reject(new PortError('NOT_SENT', `${command}: the connection was closed by its owner`, command));
  }
}

interface Connection extends RedisPortOptions {
  closed: boolean;
}

class CommandRequest<T> implements RemoteRequest<T> {
  readonly command: string;
  readonly #connection: Connection;
  readonly #words: readonly Word[];
  readonly #convert: Convert<T>;

  constructor(connection: Connection, command: string, words: readonly Word[], convert: Convert<T>) {
    this.command = command;
    this.#connection = connection;
    this.#words = words;
    this.#convert = convert;
  }

  perform(): T {
    const { redis, caller } = this.#connection;
    try {
      return this.#convert(redis.execute(this.#words, caller.process.id));
    } catch (error) {
      throw refusalOf(error, caller, this.command);
    }
  }
}

class ScriptRequest implements RemoteRequest<RedisReply> {
  readonly command = 'EVAL';
  readonly #connection: Connection;
  readonly #script: RedisScript;
  readonly #keys: readonly string[];
  readonly #args: readonly Word[];

  constructor(connection: Connection, script: RedisScript, keys: readonly string[], args: readonly Word[]) {
    this.#connection = connection;
    this.#script = script;
    this.#keys = keys;
    this.#args = args;
  }

  perform(): RedisReply {
    const { redis, caller } = this.#connection;
    try {
      return redis.runScript(this.#script, this.#keys, this.#args, caller.process.id);
    } catch (error) {
      throw refusalOf(error, caller, this.command);
    }
  }
}

/** What the server answered; where the model knows of no such command or script, no answer of its own could be judged. */
function refusalOf(error: unknown, { kernel }: Caller, command: string): PortError {
  if (isPortError(error)) return error;
  kernel.blame(new AdapterMistake('store-model', error instanceof Error ? error.message : String(error)));
  return new PortError('REPLY', String(error), command);
}
