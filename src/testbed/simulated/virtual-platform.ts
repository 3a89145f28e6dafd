/** What stands in for the platform while one candidate has its turn: its clocks, its randomness, its timers. */
import type { Clock } from '../../adapter.ts';

/** A timer as far as it can be cleared by its number. */
export interface NumberedTimer {
  close(): unknown;
}

export interface VirtualPlatformOptions {
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** The clocks when the process came to life. */
  readonly started: { readonly monotonicMs: number; readonly wallMs: number };
}

export class VirtualPlatform {
  readonly clock: Clock;
  readonly random: () => number;
  readonly started: VirtualPlatformOptions['started'];
  /** Timers whose number was asked for: they can be cleared by it. */
  readonly timersByNumber: Map<number, NumberedTimer> = new Map();

  constructor(options: VirtualPlatformOptions) {
    this.clock = options.clock;
    this.random = options.random;
    this.started = options.started;
  }

  /** Milliseconds since the process came to life, by its monotonic clock. */
  sinceStartMs(): number {
    return Math.round((this.clock.monotonicMs() - this.started.monotonicMs) * 1000) / 1000;
  }

  /** The monotonic clock in nanoseconds. */
  monotonicNs(): bigint {
    return BigInt(Math.round(this.clock.monotonicMs() * 1000)) * 1000n;
  }
}
