/**
 * Virtual time: takes one event after the other off the queue, until one of them has woken a candidate. Whoever runs the
 * kernel then lets the candidate come to rest and ends its turn.
 */
import type { Micros } from '../../../spec/history.ts';
import { AdapterMistake } from './adapter-mistake.ts';
import { EventQueue, type Task } from './event-queue.ts';
import type { SteppableWorld } from './drain.ts';
import type { VirtualPlatform } from './virtual-platform.ts';

export interface KernelOptions {
  readonly endUs: Micros;
  /** More events than this are a loop without sleep. */
  readonly eventsMax: number;
  readonly planSeed: number;
}

/** A candidate that was woken: whoever runs the kernel lets it come to rest and ends its turn. */
export interface Woken {
  endTurn(): void;
  /** An error that nothing in it caught. */
  fail(error: unknown): void;
  /** What answers its calls of the platform. */
  readonly platform: VirtualPlatform | undefined;
}

export class Kernel implements SteppableWorld {
  readonly #options: KernelOptions;
  readonly #queue: EventQueue = new EventQueue();
  #ended = false;
  #mistake: AdapterMistake | undefined;
  #suspicion: AdapterMistake | undefined;
  nowUs: Micros = 0;
  /** Events taken off the queue so far. */
  events = 0;
  /** The candidate that was woken and has not come to rest yet. */
  turn: Woken | undefined;

  constructor(options: KernelOptions) {
    this.#options = options;
  }

  /** Lets `task` happen at `atUs`, or at once where that is past. What is due after the end never happens. */
  schedule(atUs: number, task: Task): void {
    if (atUs <= this.#options.endUs) this.#queue.push(atUs < this.nowUs ? this.nowUs : atUs, task);
  }

  /** Takes waiting tasks out of the queue, in their order. */
  takeOut<T extends Task>(matches: (task: Task) => task is T): T[] {
    return this.#queue.takeOut(matches);
  }

  /** Throws the mistake of an adapter that was found since the last call. */
  advance(): boolean {
    while (this.turn === undefined) {
      if (this.#mistake !== undefined) throw this.#mistake;
      const task = this.#queue.pop();
      if (task === undefined) return this.#end();
      this.nowUs = this.#queue.poppedUs;
      this.events += 1;
      if (this.events > this.#options.eventsMax) throw this.#endless();
      task.run();
    }
    return true;
  }

  endTurn(): void {
    const process = this.turn;
    this.turn = undefined;
    process?.endTurn();
    if (this.#mistake !== undefined) throw this.#mistake;
  }

  /** A mistake that was made after the end. */
  get lateMistake(): AdapterMistake | undefined {
    return this.#ended ? this.#mistake : undefined;
  }

  /** Remembers the first mistake; the world stops at the next step. */
  blame(mistake: AdapterMistake): void {
    this.#mistake ??= new AdapterMistake(mistake.code, mistake.message, this.#options.planSeed);
  }

  /** Remembers that a candidate may wait for the outside world; whether it does shows only when the world is over. */
  suspect(suspicion: AdapterMistake): void {
    this.#suspicion ??= new AdapterMistake(suspicion.code, suspicion.message, this.#options.planSeed);
  }

  get suspicion(): AdapterMistake | undefined {
    return this.#suspicion;
  }

  #end(): false {
    this.nowUs = this.#options.endUs;
    this.#ended = true;
    return false;
  }

  #endless(): AdapterMistake {
    const { eventsMax, planSeed } = this.#options;
    return new AdapterMistake(
      'endless',
      `The world of seed ${planSeed} had more than ${eventsMax} events by ${Math.round(this.nowUs / 1000)} ms of virtual time: ` +
        'a candidate calls the store or the clock in a loop without sleep.',
      planSeed,
    );
  }
}
