/**
 * One incarnation of a candidate: whether it lives, whether it stands still, and how much it waits for.
 *
 * A stopped process is not woken; what is due to it waits, and happens in order when it goes on. A process that is stopped
 * *in the middle of a turn* cannot be taken off the processor: its own time jumps to the end of the pause instead, and
 * everything that it does until it comes to rest carries that time and goes through the queue.
 */
import type { Micros, ProcessId } from '../../../spec/history.ts';
import { AdapterMistake } from './adapter-mistake.ts';
import type { Task } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import type { VirtualPlatform } from './virtual-platform.ts';
import type { NodeClock } from './node-clock.ts';

export class SimulatedProcess {
  readonly id: ProcessId;
  readonly #kernel: Kernel;
  readonly #clock: NodeClock;
  readonly #onDeath: (reason: string) => void;
  /** Until then it stands still. */
  #stalledUntilUs: Micros = 0;
  #pausesArmed: ArmedPause[] | undefined;
  #fatal: string | undefined;
  /** What it began in the middle of a pause, in its order. */
  #begun: Task[] | undefined;
  alive = true;
  /** It has closed for good and need not wait for anything. */
  finished = false;
  /** Calls, sleeps and timers that will wake it. */
  outstanding = 0;
  /** What answers its calls of the platform, where the adapter asks for virtual globals. */
  platform: VirtualPlatform | undefined;

  constructor(
    id: ProcessId,
    options: { readonly kernel: Kernel; readonly clock: NodeClock; readonly onDeath: (reason: string) => void },
  ) {
    this.id = id;
    this.#kernel = options.kernel;
    this.#clock = options.clock;
    this.#onDeath = options.onDeath;
  }

  /** Its own present: later than the kernel's while it was stopped in the middle of a turn. */
  get nowUs(): Micros {
    const { nowUs } = this.#kernel;
    return this.#stalledUntilUs > nowUs ? this.#stalledUntilUs : nowUs;
  }

  get stalled(): boolean {
    return this.#stalledUntilUs > this.#kernel.nowUs;
  }

  monotonicUs(): Micros {
    return this.#clock.monotonicUs(this.nowUs);
  }

  /** Its turn begins: whatever is settled now is drained before anything else happens. */
  wake(): void {
    this.#kernel.turn = this;
  }

  /** True when it is dead (nothing to do) or stopped (`task` comes again when it goes on). */
  defers(task: Task): boolean {
    if (this.#begun !== undefined && this.alive && !this.stalled) this.#goOn();
    if (!this.alive) return true;
    if (this.#stalledUntilUs <= this.#kernel.nowUs) return false;
    this.#kernel.schedule(this.#stalledUntilUs, task);
    return true;
  }

  /**
   * `task` is something that it says or sends while it stands still in the middle of a turn: it happens when the process
   * goes on, and before whatever became due in the meantime, however often the pause is prolonged.
   */
  whenItGoesOn(task: Task): void {
    if (this.#begun !== undefined) {
      this.#begun.push(task);
      return;
    }
    this.#begun = [task];
    const goOn: Task = { run: () => void this.defers(goOn) };
    this.#kernel.schedule(this.nowUs, goOn);
  }

  #goOn(): void {
    const begun = this.#begun ?? [];
    this.#begun = undefined;
    for (const task of begun) task.run();
  }

  /** To be called at the beginning of everything that an adapter or driver does with its environment. `what` is for messages: `SET`, `clock.sleep`. */
  interact(what: string): void {
    if (this.#kernel.turn !== this) this.#accuse(what);
    if (this.#pausesArmed !== undefined) this.#countPosition('interaction');
  }

  /** Stands still until `untilUs`. */
  stall(untilUs: Micros): void {
    if (untilUs > this.#stalledUntilUs) this.#stalledUntilUs = untilUs;
  }

  /** Stops at a position of its code rather than at a time; see `ArmedPause`. */
  armPause(pause: ArmedPause): void {
    (this.#pausesArmed ??= []).push(pause);
  }

  disarmPauses(): void {
    this.#pausesArmed = undefined;
  }

  /** An error that nothing caught: it dies when its turn ends. */
  fail(error: unknown): void {
    this.#fatal ??= error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }

  /** Its continuations are never run again. */
  die(): void {
    this.alive = false;
  }

  endTurn(): void {
    if (!this.alive) return;
    if (this.#pausesArmed !== undefined) this.#countPosition('end-of-turn');
    if (this.#fatal !== undefined) {
      this.#onDeath(this.#fatal);
    } else if (this.outstanding === 0 && !this.finished) {
      this.#kernel.suspect(
        new AdapterMistake(
          'waits-outside',
          `Candidate ${this.id} is alive at ${this.#milliseconds()} ms of virtual time and waits for nothing that the simulation ` +
            'controls: it awaits a promise that only the outside world could settle (a timer, a file, a socket).',
        ),
      );
    }
  }

  #countPosition(position: 'interaction' | 'end-of-turn'): void {
    this.#pausesArmed = this.#pausesArmed?.filter((pause) => !pause.reached(position, this));
    if (this.#pausesArmed?.length === 0) this.#pausesArmed = undefined;
  }

  #accuse(what: string): void {
    if (!this.alive) return;
    const mistake = new AdapterMistake(
      'foreign-turn',
      `Candidate ${this.id} did something (${what}) at ${this.#milliseconds()} ms of virtual time although the simulation had not woken it: ` +
        'something of the outside world did (a timer, a file, a socket, another thread).',
    );
    this.#kernel.blame(mistake);
    throw mistake;
  }

  #milliseconds(): number {
    return Math.round(this.#kernel.nowUs / 1000);
  }
}

/** A pause that waits for a position in the code: before the n-th interaction, or at the end of the n-th turn. */
export interface ArmedPause {
  /** Counts one position; true when it was the one, and the process was stalled. */
  reached(position: 'interaction' | 'end-of-turn', process: SimulatedProcess): boolean;
}
