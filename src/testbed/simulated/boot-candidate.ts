/**
 * Gives a process that has just come to life everything that it may touch, and starts the driver in it.
 */
import type { HistoryEvent, Micros, ProcessId } from '../../../spec/history.ts';
import type { CandidateEnvironment, ElectionAdapter, StorePorts } from '../../adapter.ts';
import type { Plan } from '../../plan/plan.ts';
import { classifyRedisError } from '../../ports/redis-errors.ts';
import { startDriver } from '../candidate/driver.ts';
import type { DriverEvent, DriverHost } from '../candidate/driver-host.ts';
import { CandidateClock } from './candidate-clock.ts';
import { CandidateDisk } from './candidate-disk.ts';
import type { CandidateNode } from './candidate-node.ts';
import type { Task } from './event-queue.ts';
import { VirtualPlatform } from './virtual-platform.ts';
import type { Kernel } from './kernel.ts';
import { randomOf, streamOf } from './random.ts';
import type { Recorder } from './recorder.ts';
import { SimulatedRedisPort } from './redis-port.ts';
import { RemoteCall, type Caller } from './remote-call.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedStore } from './simulated-store.ts';
import { WriteRequest, type SimulatedResource } from './simulated-resource.ts';

export interface BootOptions {
  readonly adapter: ElectionAdapter;
  readonly plan: Plan;
  readonly kernel: Kernel;
  readonly recorder: Recorder;
  readonly store: SimulatedStore;
  readonly resource: SimulatedResource;
  readonly election: string;
}

/** How to start a process of a candidate; see `CandidateNodeOptions`. */
export function bootCandidate(options: BootOptions): (node: CandidateNode, process: SimulatedProcess) => void {
  const { adapter, plan, kernel } = options;
  return (node, process) => {
    const environment = environmentOf(options, node, process);
    if (adapter.globals === 'virtual') process.platform = platformOf(environment, node, process);
    startDriver({
      adapter,
      environment,
      plan: node.plan,
      workload: plan.workload,
      host: new SimulatedHost(options, node, process, environment.clock),
      sinceStartMs: kernel.nowUs / 1000,
    });
  };
}

function platformOf(
  { clock, random }: CandidateEnvironment<'redis'>,
  node: CandidateNode,
  process: SimulatedProcess,
): VirtualPlatform {
  const started = {
    monotonicMs: process.monotonicUs() / 1000,
    wallMs: Math.floor(node.clock.wallUs(process.nowUs) / 1000),
  };
  return new VirtualPlatform({ clock, random, started });
}

function environmentOf(
  options: BootOptions,
  node: CandidateNode,
  process: SimulatedProcess,
): CandidateEnvironment<'redis'> {
  const { plan, kernel, election } = options;
  const { seed } = plan;
  const { id, index, incarnation, clock, disk } = node;
  const leaseTtlMs = node.plan.leaseTtlMs ?? plan.leaseTtlMs;
  return {
    id,
    incarnation,
    rank: index + 1,
    election,
    peers: plan.candidates.map((candidate) => candidate.id).filter((other) => other !== id),
    leaseTtlMs,
    clock: new CandidateClock(kernel, process, clock),
    random: randomOf(seed, streamOf('candidate', index, incarnation)),
    disk: new CandidateDisk({
      kernel,
      process,
      clock,
      content: disk,
      seed,
      stream: streamOf('disk', index, incarnation),
    }),
    endpoints: [],
    log: () => undefined,
    ...portsOf(options, node, process, options.adapter.claims({ leaseTtlMs }).timing.requestTimeoutMs),
  };
}

function portsOf(
  { kernel, store }: BootOptions,
  { clock, storeLinks }: CandidateNode,
  process: SimulatedProcess,
  timeoutMs: number,
): StorePorts['redis'] {
  const redisMembers: SimulatedRedisPort[] = [];
  for (const [index, redis] of store.members.entries()) {
    const link = storeLinks[index];
    if (link === undefined) continue;
    const caller = { kernel, process, clock, link, server: redis, underway: [] };
    redisMembers.push(new SimulatedRedisPort({ caller, redis, timeoutMs }));
  }
  const [redis] = redisMembers;
  if (redis === undefined) throw new RangeError('a world has at least one store');
  return { redis, redisMembers };
}

class SimulatedHost implements DriverHost {
  readonly clock: DriverHost['clock'];
  readonly #options: BootOptions;
  readonly #process: SimulatedProcess;
  readonly #writer: Caller;
  readonly #writeTimeoutMs: number;

  constructor(options: BootOptions, node: CandidateNode, process: SimulatedProcess, clock: DriverHost['clock']) {
    const { kernel, resource, plan } = options;
    this.#options = options;
    this.#process = process;
    const { clock: nodeClock, resourceLink: link } = node;
    this.#writer = { kernel, process, clock: nodeClock, link, server: resource, underway: [] };
    this.#writeTimeoutMs = (node.plan.leaseTtlMs ?? plan.leaseTtlMs) / 3;
    this.clock = clock;
  }

  emit(event: DriverEvent): void {
    const process = this.#process;
    if (!process.alive) return;
    process.interact(event.type);
    if (event.type === 'closed') process.finished = true;
    // In the middle of a pause the process is ahead of everybody else: what it says is heard when it goes on.
    const { kernel, recorder } = this.#options;
    if (process.stalled) process.whenItGoesOn(new Report(this.#options, process, event));
    else recorder.record(stamped(event, kernel.nowUs, process.id));
  }

  write(write: Parameters<DriverHost['write']>[0]): Promise<'applied' | 'refused'> {
    const process = this.#process;
    process.interact('the protected resource');
    const content = { by: process.id, leadership: write.leadership, token: write.token, sentAtUs: process.nowUs };
    const request = new WriteRequest(this.#options.resource, content);
    return new RemoteCall(this.#writer, request, this.#writeTimeoutMs, undefined).start();
  }

  classify(error: unknown): 'fail' | 'info' {
    return this.#options.adapter.classifyError?.(error) ?? classifyRedisError(error);
  }
}

/** Something that a process says. */
class Report implements Task {
  readonly #options: BootOptions;
  readonly #process: SimulatedProcess;
  readonly #event: DriverEvent;

  constructor(options: BootOptions, process: SimulatedProcess, event: DriverEvent) {
    this.#options = options;
    this.#process = process;
    this.#event = event;
  }

  run(): void {
    if (this.#process.defers(this)) return;
    const { recorder, kernel } = this.#options;
    recorder.record(stamped(this.#event, kernel.nowUs, this.#process.id));
  }
}

/** Written out for the kinds that are most of a history, since a spread costs more than the rest of the event. */
function stamped(event: DriverEvent, at: Micros, who: ProcessId): HistoryEvent {
  switch (event.type) {
    case 'invoke':
      return event.value === undefined
        ? { at, who, type: event.type, op: event.op, f: event.f }
        : { at, who, type: event.type, op: event.op, f: event.f, value: event.value };
    case 'ok':
      return event.value === undefined
        ? { at, who, type: event.type, op: event.op }
        : { at, who, type: event.type, op: event.op, value: event.value };
    default:
      return { at, who, ...event };
  }
}
