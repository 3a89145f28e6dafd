/**
 * What is still to happen, by virtual time, and in the order of scheduling where times are equal.
 *
 * A world has about ten events waiting, so that a sorted array beats every heap. Time and sequence share one number:
 * `timeUs * 2**20 + sequence` is exact up to 2**33 microseconds (over two hours) and a million events.
 */
import type { Micros } from '../../../spec/history.ts';

/** Something that happens at a point of virtual time. */
export interface Task {
  run(): void;
}

const SEQUENCES = 2 ** 20;

/** The longest virtual time that a key can hold. */
export const TIME_US_MAX: Micros = 2 ** 33 - 1;

export class EventQueue {
  /** Descending, so that the next event is the last element. */
  readonly #keys: number[] = [];
  readonly #tasks: Task[] = [];
  #sequence = 0;
  /** The time of the event that `pop` returned last. */
  poppedUs: Micros = 0;

  get size(): number {
    return this.#keys.length;
  }

  /** Throws a `RangeError` when a world has scheduled more events than a key can number. */
  push(atUs: Micros, task: Task): void {
    this.#sequence += 1;
    if (this.#sequence >= SEQUENCES) throw new RangeError('a world scheduled more than 2**20 events');
    const key = atUs * SEQUENCES + this.#sequence;
    const keys = this.#keys;
    const tasks = this.#tasks;
    let place = keys.length;
    // The elements that come sooner than the new one move up by one.
    while (place > 0) {
      const sooner = keys[place - 1];
      const task = tasks[place - 1];
      if (sooner === undefined || task === undefined || sooner > key) break;
      keys[place] = sooner;
      tasks[place] = task;
      place -= 1;
    }
    keys[place] = key;
    tasks[place] = task;
  }

  /** Takes the next event out, or gives undefined when nothing is left. */
  pop(): Task | undefined {
    const key = this.#keys.pop();
    if (key === undefined) return undefined;
    this.poppedUs = Math.floor(key / SEQUENCES);
    return this.#tasks.pop();
  }

  /** Takes out every task that `matches`, in the order in which they would have happened. */
  takeOut<T extends Task>(matches: (task: Task) => task is T): T[] {
    const taken: T[] = [];
    for (let index = this.#tasks.length - 1; index >= 0; index -= 1) {
      const task = this.#tasks[index];
      if (task === undefined || !matches(task)) continue;
      taken.push(task);
      this.#tasks.splice(index, 1);
      this.#keys.splice(index, 1);
    }
    return taken;
  }
}
