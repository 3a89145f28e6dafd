/** The workers of the command: each has one task at a time, and the next one that is free gets the next task. */
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { Outcome, Task } from './worker-protocol.ts';

export class Crew {
  readonly #workers: readonly Worker[];
  readonly #free: Worker[];
  readonly #waiting: ((worker: Worker) => void)[] = [];

  constructor(size: number) {
    const file = fileURLToPath(new URL('./worker.js', import.meta.url));
    this.#workers = Array.from({ length: size }, () => new Worker(file, { execArgv: ['--enable-source-maps'] }));
    this.#free = [...this.#workers];
  }

  /** Rejects where the worker itself failed, which is neither a kill nor a survival. */
  async perform(task: Task): Promise<Outcome> {
    const worker = this.#free.pop() ?? (await new Promise<Worker>((resolve) => this.#waiting.push(resolve)));
    const outcome = await answerOf(worker, task);
    const next = this.#waiting.shift();
    if (next === undefined) this.#free.push(worker);
    else next(worker);
    if (outcome.kind === 'failed') throw new Error(outcome.message);
    return outcome;
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

function answerOf(worker: Worker, task: Task): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const onError = (error: Error): void => reject(error);
    const onExit = (code: number): void => reject(new Error(`a worker ended by itself with code ${code}`));
    worker.once('error', onError);
    worker.once('exit', onExit);
    worker.once('message', (outcome: Outcome) => {
      worker.off('error', onError);
      worker.off('exit', onExit);
      resolve(outcome);
    });
    worker.postMessage(task);
  });
}
