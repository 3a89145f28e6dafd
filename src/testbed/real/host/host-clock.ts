/** The clocks of a candidate on a real machine: the platform's, except that the wall clock can be made to step. */
import type { Clock } from '../../../adapter.ts';

/** Timers of Node wrap round beyond this. */
const LONGEST_MS = 2 ** 31 - 1;

export class HostClock implements Clock {
  #wallOffsetMs: number;

  constructor(wallOffsetMs: number) {
    this.#wallOffsetMs = wallOffsetMs;
  }

  /** The wall clock jumps by so much, forwards or backwards. */
  stepWall(stepMs: number): void {
    this.#wallOffsetMs += stepMs;
  }

  monotonicMs(): number {
    return performance.now();
  }

  wallMs(): number {
    return Date.now() + this.#wallOffsetMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const refuse = (): void => {
        clearTimeout(timer);
        const reason: unknown = signal?.reason;
        reject(reason instanceof Error ? reason : new Error('aborted', { cause: reason }));
      };
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', refuse);
          resolve();
        },
        Math.min(Math.max(0, ms), LONGEST_MS),
      );
      if (signal?.aborted === true) refuse();
      else signal?.addEventListener('abort', refuse, { once: true });
    });
  }

  after(ms: number, callback: () => void): () => void {
    const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_MS));
    return () => clearTimeout(timer);
  }
}
