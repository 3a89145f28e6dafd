/**
 * What is still to happen, by virtual time, and in the order of scheduling where times are equal.
 *
 * A world has about ten events waiting, so that a sorted array beats every heap; and since a new event is put behind
 * those of the same time, the order of scheduling needs no number of its own.
 */
import type { Micros } from '../../../spec/history.ts';

/** Something that happens at a point of virtual time. */
export interface Task {
  run(): void;
}

/** The longest virtual time, over two hours: up to here times by a rate in parts per million are computed exactly. */
export const TIME_US_MAX: Micros = 2 ** 33 - 1;

export class EventQueue {
  /** Descending, so that the next event is the last element. */
  readonly #timesUs: Micros[] = [];
  readonly #tasks: Task[] = [];
  /** The time of the event that `pop` returned last. */
  poppedUs: Micros = 0;

  get size(): number {
    return this.#timesUs.length;
  }

  /** A time between two microseconds counts as the earlier one. */
  push(timeUs: number, task: Task): void {
    const atUs = Math.floor(timeUs);
    const times = this.#timesUs;
    const tasks = this.#tasks;
    let place = times.length;
    // The elements that come sooner than the new one, or at the same time, move up by one.
    while (place > 0) {
      const soonerUs = times[place - 1];
      const sooner = tasks[place - 1];
      if (soonerUs === undefined || sooner === undefined || soonerUs > atUs) break;
      times[place] = soonerUs;
      tasks[place] = sooner;
      place -= 1;
    }
    times[place] = atUs;
    tasks[place] = task;
  }

  /** Takes the next event out, or gives undefined when nothing is left. */
  pop(): Task | undefined {
    const atUs = this.#timesUs.pop();
    if (atUs === undefined) return undefined;
    this.poppedUs = atUs;
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
      this.#timesUs.splice(index, 1);
    }
    return taken;
  }
}
