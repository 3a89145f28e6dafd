/**
 * The machine of one candidate: its clocks, its disk and its links, which outlive its processes, and the process that
 * runs on it now.
 */
import type { CandidatePlan, Plan } from '../../plan/plan.ts';
import { LocalTimer } from './candidate-clock.ts';
import type { Task } from './event-queue.ts';
import type { Kernel } from './kernel.ts';
import { Link } from './link.ts';
import { NodeClock } from './node-clock.ts';
import { draw, streamOf } from './random.ts';
import type { Recorder } from './recorder.ts';
import { SimulatedProcess } from './simulated-process.ts';

export interface CandidateNodeOptions {
  readonly kernel: Kernel;
  readonly recorder: Recorder;
  readonly plan: Plan;
  readonly candidate: CandidatePlan;
  /** Position among the candidates of the plan. */
  readonly index: number;
  /** How many stores there are. */
  readonly members: number;
  /** Starts adapter and driver in a process that has just come to life; below its turn. */
  readonly boot: (node: CandidateNode, process: SimulatedProcess) => void;
}

export class CandidateNode {
  readonly id: string;
  readonly index: number;
  readonly plan: CandidatePlan;
  readonly clock: NodeClock;
  readonly disk: Map<string, string> = new Map();
  /** To each member of the store. */
  readonly storeLinks: readonly Link[];
  readonly resourceLink: Link;
  readonly #options: CandidateNodeOptions;
  #incarnations = 0;
  #addedRatesPpm = 0;
  /** The last process; it may be dead. */
  process: SimulatedProcess | undefined;

  constructor(options: CandidateNodeOptions) {
    const { kernel, plan, candidate, index } = options;
    this.#options = options;
    this.id = candidate.id;
    this.index = index;
    this.plan = candidate;
    this.clock = new NodeClock({
      // Monotonic clocks of different machines have nothing in common.
      monotonicStartUs: 1_000_000 + Math.floor(draw(plan.seed, streamOf('clock', index, 0), 0) * 1e10),
      wallOffsetUs: (candidate.wallOffsetMs ?? 0) * 1000,
      ratePpm: candidate.clockRatePpm ?? 0,
    });
    const { seed, networkDelayUs: delayUs } = plan;
    const storeLinks: Link[] = [];
    for (let member = 0; member < options.members; member += 1) {
      const requestStream = streamOf('storeRequest', index, member);
      const responseStream = streamOf('storeResponse', index, member);
      storeLinks.push(new Link({ kernel, seed, delayUs, requestStream, responseStream }));
    }
    this.storeLinks = storeLinks;
    const requestStream = streamOf('resourceRequest', index, 0);
    const responseStream = streamOf('resourceResponse', index, 0);
    this.resourceLink = new Link({ kernel, seed, delayUs, requestStream, responseStream });
  }

  /** The links to one member of the store, or to all; none where there is no such member. */
  linksTo(member: number | undefined): readonly Link[] {
    return member === undefined ? this.storeLinks : this.storeLinks.slice(member - 1, member);
  }

  /** How often it was started before the present process. */
  get incarnation(): number {
    return this.#incarnations - 1;
  }

  /** Its process lives and has not closed for good. */
  get running(): boolean {
    return this.process !== undefined && this.process.alive && !this.process.finished;
  }

  /** It has been started, and its process has died. */
  get dead(): boolean {
    return this.process !== undefined && !this.process.alive;
  }

  /** A new incarnation comes to life, with the disk as it is. */
  start(): void {
    const { kernel, recorder, boot } = this.#options;
    const process = new SimulatedProcess(`${this.id}#${this.#incarnations}`, {
      kernel,
      clock: this.clock,
      onDeath: (reason) => this.crash(reason),
    });
    this.#incarnations += 1;
    this.process = process;
    recorder.record({ at: kernel.nowUs, who: process.id, type: 'started' });
    process.wake();
    boot(this, process);
  }

  /** The process dies in the middle of whatever it does. What it has sent is on its way. */
  crash(reason: string): void {
    const { kernel, recorder } = this.#options;
    const { process } = this;
    if (process === undefined || !process.alive) return;
    process.die();
    recorder.record({ at: kernel.nowUs, who: process.id, type: 'crashed', reason });
  }

  /** The clocks run faster by this much from now on; a fault that ends takes its share back. */
  addRate(ppm: number): void {
    const { kernel, candidate } = this.#options;
    this.#addedRatesPpm += ppm;
    this.clock.setRate((candidate.clockRatePpm ?? 0) + this.#addedRatesPpm, kernel.nowUs);
    const { process } = this;
    if (process === undefined) return;
    const own = (task: Task): task is LocalTimer => task instanceof LocalTimer && task.belongsTo(process);
    for (const timer of kernel.takeOut(own)) kernel.schedule(this.clock.momentOf(timer.dueUs), timer);
  }
}
