/**
 * A candidate's own clocks and timers. Timers are due by the candidate's monotonic clock, so that they follow its rate.
 */
import type { Clock } from '../../adapter.ts';
import type { Task } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { stopWaitingUnder, waitUnder, type Waiter } from './light-abort.ts';
import type { NodeClock } from './node-clock.ts';
import type { SimulatedProcess } from './simulated-process.ts';

export class CandidateClock implements Clock {
  readonly #kernel: Kernel;
  readonly #process: SimulatedProcess;
  readonly #clock: NodeClock;

  constructor(kernel: Kernel, process: SimulatedProcess, clock: NodeClock) {
    this.#kernel = kernel;
    this.#process = process;
    this.#clock = clock;
  }

  monotonicMs(): number {
    this.#process.interact('clock.monotonicMs');
    return this.#clock.monotonicUs(this.#process.nowUs) / 1000;
  }

  wallMs(): number {
    this.#process.interact('clock.wallMs');
    return Math.floor(this.#clock.wallUs(this.#process.nowUs) / 1000);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.#process.interact('clock.sleep');
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) reject(asError(signal.reason));
      else this.#start(new Sleep(this.#process, this.#dueUs(ms), { resolve, reject, signal }));
    });
  }

  after(ms: number, callback: () => void): () => void {
    this.#process.interact('clock.after');
    const timer = new Callback(this.#process, this.#dueUs(ms), callback);
    this.#start(timer);
    return () => timer.cancel();
  }

  #dueUs(ms: number): number {
    // As the platform's timers: what is not a positive number is due at once, and yet not in this turn.
    const delayUs = ms > 0 ? Math.ceil(ms * 1000) : 1;
    return this.#process.monotonicUs() + delayUs;
  }

  #start(timer: LocalTimer): void {
    this.#process.outstanding += 1;
    this.#kernel.schedule(this.#clock.momentOf(timer.dueUs), timer);
  }
}

/** A timer on the monotonic clock of one candidate. */
export abstract class LocalTimer implements Task {
  protected readonly process: SimulatedProcess;
  /** By the candidate's monotonic clock. */
  readonly dueUs: number;
  #over = false;

  constructor(process: SimulatedProcess, dueUs: number) {
    this.process = process;
    this.dueUs = dueUs;
  }

  belongsTo(process: SimulatedProcess): boolean {
    return this.process === process;
  }

  run(): void {
    if (this.#over || this.process.defers(this)) return;
    this.finish();
    this.process.wake();
    this.fire();
  }

  protected abstract fire(): void;

  /** Not waited for any more. False when it was over before. */
  protected finish(): boolean {
    if (this.#over) return false;
    this.#over = true;
    this.process.outstanding -= 1;
    return true;
  }
}

interface SleepEnd {
  resolve(): void;
  reject(reason: Error): void;
  readonly signal: AbortSignal | undefined;
}

class Sleep extends LocalTimer implements Waiter {
  readonly #end: SleepEnd;

  constructor(process: SimulatedProcess, dueUs: number, end: SleepEnd) {
    super(process, dueUs);
    this.#end = end;
    if (end.signal !== undefined) waitUnder(end.signal, this);
  }

  abort(reason: unknown): void {
    if (this.finish()) this.#end.reject(asError(reason));
  }

  protected fire(): void {
    if (this.#end.signal !== undefined) stopWaitingUnder(this.#end.signal, this);
    this.#end.resolve();
  }
}

class Callback extends LocalTimer {
  readonly #callback: () => void;

  constructor(process: SimulatedProcess, dueUs: number, callback: () => void) {
    super(process, dueUs);
    this.#callback = callback;
  }

  cancel(): void {
    this.finish();
  }

  protected fire(): void {
    try {
      this.#callback();
    } catch (error) {
      this.process.fail(error);
    }
  }
}

/** A signal's reason may be anything; it is handed on as it is. */
function asError(reason: unknown): Error {
  return reason as Error;
}
