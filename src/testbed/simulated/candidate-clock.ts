/**
 * A candidate's own clocks and timers. Timers are due by the candidate's monotonic clock, so that they follow its rate.
 */
import type { Clock } from '../../adapter.ts';
import type { Task } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { stopWaitingUnder, waitUnder, type Waiter } from './light-abort.ts';
import type { NodeClock } from './node-clock.ts';
import { OpenPromise } from './open-promise.ts';
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
    const sleep = new Sleep(this.#process, this.#dueUs(ms), signal);
    if (signal?.aborted === true) sleep.refuse(signal.reason);
    else this.#start(sleep);
    return sleep.promise;
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
    timer.start();
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

  /** Waited for from now on. */
  start(): void {
    this.process.outstanding += 1;
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

class Sleep extends LocalTimer implements Waiter {
  readonly #open = new OpenPromise<void>();
  readonly #signal: AbortSignal | undefined;

  constructor(process: SimulatedProcess, dueUs: number, signal: AbortSignal | undefined) {
    super(process, dueUs);
    this.#signal = signal;
  }

  get promise(): Promise<void> {
    return this.#open.promise;
  }

  override start(): void {
    super.start();
    if (this.#signal !== undefined) waitUnder(this.#signal, this);
  }

  /** Never starts. The reason of a signal may be anything; it is handed on as it is. */
  refuse(reason: unknown): void {
    this.#open.reject(reason);
  }

  abort(reason: unknown): void {
    if (this.finish()) this.#open.reject(reason);
  }

  protected fire(): void {
    if (this.#signal !== undefined) stopWaitingUnder(this.#signal, this);
    this.#open.resolve();
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
