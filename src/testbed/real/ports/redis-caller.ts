/** One call of the Redis port: waiting for the connection, the message faults, the deadline, and what an error means. */
import type { Redis } from 'ioredis';
import { PortError } from '../../../ports/redis-errors.ts';
import type { CallOptions, RedisReply } from '../../../ports/redis.ts';
import type { MessageTap, TappedCall } from '../../message-tap.ts';

export interface RedisCallerOptions {
  readonly client: Redis;
  /** Deadline of a call that names none. */
  readonly timeoutMs: number;
  readonly tap?: MessageTap;
}

type Args = readonly (string | number)[];

/** A call under way, seen from below its deadline. */
interface Attempt {
  readonly call: TappedCall;
  readonly args: Args;
  /** False until the request left, or was caught by a message fault on its way. */
  sent: boolean;
  settled: boolean;
  resolve(reply: RedisReply): void;
  reject(error: PortError): void;
}

/** Sends commands one by one over a client that neither queues nor resends. */
export class RedisCaller {
  readonly #client: Redis;
  readonly #timeoutMs: number;
  readonly #tap: MessageTap | undefined;
  #calls = 0;

  constructor(options: RedisCallerOptions) {
    this.#client = options.client;
    this.#timeoutMs = options.timeoutMs;
    this.#tap = options.tap;
    // Every call that waits for the connection listens to it, and any number may wait.
    this.#client.setMaxListeners(0);
  }

  /** Resolves with the server's answer; rejects with a `PortError`, whatever goes wrong. */
  call(command: string, args: Args, options: CallOptions): Promise<RedisReply> {
    this.#calls += 1;
    const call: TappedCall = { call: this.#calls, command };
    const { signal } = options;
    const timeoutMs = options.timeoutMs ?? this.#timeoutMs;
    return new Promise((resolve, reject) => {
      const finish = (): void => {
        attempt.settled = true;
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        forgetReady();
      };
      const attempt: Attempt = {
        call,
        args,
        sent: false,
        settled: false,
        resolve: (reply) => {
          if (attempt.settled) return;
          finish();
          resolve(reply);
        },
        reject: (error) => {
          if (attempt.settled) return;
          finish();
          reject(error);
        },
      };
      const onAbort = (): void => attempt.reject(aborted(attempt, signal?.reason));
      const timer = setTimeout(() => attempt.reject(timedOut(attempt, timeoutMs)), timeoutMs);
      let forgetReady = (): void => undefined;
      if (signal?.aborted === true) {
        onAbort();
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      forgetReady = this.#whenReady(attempt);
    });
  }

  /** Starts the attempt when the connection is there; the returned function stops waiting for it. */
  #whenReady(attempt: Attempt): () => void {
    const client = this.#client;
    if (client.status === 'ready') {
      this.#request(attempt);
      return () => undefined;
    }
    if (client.status === 'end') {
      attempt.reject(
        new PortError('NOT_SENT', `${attempt.call.command} was not sent: the port was closed`, attempt.call.command),
      );
      return () => undefined;
    }
    const onReady = (): void => this.#request(attempt);
    const onEnd = (): void =>
      attempt.reject(
        new PortError('NOT_SENT', `${attempt.call.command} was not sent: the port was closed`, attempt.call.command),
      );
    client.once('ready', onReady);
    client.once('end', onEnd);
    return () => {
      client.off('ready', onReady);
      client.off('end', onEnd);
    };
  }

  #request(attempt: Attempt): void {
    const fate = this.#tap?.onRequest(attempt.call) ?? 'pass';
    attempt.sent = true;
    if (fate === 'drop') return;
    if (fate === 'pass') this.#send(attempt);
    else if (fate.kind === 'hold') void fate.released.then(() => this.#send(attempt));
    else {
      this.#send(attempt);
      void fate.again.then(() => this.#sendUnheard(attempt));
    }
  }

  #send(attempt: Attempt): void {
    const { call, args } = attempt;
    this.#client.call(call.command, ...args).then(
      (reply) => this.#respond(attempt, () => attempt.resolve(asReply(reply))),
      (error: unknown) => {
        const failure = toPortError(error, call.command);
        if (failure.code === 'REPLY') this.#respond(attempt, () => attempt.reject(failure));
        else attempt.reject(failure);
      },
    );
  }

  /** The second copy of a request: its answer belongs to nobody. */
  #sendUnheard({ call, args }: Attempt): void {
    this.#client.call(call.command, ...args).then(
      () => undefined,
      () => undefined,
    );
  }

  #respond(attempt: Attempt, deliver: () => void): void {
    const fate = this.#tap?.onResponse(attempt.call) ?? 'pass';
    if (fate === 'drop') return;
    if (fate === 'pass' || fate.kind === 'replay') deliver();
    else void fate.released.then(deliver);
  }
}

function timedOut({ call, sent }: Attempt, timeoutMs: number): PortError {
  return sent
    ? new PortError('TIMEOUT', `${call.command} had no answer within ${timeoutMs} ms`, call.command)
    : new PortError('NOT_SENT', `${call.command} was not sent: no connection within ${timeoutMs} ms`, call.command);
}

function aborted({ call, sent }: Attempt, reason: unknown): PortError {
  return sent
    ? new PortError('ABORTED', `${call.command} was given up before it had an answer`, call.command, { cause: reason })
    : new PortError('NOT_SENT', `${call.command} was given up before it was sent`, call.command, { cause: reason });
}

function toPortError(error: unknown, command: string): PortError {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === 'ReplyError')
    return new PortError('REPLY', message, command, { cause: error });
  if (message.startsWith("Stream isn't writeable")) {
    return new PortError('NOT_SENT', `${command} was not sent: the connection was just lost`, command, {
      cause: error,
    });
  }
  return new PortError(
    'DISCONNECTED',
    `the connection was lost before ${command} had an answer (${message})`,
    command,
    { cause: error },
  );
}

function asReply(reply: unknown): RedisReply {
  if (reply === null || reply === undefined) return null;
  if (typeof reply === 'string' || typeof reply === 'number') return reply;
  if (Array.isArray(reply)) return reply.map(asReply);
  return JSON.stringify(reply);
}
