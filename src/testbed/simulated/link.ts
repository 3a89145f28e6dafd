/**
 * The connection of one candidate to the store or to the resource: two directions with their own delays, in each of which
 * order is kept, and what the faults of the plan do to it.
 */
import type { Micros } from '../../../spec/history.ts';
import type { Kernel } from './kernel.ts';
import { drawFrom, streamStart } from './random.ts';
import { removeFrom } from './small-list.ts';

/** What a message fault does with the message that it hits; undefined: it was another one's turn. */
export interface ArmedMessageFault {
  readonly leg: 'request' | 'response';
  /** Counts a message; when it is hit, the fault takes it over and says what remains to be done. */
  meets(message: InterceptedMessage): 'pass' | 'taken' | 'done-and-pass';
  /** Counts a message that another fault has taken. */
  misses(): void;
}

/** A message in the hands of a fault. */
export interface InterceptedMessage {
  /** In upper case: `SET`, `EVAL`. */
  readonly command: string;
  /** Delivers it after the link's delay, from now on. */
  deliver(): void;
  /** Requests only: takes effect once more, and the answer goes nowhere. */
  again(): void;
}

/** Whatever has an open call on a link. */
export interface OpenCall {
  /** The connection went away under it. */
  disconnected(): void;
  /** The connection is there again. */
  connected(): void;
}

/** Whatever listens to the connection itself. */
export interface LinkWatcher {
  lost(): void;
  restored(): void;
}

interface LinkOptions {
  readonly kernel: Kernel;
  readonly seed: number;
  readonly delayUs: { readonly min: number; readonly max: number };
  readonly requestStream: number;
  readonly responseStream: number;
}

class Direction {
  /** How many faults cut it now. */
  cuts = 0;
  #messages = 0;
  #lastArrivalUs: Micros = 0;
  readonly #kernel: Kernel;
  readonly #leastUs: Micros;
  /** How many delays there are to draw from. */
  readonly #delays: number;
  readonly #start: number;

  constructor({ kernel, seed, delayUs }: LinkOptions, stream: number) {
    this.#kernel = kernel;
    this.#leastUs = delayUs.min;
    this.#delays = delayUs.max - delayUs.min + 1;
    this.#start = streamStart(seed, stream);
  }

  /** When a message sent now arrives: behind those before it. */
  arrivalUs(addedUs: Micros): Micros {
    this.#messages += 1;
    const drawnUs = this.#leastUs + Math.floor(drawFrom(this.#start, this.#messages) * this.#delays);
    // Nothing is free: a call that costs no time at all could go on for ever within one moment.
    const arrival = this.#kernel.nowUs + Math.max(1, drawnUs) + addedUs;
    this.#lastArrivalUs = Math.max(arrival, this.#lastArrivalUs);
    return this.#lastArrivalUs;
  }
}

export class Link {
  readonly requests: Direction;
  readonly responses: Direction;
  /** Added to the delay of every message. */
  addedUs: Micros = 0;
  #refusals = 0;
  /** Sent and not answered. */
  #open: OpenCall[] = [];
  /** Not sent, since there is no connection. */
  #waiting: OpenCall[] = [];
  #faults: ArmedMessageFault[] | undefined;
  #watchers: LinkWatcher[] | undefined;

  constructor(options: LinkOptions) {
    this.requests = new Direction(options, options.requestStream);
    this.responses = new Direction(options, options.responseStream);
  }

  get connected(): boolean {
    return this.#refusals === 0;
  }

  opened(call: OpenCall): void {
    this.#open.push(call);
  }

  waits(call: OpenCall): void {
    this.#waiting.push(call);
  }

  over(call: OpenCall): void {
    if (!removeFrom(this.#open, call)) removeFrom(this.#waiting, call);
  }

  /** Open calls are disconnected; new ones succeed. */
  reset(): void {
    const calls = this.#open;
    this.#open = [];
    for (const call of calls) call.disconnected();
    if (this.#watchers === undefined) return;
    for (const watcher of this.#watchers) watcher.lost();
    if (this.connected) for (const watcher of this.#watchers) watcher.restored();
  }

  /** Open calls are disconnected, and new ones find no connection until `accept`. */
  refuse(): void {
    this.#refusals += 1;
    this.reset();
  }

  accept(): void {
    this.#refusals -= 1;
    if (this.#refusals > 0) return;
    const calls = this.#waiting;
    this.#waiting = [];
    for (const call of calls) call.connected();
    for (const watcher of this.#watchers ?? []) watcher.restored();
  }

  watch(watcher: LinkWatcher): void {
    (this.#watchers ??= []).push(watcher);
  }

  arm(fault: ArmedMessageFault): void {
    (this.#faults ??= []).push(fault);
  }

  disarm(fault: ArmedMessageFault): void {
    this.#faults = this.#faults?.filter((other) => other !== fault);
    if (this.#faults?.length === 0) this.#faults = undefined;
  }

  get armed(): boolean {
    return this.#faults !== undefined;
  }

  /** True when a fault has taken the message over. */
  intercepts(leg: 'request' | 'response', message: InterceptedMessage): boolean {
    let isTaken = false;
    for (const fault of this.#faults?.slice() ?? []) {
      if (fault.leg !== leg) continue;
      if (isTaken) {
        fault.misses();
        continue;
      }
      const outcome = fault.meets(message);
      if (outcome !== 'pass') this.disarm(fault);
      isTaken = outcome === 'taken';
    }
    return isTaken;
  }
}
