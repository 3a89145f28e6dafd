/** The timers of `globals: 'virtual'`: objects as the platform gives them, on the clock of the candidate that set them. */
import type { VirtualPlatform } from './virtual-platform.ts';

/** The longest delay of the platform's timers; a longer one counts as the shortest. */
const DELAY_MS_MAX = 2 ** 31 - 1;

/** Whole milliseconds from 1, as the platform reads any value that it is given. */
export function delayMs(value: unknown): number {
  const ms = Number(value);
  return ms >= 1 && ms <= DELAY_MS_MAX ? Math.trunc(ms) : 1;
}

type Callback = (...args: readonly unknown[]) => unknown;

/** The error with which the platform refuses an argument of the wrong type. */
export function invalidArgument(name: string, expected: string): TypeError {
  return Object.assign(new TypeError(`The "${name}" argument must be ${expected}`), { code: 'ERR_INVALID_ARG_TYPE' });
}

function isCallback(value: unknown): value is Callback {
  return typeof value === 'function';
}

export abstract class VirtualTimer {
  protected readonly platform: VirtualPlatform;
  protected readonly callback: Callback;
  protected readonly args: readonly unknown[];
  #cancel: (() => void) | undefined;
  #isClosed = false;
  #isRef = true;
  #number: number | undefined;

  constructor(platform: VirtualPlatform, callback: unknown, args: readonly unknown[]) {
    if (!isCallback(callback)) throw invalidArgument('callback', 'of type function');
    this.platform = platform;
    this.callback = callback;
    this.args = args;
  }

  /** A world has no event loop that a timer could keep alive: this is remembered and nothing else. */
  ref(): this {
    this.#isRef = true;
    return this;
  }

  unref(): this {
    this.#isRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#isRef;
  }

  /** For good: a timer that was cleared does not begin again. */
  close(): this {
    this.#isClosed = true;
    this.#cancel?.();
    this.#over();
    return this;
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** A number by which the timer can be cleared. */
  [Symbol.toPrimitive](): number {
    const { timersByNumber } = this.platform;
    if (this.#number === undefined) {
      this.#number = timersByNumber.size + 1;
      while (timersByNumber.has(this.#number)) this.#number += 1;
    }
    if (this.#cancel !== undefined) timersByNumber.set(this.#number, this);
    return this.#number;
  }

  /** Waits anew; what was waited for before is forgotten. */
  protected wait(ms: number): void {
    if (this.#isClosed) return;
    this.#cancel?.();
    this.#cancel = this.platform.clock.after(ms, () => {
      this.#cancel = undefined;
      this.fire();
    });
  }

  protected fire(): void {
    this.#over();
    this.call();
  }

  protected call(): void {
    Reflect.apply(this.callback, this, this.args);
  }

  #over(): void {
    this.#cancel = undefined;
    if (this.#number !== undefined) this.platform.timersByNumber.delete(this.#number);
  }
}

export interface TimeoutOptions {
  readonly ms: unknown;
  readonly repeats: boolean;
  readonly args: readonly unknown[];
}

export class VirtualTimeout extends VirtualTimer {
  readonly #ms: number;
  readonly #repeats: boolean;

  constructor(platform: VirtualPlatform, callback: unknown, options: TimeoutOptions) {
    super(platform, callback, options.args);
    this.#ms = delayMs(options.ms);
    this.#repeats = options.repeats;
    this.wait(this.#ms);
  }

  /** Begins again, also where it is over. */
  refresh(): this {
    this.wait(this.#ms);
    return this;
  }

  protected override fire(): void {
    if (!this.#repeats) {
      super.fire();
      return;
    }
    // The next round counts from the beginning of this one, however long the callback stands still.
    this.wait(this.#ms);
    this.call();
  }
}

export class VirtualImmediate extends VirtualTimer {
  constructor(platform: VirtualPlatform, callback: unknown, args: readonly unknown[]) {
    super(platform, callback, args);
    this.wait(0);
  }
}

/** Ends a timer that is named by itself or by its number. False for what no simulated candidate has set. */
export function clearTimer(platform: VirtualPlatform, timer: unknown): boolean {
  if (timer instanceof VirtualTimer) {
    timer.close();
    return true;
  }
  if (typeof timer !== 'number' && typeof timer !== 'string') return false;
  platform.timersByNumber.get(Number(timer))?.close();
  return true;
}
