/**
 * The events of one simulated connection, for code that listens to its client. They are told in turns of their own: a
 * loss as `error`, `close`, `reconnecting`, a return as `connect`, `ready`.
 */
import { EventEmitter } from 'node:events';
import type { ConnectionListener } from '../../ports/redis.ts';
import type { Task } from './event-queue.ts';
import { RECONNECT_US, type Caller } from './remote-call.ts';

export class SimulatedConnectionEvents {
  readonly #emitter: EventEmitter = new EventEmitter();
  readonly #caller: Caller;
  #ended = false;

  constructor(caller: Caller) {
    this.#caller = caller;
    // As on the real port: whoever starts again listens again.
    this.#emitter.setMaxListeners(0);
    const { link, server } = caller;
    link.watch({
      lost: () => this.#tell(1, lost),
      restored: () => this.#tell(RECONNECT_US, (emitter) => this.#ready(emitter)),
    });
    if (link.connected && !server.down) this.#tell(1, (emitter) => this.#ready(emitter));
  }

  on(event: string, listener: ConnectionListener): void {
    this.#emitter.on(event, listener);
  }

  once(event: string, listener: ConnectionListener): void {
    this.#emitter.once(event, listener);
  }

  off(event: string, listener: ConnectionListener): void {
    this.#emitter.off(event, listener);
  }

  /** The owner has closed the connection. */
  end(): void {
    this.#tell(1, (emitter) => {
      this.#ended = true;
      emitter.emit('close');
      emitter.emit('end');
    });
  }

  #ready(emitter: EventEmitter): void {
    const { link, server } = this.#caller;
    if (!link.connected || server.down) return;
    emitter.emit('connect');
    emitter.emit('ready');
  }

  #tell(afterUs: number, emit: (emitter: EventEmitter) => void): void {
    const { kernel, process } = this.#caller;
    const task: Task = {
      run: () => {
        if (this.#ended || process.defers(task)) return;
        process.wake();
        try {
          emit(this.#emitter);
        } catch (error) {
          process.fail(error);
        }
      },
    };
    kernel.schedule(process.nowUs + afterUs, task);
  }
}

function lost(emitter: EventEmitter): void {
  // Without a listener ioredis prints the error and goes on.
  if (emitter.listenerCount('error') > 0)
    emitter.emit('error', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
  emitter.emit('close');
  emitter.emit('reconnecting');
}
