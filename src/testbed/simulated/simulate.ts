/**
 * Runs plans in virtual time, one world after the other.
 */
import type { History } from '../../../spec/history.ts';
import type { ElectionAdapter } from '../../adapter.ts';
import type { Plan } from '../../plan/plan.ts';
import { AdapterMistake } from './adapter-mistake.ts';
import { provenDrain, runByMacrotasks, runSynchronously, type Drain } from './drain.ts';
import { guardPlatform, requireWorldGlobals } from './globals.ts';
import { setImmediate, setTimeout } from './platform-timers.ts';
import { World } from './world.ts';

export interface SimulateOptions {
  /** Worlds between two returns to the event loop. @defaultValue 32 */
  readonly worldsPerYield?: number;
  /** Events of the kernel that a world may have. @defaultValue EVENTS_MAX_DEFAULT of world.ts */
  readonly eventsMax?: number;
  /** Stops before the next world when it aborts. */
  readonly signal?: AbortSignal;
  /** Called before each world, so that a watchdog outside knows which one never came back. */
  readonly onStart?: (plan: Plan) => void;
}

/** Runs one plan. Rejects with an `AdapterMistake` where the adapter waits for what the simulation does not control. */
export async function simulate(adapter: ElectionAdapter, plan: Plan, options: SimulateOptions = {}): Promise<History> {
  let found: History | undefined;
  await simulateEach(
    adapter,
    [plan],
    (history) => {
      found = history;
    },
    options,
  );
  if (found === undefined) throw new Error(`the world of seed ${plan.seed} was stopped before it began`);
  return found;
}

/**
 * Runs plans one after the other and hands each history to `sink`, at once and outside of any world. Plans are asked for
 * as they are needed. Rejects with an `AdapterMistake` at the first world in which the adapter made one, and with what
 * `plans` or `sink` throw.
 */
export async function simulateEach(
  adapter: ElectionAdapter,
  plans: Iterable<Plan>,
  sink: (history: History, plan: Plan) => void,
  options: SimulateOptions = {},
): Promise<void> {
  if (adapter.globals === 'virtual') requireWorldGlobals(adapter.name);
  const run = new Run(adapter, sink, options);
  const iterator = plans[Symbol.iterator]();
  const drain = await below(provenDrain);
  for (;;) {
    const done =
      drain === undefined ? await run.oneByMacrotasks(iterator) : await below(() => run.several(iterator, drain));
    if (run.hasSuspect) await run.questionSuspect();
    if (done) return;
    // What a world left behind has had its chance to call now.
    run.throwLateMistake();
  }
}

/** Calls `work` below a macrotask, where the synchronous drain works. */
function below<T>(work: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    setImmediate(() => {
      try {
        resolve(work());
      } catch (error) {
        reject(error);
      }
    });
  });
}

/** Every so many worlds the platform's open resources are counted; the first worlds of a run always. */
const AUDIT_EVERY = 16;
const AUDITED_AT_FIRST = 32;

/** How long the outside world may take to wake a candidate that seems to wait for it, in real time. */
const QUESTION_MS = 20;
/** A candidate that waits for ever does so in many worlds; after so many it is believed. */
const QUESTIONED_MAX = 20;

class Run {
  readonly #adapter: ElectionAdapter;
  readonly #sink: (history: History, plan: Plan) => void;
  readonly #options: SimulateOptions;
  #worlds = 0;
  #world: World | undefined;
  #questioned = 0;
  /** A world whose history is handed on only when the outside world had its chance to wake somebody in it. */
  #suspect: { readonly world: World; readonly plan: Plan } | undefined;

  constructor(adapter: ElectionAdapter, sink: (history: History, plan: Plan) => void, options: SimulateOptions) {
    this.#adapter = adapter;
    this.#sink = sink;
    this.#options = options;
  }

  /** True when the plans are used up. */
  several(plans: Iterator<Plan>, drain: Drain): boolean {
    const { worldsPerYield = 32 } = this.#options;
    const listeners = this.#takeRejections();
    const open = process.getActiveResourcesInfo();
    try {
      for (let count = 0; count < worldsPerYield; count += 1) {
        const plan = this.#next(plans);
        if (plan === undefined) return true;
        this.#runAudited(plan, drain, open);
        if (this.#suspect !== undefined) return false;
      }
      return false;
    } finally {
      this.#giveBackRejections(listeners);
    }
  }

  /** The fallback, without the audit of open resources: other code may run in between. */
  async oneByMacrotasks(plans: Iterator<Plan>): Promise<boolean> {
    const plan = this.#next(plans);
    if (plan === undefined) return true;
    const listeners = this.#takeRejections();
    const world = this.#begin(plan);
    try {
      await runByMacrotasks(world);
    } finally {
      guardPlatform(undefined);
      this.#giveBackRejections(listeners);
    }
    this.#sink(world.history(), plan);
    return false;
  }

  get hasSuspect(): boolean {
    return this.#suspect !== undefined;
  }

  /** Waits for the outside world, then throws where it woke a candidate; else the candidate waits for ever, as it may. */
  async questionSuspect(): Promise<void> {
    const suspect = this.#suspect;
    this.#suspect = undefined;
    if (suspect === undefined) return;
    this.#questioned += 1;
    const listeners = this.#takeRejections();
    await new Promise((resolve) => {
      setTimeout(resolve, QUESTION_MS);
    });
    this.#giveBackRejections(listeners);
    if (suspect.world.lateMistake !== undefined) throw suspect.world.suspicion ?? suspect.world.lateMistake;
    this.#sink(suspect.world.history(), suspect.plan);
  }

  /** A call that reached a world after its end. */
  throwLateMistake(): void {
    const mistake = this.#world?.lateMistake;
    if (mistake !== undefined) throw mistake;
  }

  #next(plans: Iterator<Plan>): Plan | undefined {
    if (this.#options.signal?.aborted === true) return undefined;
    const next = plans.next();
    return next.done === true ? undefined : next.value;
  }

  #runAudited(plan: Plan, drain: Drain, open: readonly string[]): void {
    this.throwLateMistake();
    const world = this.#begin(plan);
    try {
      runSynchronously(world, drain, (error) => world.thrown(error));
    } finally {
      guardPlatform(undefined);
    }
    const isSuspect = world.suspicion !== undefined;
    if (isSuspect || this.#worlds <= AUDITED_AT_FIRST || this.#worlds % AUDIT_EVERY === 0) {
      refuseLeftovers(open, process.getActiveResourcesInfo(), plan);
    }
    if (isSuspect && this.#questioned < QUESTIONED_MAX) this.#suspect = { world, plan };
    else this.#sink(world.history(), plan);
  }

  #begin(plan: Plan): World {
    this.#options.onStart?.(plan);
    const { eventsMax } = this.#options;
    const world = new World({ adapter: this.#adapter, plan, ...(eventsMax !== undefined && { eventsMax }) });
    this.#world = world;
    this.#worlds += 1;
    guardPlatform({
      onMistake: (mistake) => world.blame(mistake),
      ...(this.#adapter.globals === 'virtual' && { platform: () => world.platform }),
    });
    return world;
  }

  /** Inside a world, a rejection that nobody handles is a candidate's death and nobody else's business. */
  #takeRejections(): Listeners {
    const listeners: Listeners = {
      others: process.listeners('unhandledRejection'),
      own: (reason) => this.#world?.thrown(reason),
    };
    process.removeAllListeners('unhandledRejection');
    process.on('unhandledRejection', listeners.own);
    return listeners;
  }

  #giveBackRejections({ others, own }: Listeners): void {
    process.removeListener('unhandledRejection', own);
    for (const listener of others) process.on('unhandledRejection', listener);
  }
}

interface Listeners {
  readonly others: NodeJS.UnhandledRejectionListener[];
  readonly own: NodeJS.UnhandledRejectionListener;
}

function refuseLeftovers(before: readonly string[], after: readonly string[], plan: Plan): void {
  if (after.length <= before.length) return;
  const left = [...after];
  for (const resource of before) {
    const place = left.indexOf(resource);
    if (place >= 0) left.splice(place, 1);
  }
  throw new AdapterMistake(
    'resources-left',
    `At the end of the world of seed ${plan.seed} the adapter had opened ${left.join(', ')} outside of the simulation: ` +
      'use the clock, the disk and the port of its environment instead.',
    plan.seed,
  );
}
