/**
 * AbortController and AbortSignal for simulated worlds: as the platform's, without being event targets of the platform.
 * The platform's own pair costs more than the whole simulated call that it guards.
 */

import { removeFrom } from './small-list.ts';

/** Something that waits and gives up when a signal aborts. */
export interface Waiter {
  abort(reason: unknown): void;
}

type Listener = ((event: Event) => void) | { handleEvent(event: Event): void };

interface ListenerOptions {
  readonly once?: boolean;
  readonly signal?: AbortSignal;
}

interface Registration {
  readonly listener: Listener;
  readonly once: boolean;
}

/** An `AbortError`, as the platform gives as the default reason. */
function abortError(): DOMException {
  return new DOMException('This operation was aborted', 'AbortError');
}

export class LightAbortSignal {
  #aborted = false;
  #reason: unknown = undefined;
  #listeners: Registration[] | undefined;
  /** Signals made by `any` from this one. */
  #dependents: LightAbortSignal[] | undefined;
  /** Sleeps and calls that wait under this signal. */
  #waiters: Waiter[] | undefined;
  onabort: ((event: Event) => void) | null = null;

  /** The platform's signals are signals too, so that code which got one from elsewhere recognises it. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return LightAbortSignal.isLight(value) || value instanceof PlatformAbortSignal;
  }

  static isLight(value: unknown): value is LightAbortSignal {
    return typeof value === 'object' && value !== null && #aborted in value;
  }

  static abort(reason?: unknown): LightAbortSignal {
    const signal = new LightAbortSignal();
    signal.abortWith(reason);
    return signal;
  }

  /** On the platform's timers, which a world does not have: there the call is an error that names the caller. */
  static timeout(delayMs: number): LightAbortSignal {
    const signal = new LightAbortSignal();
    const timer = globalThis.setTimeout(() => {
      signal.abortWith(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    }, delayMs);
    timer.unref();
    return signal;
  }

  /** Aborts with the first of `signals` that does. */
  static any(signals: Iterable<LightAbortSignal | AbortSignal>): LightAbortSignal {
    const sources = [...signals];
    const combined = new LightAbortSignal();
    for (const source of sources) {
      if (source.aborted) {
        combined.abortWith(source.reason);
        return combined;
      }
    }
    for (const source of sources) {
      if (LightAbortSignal.isLight(source)) (source.#dependents ??= []).push(combined);
      else source.addEventListener('abort', () => combined.abortWith(source.reason), { once: true });
    }
    return combined;
  }

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  get [Symbol.toStringTag](): string {
    return 'AbortSignal';
  }

  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }

  addEventListener(type: string, listener: Listener | null, options?: boolean | ListenerOptions): void {
    if (type !== 'abort' || listener === null) return;
    const once = typeof options === 'object' && options.once === true;
    if (this.#listeners === undefined) this.#listeners = [{ listener, once }];
    else if (!this.#listeners.some((known) => known.listener === listener)) this.#listeners.push({ listener, once });
    const until = typeof options === 'object' ? options.signal : undefined;
    until?.addEventListener('abort', () => this.removeEventListener(type, listener), { once: true });
  }

  removeEventListener(type: string, listener: Listener | null): void {
    if (type !== 'abort' || this.#listeners === undefined) return;
    const place = this.#listeners.findIndex((known) => known.listener === listener);
    if (place >= 0) this.#listeners.splice(place, 1);
  }

  /** Tells the listeners of `abort`; the state of the signal does not change. */
  dispatchEvent(event: Event): boolean {
    if (event.type !== 'abort') return true;
    this.onabort?.call(this, event);
    // A copy, because a listener may add or remove others.
    for (const registration of this.#listeners?.slice() ?? []) {
      if (registration.once) this.removeEventListener('abort', registration.listener);
      const { listener } = registration;
      if (typeof listener === 'function') listener.call(this, event);
      else listener.handleEvent(event);
    }
    return !event.defaultPrevented;
  }

  /** The controller's way in. The second abort changes nothing. */
  abortWith(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason === undefined ? abortError() : reason;
    const dependents = this.#dependents;
    this.#dependents = undefined;
    const waiters = this.#waiters;
    this.#waiters = undefined;
    // The reason of everything that depends on this signal is settled before any listener looks.
    const touched = dependents === undefined ? [] : dependents.filter((dependent) => !dependent.#aborted);
    if (waiters !== undefined) for (const waiter of waiters) waiter.abort(this.#reason);
    if (this.#listeners !== undefined || this.onabort !== null) this.dispatchEvent(new Event('abort'));
    for (const dependent of touched) dependent.abortWith(this.#reason);
  }

  addWaiter(waiter: Waiter): void {
    if (this.#waiters === undefined) this.#waiters = [waiter];
    else this.#waiters.push(waiter);
  }

  removeWaiter(waiter: Waiter): void {
    if (this.#waiters !== undefined) removeFrom(this.#waiters, waiter);
  }
}

export class LightAbortController {
  readonly signal: LightAbortSignal = new LightAbortSignal();

  abort(reason?: unknown): void {
    this.signal.abortWith(reason);
  }

  get [Symbol.toStringTag](): string {
    return 'AbortController';
  }
}

const PlatformAbortSignal = globalThis.AbortSignal;

/** One listener a platform signal, however many wait under it. */
const waitersOfPlatform: WeakMap<AbortSignal, Set<Waiter>> = new WeakMap();

/** Lets `waiter` give up when `signal` aborts. */
export function waitUnder(signal: AbortSignal | LightAbortSignal, waiter: Waiter): void {
  if (LightAbortSignal.isLight(signal)) {
    signal.addWaiter(waiter);
    return;
  }
  let waiters = waitersOfPlatform.get(signal);
  if (waiters === undefined) {
    waiters = new Set();
    const all = waiters;
    waitersOfPlatform.set(signal, all);
    signal.addEventListener(
      'abort',
      () => {
        for (const one of all) one.abort(signal.reason);
      },
      { once: true },
    );
  }
  waiters.add(waiter);
}

/** `waiter` has what it waited for. */
export function stopWaitingUnder(signal: AbortSignal | LightAbortSignal, waiter: Waiter): void {
  if (LightAbortSignal.isLight(signal)) signal.removeWaiter(waiter);
  else waitersOfPlatform.get(signal)?.delete(waiter);
}
