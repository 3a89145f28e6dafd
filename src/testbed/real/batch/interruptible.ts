/** The waits of one batch: they end early when the run is aborted, and reject when something made it worthless. */
import { machineUs } from '../machine-clock.ts';

export class Interruptible {
  readonly #signal: AbortSignal;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #onAbort = (): void => this.#wake();
  #wakers = new Set<() => void>();
  #failure: { readonly error: unknown } | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    signal.addEventListener('abort', this.#onAbort);
  }

  get interrupted(): boolean {
    return this.#signal.aborted;
  }

  /** The run is worthless: every wait rejects with this. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake();
  }

  /** Resolves at a moment of the machine's clock, or at once when the run is aborted. @throws what `fail` was given */
  async until(atUs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#failure !== undefined || this.#signal.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        this.#wakers.delete(done);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, (atUs - machineUs()) / 1000));
      this.#wakers.add(done);
    });
    if (this.#failure !== undefined) throw toError(this.#failure.error);
  }

  /** Calls back at a moment, unless the batch is over by then. */
  at(atUs: number, then: () => void): void {
    const timer = setTimeout(
      () => {
        this.#timers.delete(timer);
        then();
      },
      Math.max(0, (atUs - machineUs()) / 1000),
    );
    this.#timers.add(timer);
  }

  close(): void {
    this.#signal.removeEventListener('abort', this.#onAbort);
    for (const timer of this.#timers) clearTimeout(timer);
    this.#wake();
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = new Set();
    for (const wake of wakers) wake();
  }
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
