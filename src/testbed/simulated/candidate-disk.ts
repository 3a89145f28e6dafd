/**
 * A candidate's disk: what is written is durable once the write settles; a write that a crash interrupts is lost.
 */
import type { Disk } from '../../adapter.ts';
import { LocalTimer } from './candidate-clock.ts';
import type { Kernel } from './kernel.ts';
import type { NodeClock } from './node-clock.ts';
import { draw } from './random.ts';
import type { SimulatedProcess } from './simulated-process.ts';

export interface DiskOptions {
  readonly kernel: Kernel;
  readonly process: SimulatedProcess;
  readonly clock: NodeClock;
  /** Survives the process, and is emptied by a wipe. */
  readonly content: Map<string, string>;
  readonly seed: number;
  readonly stream: number;
}

/** How long a read or write takes, in microseconds. */
const LATENCY_US = { min: 20, max: 200 };

export class CandidateDisk implements Disk {
  readonly #options: DiskOptions;
  #operations = 0;

  constructor(options: DiskOptions) {
    this.#options = options;
  }

  read(name: string): Promise<string | undefined> {
    const { content } = this.#options;
    return this.#operate('disk.read', () => content.get(name));
  }

  write(name: string, text: string): Promise<void> {
    const { content } = this.#options;
    return this.#operate('disk.write', () => {
      content.set(name, text);
    });
  }

  #operate<T>(what: string, effect: () => T): Promise<T> {
    const { kernel, process, clock, seed, stream } = this.#options;
    process.interact(what);
    this.#operations += 1;
    const latencyUs =
      LATENCY_US.min + Math.floor(draw(seed, stream, this.#operations) * (LATENCY_US.max - LATENCY_US.min));
    return new Promise((resolve) => {
      process.outstanding += 1;
      const done = new DiskOperation(process, process.monotonicUs() + latencyUs, () => resolve(effect()));
      kernel.schedule(clock.momentOf(done.dueUs), done);
    });
  }
}

class DiskOperation extends LocalTimer {
  readonly #settle: () => void;

  constructor(process: SimulatedProcess, dueUs: number, settle: () => void) {
    super(process, dueUs);
    this.#settle = settle;
  }

  protected fire(): void {
    this.#settle();
  }
}
