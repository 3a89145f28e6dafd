/**
 * The workers in which worlds are simulated, and the watchdog over them. Piscina keeps the threads; each runs one task at
 * a time and says through shared memory which world it is in, so that a world that never ends is ended from outside, and
 * named.
 */
import { Piscina } from 'piscina';
import { distEntry } from '../testbed/real/dist-entry.ts';
import { Slots } from './slots.ts';
import type { Harvest, WorkerAnswer, WorkerOrder, WorkerSetup, WorkerTask } from './worker-protocol.ts';

/** How much real time the watchdog gives. */
export interface Patience {
  /** A worker that begins no new world for this long is ended. @defaultValue 10 s */
  readonly stuckMs: number;
  /** Loading an adapter and the simulation may take this long. @defaultValue 60 s */
  readonly startMs: number;
}

const patienceByDefault: Patience = { stuckMs: 10_000, startMs: 60_000 };
const WATCH_EVERY_MS = 500;

/** A world could not be simulated, through the adapter's doing. The message names the plan. */
export class SimulationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SimulationError';
  }
}

/** Runs tasks on `jobs` workers, each task on the first that is free. The first failure is that of all later tasks. */
export class SimulationPool {
  readonly jobs: number;
  readonly #threads: Piscina<WorkerOrder, WorkerAnswer>;
  /** As many as workers, so that a task that was handed over runs at once, and the watchdog may count from then. */
  readonly #slots: Slots;
  readonly #running = new Set<RunningTask>();
  readonly #watch: NodeJS.Timeout;
  #failure: Error | undefined;

  constructor(jobs: number, setup: WorkerSetup, patience: Patience = patienceByDefault) {
    this.jobs = jobs;
    this.#slots = new Slots(jobs);
    this.#threads = new Piscina({
      filename: distEntry('src/search/worker.js'),
      name: 'perform',
      minThreads: jobs,
      maxThreads: jobs,
      workerData: setup,
      execArgv: [],
      // The threads have replaced clocks, and what an adapter prints must get out while they wait for a task.
      recordTiming: false,
      atomics: 'disabled',
    });
    this.#threads.on('error', (error) => this.#fail(error));
    this.#watch = setInterval(() => {
      const nowMs = performance.now();
      for (const task of this.#running) task.watch(nowMs, patience);
    }, WATCH_EVERY_MS);
    this.#watch.unref();
  }

  /** Rejects with `SimulationError` where the adapter cannot be simulated, and with the error itself where we failed. */
  async run(task: WorkerTask): Promise<Harvest> {
    const giveBack = await this.#slots.take();
    const running = new RunningTask();
    this.#running.add(running);
    try {
      if (this.#failure !== undefined) throw this.#failure;
      const { progress, signal } = running;
      const answer = await this.#threads.run({ task, progress }, { signal });
      if (answer.kind === 'failed') throw new SimulationError(answer.message);
      return answer.harvest;
    } catch (error) {
      throw this.#fail(running.stuck ?? leaving(error) ?? error);
    } finally {
      this.#running.delete(running);
      giveBack();
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#failure ??= new Error('the simulation was closed');
    await this.#threads.destroy();
  }

  #fail(error: unknown): Error {
    this.#failure ??= error instanceof Error ? error : new Error(String(error));
    return this.#failure;
  }
}

/** The thread is the adapter's own: nothing of ours leaves it. */
function leaving(error: unknown): SimulationError | undefined {
  const code = error instanceof Error ? /worker exited with code: (\d+)/.exec(error.message)?.[1] : undefined;
  if (code === undefined) return undefined;
  return new SimulationError(
    `the adapter ended the thread in which it was simulated, with code ${code}. ` +
      'Look for a call of process.exit in it, and in what it imports.',
  );
}

/** A task that a worker has been given, as the watchdog sees it. */
class RunningTask {
  readonly progress: SharedArrayBuffer = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT);
  /** Why the worker was ended, where it was. */
  stuck: SimulationError | undefined;
  readonly #cells: Float64Array = new Float64Array(this.progress);
  /** Piscina ends the worker of a task that is aborted. */
  readonly #end = new AbortController();
  #worldsSeen = -1;
  #changedMs = performance.now();

  get signal(): AbortSignal {
    return this.#end.signal;
  }

  /** Ends the worker where the world that it runs has not ended for too long. */
  watch(nowMs: number, { stuckMs, startMs }: Patience): void {
    const [worlds = 0, seed = 0] = this.#cells;
    if (worlds !== this.#worldsSeen) {
      this.#worldsSeen = worlds;
      this.#changedMs = nowMs;
      return;
    }
    const isLoading = worlds === 0;
    const allowedMs = isLoading ? startMs : stuckMs;
    if (nowMs - this.#changedMs < allowedMs) return;
    const where = isLoading ? 'loading the adapter' : `the simulated world of the plan with seed ${seed}`;
    this.stuck = new SimulationError(
      `${where} came to no end within ${allowedMs / 1000} s of real time. ` +
        'Look for a loop that waits neither for a clock nor for a port.',
    );
    this.#end.abort();
  }
}
