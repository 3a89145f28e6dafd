/**
 * The workers in which worlds are simulated, and the watchdog over them. Each worker runs one world at a time and says
 * through shared memory which one, so that a world that never ends is ended from outside, and named.
 */
import { Worker } from 'node:worker_threads';
import { distEntry } from '../testbed/real/dist-entry.ts';
import type { Harvest, WorkerMessage, WorkerSetup, WorkerTask } from './worker-protocol.ts';

/** A worker that begins no new world for this long is ended. */
const STUCK_MS = 10_000;
/** Loading an adapter and the simulation may take this long. */
const START_MS = 60_000;
const WATCH_EVERY_MS = 500;

/** A world could not be simulated, through the adapter's doing. The message names the plan. */
export class SimulationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SimulationError';
  }
}

/** Runs tasks on `jobs` workers, each task on the first that is free. */
export class SimulationPool {
  readonly jobs: number;
  readonly #workers: readonly WatchedWorker[];
  readonly #free: WatchedWorker[];
  readonly #waiting: ((worker: WatchedWorker) => void)[] = [];
  readonly #watch: NodeJS.Timeout;

  constructor(jobs: number, setup: Omit<WorkerSetup, 'progress'>) {
    this.jobs = jobs;
    this.#workers = Array.from({ length: jobs }, () => new WatchedWorker(setup));
    this.#free = [...this.#workers];
    this.#watch = setInterval(() => {
      const nowMs = performance.now();
      for (const worker of this.#workers) worker.watch(nowMs);
    }, WATCH_EVERY_MS);
    this.#watch.unref();
  }

  /** Rejects with `SimulationError` where the adapter cannot be simulated, and with the error itself where we failed. */
  async run(task: WorkerTask): Promise<Harvest> {
    const worker = this.#free.pop() ?? (await new Promise<WatchedWorker>((resolve) => this.#waiting.push(resolve)));
    try {
      return await worker.run(task);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(worker);
      else next(worker);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    await Promise.all(this.#workers.map((worker) => worker.close()));
  }
}

interface Pending {
  resolve(harvest: Harvest): void;
  reject(error: Error): void;
}

class WatchedWorker {
  readonly #worker: Worker;
  readonly #progress: Float64Array;
  #pending: Pending | undefined;
  #failure: Error | undefined;
  #isReady = false;
  #worldsSeen = -1;
  #changedMs = performance.now();

  constructor(setup: Omit<WorkerSetup, 'progress'>) {
    const progress = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT);
    this.#progress = new Float64Array(progress);
    const workerData: WorkerSetup = { ...setup, progress };
    // What an adapter prints must never mix with a result on stdout.
    this.#worker = new Worker(distEntry('src/search/worker.js'), {
      workerData,
      execArgv: [],
      stdout: true,
      stderr: true,
    });
    this.#worker.stdout.pipe(process.stderr, { end: false });
    this.#worker.stderr.pipe(process.stderr, { end: false });
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', (code) => this.#fail(new Error(`a simulation worker ended by itself with code ${code}`)));
    this.#worker.unref();
  }

  run(task: WorkerTask): Promise<Harvest> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure);
        return;
      }
      this.#pending = { resolve, reject };
      this.#changedMs = performance.now();
      this.#worker.ref();
      this.#worker.postMessage(task);
    });
  }

  /** Ends the worker where the world that it runs has not ended for too long. */
  watch(nowMs: number): void {
    const worlds = this.#progress[0] ?? 0;
    if (worlds !== this.#worldsSeen || this.#pending === undefined) {
      this.#worldsSeen = worlds;
      this.#changedMs = nowMs;
      return;
    }
    if (nowMs - this.#changedMs < (this.#isReady ? STUCK_MS : START_MS)) return;
    const where = this.#isReady
      ? `the simulated world of the plan with seed ${this.#progress[1] ?? 0}`
      : 'loading the adapter';
    this.#fail(
      new SimulationError(
        `${where} came to no end within ${(this.#isReady ? STUCK_MS : START_MS) / 1000} s of real time. ` +
          'Look for a loop that waits neither for a clock nor for a port.',
      ),
    );
    void this.#worker.terminate();
  }

  async close(): Promise<void> {
    this.#failure ??= new Error('the simulation was closed');
    await this.#worker.terminate();
  }

  #receive(message: WorkerMessage): void {
    switch (message.kind) {
      case 'ready':
        this.#isReady = true;
        this.#changedMs = performance.now();
        return;
      case 'harvest':
        this.#settle()?.resolve(message.harvest);
        return;
      case 'failed':
        this.#fail(new SimulationError(message.message));
    }
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#settle()?.reject(this.#failure);
  }

  #settle(): Pending | undefined {
    const pending = this.#pending;
    this.#pending = undefined;
    this.#worker.unref();
    return pending;
  }
}
