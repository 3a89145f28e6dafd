/**
 * One call over a link: sent, performed where it arrives, answered; or not. Its deadline runs in the caller, by the
 * caller's clock, above everything that the network does.
 *
 * The deadline is put into the queue only once it is certain that no answer comes in time, since nearly every call is
 * answered.
 */
import type { Micros } from '../../../spec/history.ts';
import { isPortError, PortError, type PortErrorCode } from '../../ports/redis-errors.ts';
import { LocalTimer } from './candidate-clock.ts';
import type { Task } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { stopWaitingUnder, waitUnder, type Waiter } from './light-abort.ts';
import type { InterceptedMessage, Link, OpenCall } from './link.ts';
import type { NodeClock } from './node-clock.ts';
import { OpenPromise } from './open-promise.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import { removeFrom } from './small-list.ts';

/** Where calls are made from: one process and one of its links. */
export interface Caller {
  readonly kernel: Kernel;
  readonly process: SimulatedProcess;
  readonly clock: NodeClock;
  readonly link: Link;
  /** The other end. */
  readonly server: { readonly down: boolean };
  /** Its calls that are not settled, for whoever may have to end them all. */
  readonly underway: OpenCall[];
}

/** What a call asks of the other end. */
export interface RemoteRequest<T> {
  /** In upper case: `SET`, `EVAL`. */
  readonly command: string;
  /**
   * Takes effect at the other end, and says what it answers; throws a `PortError` where it answers with an error. Happens
   * twice where a fault replays the request.
   */
  perform(): T;
}

/** One class for all requests, since the kernel runs what has the same form quickest. */
export class RemoteCall<T> implements Task, OpenCall, Waiter {
  readonly #caller: Caller;
  readonly #request: RemoteRequest<T>;
  readonly #open = new OpenPromise<T>();
  readonly #signal: AbortSignal | undefined;
  /** By the caller's monotonic clock. */
  readonly #dueUs: number;
  #stage: 'send' | 'arrive' | 'answer' = 'send';
  #deadline: Deadline | undefined;
  #sent = false;
  #settled = false;
  /** What the other end answered, once it did. */
  #reply: T | undefined;
  /** The error with which it answered instead. */
  #refusal: PortError | undefined;

  constructor(caller: Caller, request: RemoteRequest<T>, timeoutMs: number, signal: AbortSignal | undefined) {
    this.#caller = caller;
    this.#request = request;
    this.#signal = signal;
    this.#dueUs = caller.process.monotonicUs() + Math.max(1, Math.ceil(timeoutMs * 1000));
  }

  /** Begins; `caller.process.interact` has been called. The promise settles with the answer, or with a `PortError`. */
  start(): Promise<T> {
    const { process, underway } = this.#caller;
    const { promise } = this.#open;
    underway.push(this);
    process.outstanding += 1;
    if (this.#signal !== undefined) {
      if (this.#signal.aborted) {
        this.#failLater('NOT_SENT', 'its signal had aborted before');
        return promise;
      }
      waitUnder(this.#signal, this);
    }
    if (process.stalled) process.whenItGoesOn(this);
    else this.#send();
    return promise;
  }

  run(): void {
    if (this.#stage === 'send') {
      if (!this.#settled && !this.#caller.process.defers(this)) this.#send();
    } else if (this.#stage === 'arrive') this.#arrive();
    else this.#receive();
  }

  get settled(): boolean {
    return this.#settled;
  }

  /** The deadline has come. */
  expire(): void {
    this.#fail(
      this.#sent ? 'TIMEOUT' : 'NOT_SENT',
      this.#sent ? 'no answer within its time' : 'no connection within its time',
    );
  }

  disconnected(): void {
    this.#failLater('DISCONNECTED', 'the connection went away before the answer');
  }

  connected(): void {
    if (this.#settled) return;
    this.#stage = 'send';
    this.#caller.kernel.schedule(this.#caller.kernel.nowUs + RECONNECT_US, this);
  }

  abort(): void {
    this.#fail(this.#sent ? 'ABORTED' : 'NOT_SENT', 'its signal aborted');
  }

  #send(): void {
    const { link, kernel, server } = this.#caller;
    if (!link.connected || server.down) {
      link.waits(this);
      this.#awaitDeadline();
      return;
    }
    link.opened(this);
    this.#sent = true;
    if (link.armed && link.intercepts('request', this.#requestInHand())) {
      this.#awaitDeadline();
      return;
    }
    if (link.requests.cuts > 0) {
      this.#awaitDeadline();
      return;
    }
    this.#stage = 'arrive';
    const arrivalUs = link.requests.arrivalUs(link.addedUs);
    kernel.schedule(arrivalUs, this);
    this.#awaitDeadlineIfBefore(arrivalUs);
  }

  #arrive(): void {
    const { link, server } = this.#caller;
    if (server.down) return;
    if (link.requests.cuts > 0) {
      this.#awaitDeadline();
      return;
    }
    try {
      this.#reply = this.#request.perform();
    } catch (error) {
      if (!isPortError(error)) throw error;
      this.#refusal = error;
    }
    if (this.#settled || !this.#caller.process.alive) return;
    if (link.armed && link.intercepts('response', this.#responseInHand())) {
      this.#awaitDeadline();
      return;
    }
    this.#respond();
  }

  #respond(): void {
    const { link, kernel } = this.#caller;
    if (link.responses.cuts > 0) {
      this.#awaitDeadline();
      return;
    }
    this.#stage = 'answer';
    const arrivalUs = link.responses.arrivalUs(link.addedUs);
    kernel.schedule(arrivalUs, this);
    this.#awaitDeadlineIfBefore(arrivalUs);
  }

  #receive(): void {
    const { process, link } = this.#caller;
    if (this.#settled) return;
    if (link.responses.cuts > 0) {
      this.#awaitDeadline();
      return;
    }
    if (process.defers(this)) return;
    // After a pause the deadline and the answer are both due: timers come first in an event loop.
    if (process.monotonicUs() >= this.#dueUs) {
      this.expire();
      return;
    }
    this.#finish();
    process.wake();
    // A call comes here only after the other end has answered.
    if (this.#refusal === undefined) this.#open.resolve(this.#reply as T);
    else this.#open.reject(this.#refusal);
  }

  #awaitDeadlineIfBefore(arrivalUs: Micros): void {
    if (this.#caller.clock.momentOf(this.#dueUs) <= arrivalUs) this.#awaitDeadline();
  }

  #awaitDeadline(): void {
    if (this.#settled || this.#deadline !== undefined) return;
    this.#deadline = new Deadline(this.#caller.process, this.#dueUs, this);
    this.#caller.kernel.schedule(this.#caller.clock.momentOf(this.#dueUs), this.#deadline);
  }

  #failLater(code: PortErrorCode, why: string): void {
    this.#caller.kernel.schedule(this.#caller.process.nowUs + 1, {
      run: () => this.#fail(code, why),
    });
  }

  #fail(code: PortErrorCode, why: string): void {
    const { process, kernel } = this.#caller;
    const { command } = this.#request;
    if (this.#settled || !process.alive) return;
    if (process.stalled && kernel.turn !== process) {
      kernel.schedule(process.nowUs, { run: () => this.#fail(code, why) });
      return;
    }
    this.#finish();
    if (kernel.turn === undefined) process.wake();
    this.#open.reject(new PortError(code, `${command}: ${why}`, command));
  }

  #finish(): void {
    const { process, link, underway } = this.#caller;
    this.#settled = true;
    process.outstanding -= 1;
    link.over(this);
    removeFrom<OpenCall>(underway, this);
    if (this.#signal !== undefined) stopWaitingUnder(this.#signal, this);
  }

  #requestInHand(): InterceptedMessage {
    const { kernel, link } = this.#caller;
    const perform = (): void => {
      if (!this.#caller.server.down && link.requests.cuts === 0) this.#performAgain();
    };
    return {
      command: this.#request.command,
      deliver: () => {
        this.#stage = 'arrive';
        kernel.schedule(link.requests.arrivalUs(link.addedUs), this);
      },
      again: () => kernel.schedule(link.requests.arrivalUs(link.addedUs), { run: perform }),
    };
  }

  /** The answer to a request that came twice goes nowhere, also where it is an error. */
  #performAgain(): void {
    try {
      this.#request.perform();
    } catch (error) {
      if (!isPortError(error)) throw error;
    }
  }

  #responseInHand(): InterceptedMessage {
    return { command: this.#request.command, deliver: () => this.#respond(), again: () => undefined };
  }
}

/** How long a client takes to connect again once it can. */
export const RECONNECT_US = 20_000;

class Deadline extends LocalTimer {
  readonly #call: { readonly settled: boolean; expire(): void };

  constructor(process: SimulatedProcess, dueUs: number, call: { readonly settled: boolean; expire(): void }) {
    super(process, dueUs);
    this.#call = call;
  }

  /** The call itself is what the process waits for, so a deadline counts for nothing and a late one wakes nobody. */
  override run(): void {
    if (this.#call.settled || this.process.defers(this)) return;
    this.#call.expire();
  }

  protected fire(): void {
    this.#call.expire();
  }
}
