/**
 * One simulated world: a plan, an adapter, and everything in between. It is stepped from wake to wake, and has a history
 * at its end.
 */
import type { History, HistoryHeader } from '../../../spec/history.ts';
import type { ElectionAdapter } from '../../adapter.ts';
import { resourceFacts } from '../resource-rule.ts';
import { storeFacts } from '../store-facts.ts';
import type { Plan } from '../../plan/plan.ts';
import { planHash } from '../../plan/plan-hash.ts';
import type { AdapterMistake } from './adapter-mistake.ts';
import { bootCandidate } from './boot-candidate.ts';
import { CandidateNode } from './candidate-node.ts';
import type { SteppableWorld } from './drain.ts';
import type { VirtualPlatform } from './virtual-platform.ts';
import { TIME_US_MAX } from './event-queue.ts';
import { Kernel } from './kernel.ts';
import { Nemesis } from './nemesis.ts';
import { Recorder } from './recorder.ts';
import { Roles } from './roles.ts';
import { SimulatedStore } from './simulated-store.ts';
import { SimulatedResource } from './simulated-resource.ts';

const NO_SCRIPTS: NonNullable<ElectionAdapter['scripts']> = [];

/** The one election of a world. */
const ELECTION = 'election';

/** A world of a minute has about a thousand events; one that has a hundred times as many never sleeps. */
export const EVENTS_MAX_DEFAULT = 200_000;

export interface WorldOptions {
  readonly adapter: ElectionAdapter;
  readonly plan: Plan;
  /** @defaultValue EVENTS_MAX_DEFAULT */
  readonly eventsMax?: number;
}

export class World implements SteppableWorld {
  readonly #options: WorldOptions;
  readonly #kernel: Kernel;
  readonly #recorder: Recorder;
  readonly #nemesis: Nemesis;

  /** Throws a `RangeError` for a plan that is longer than virtual time can be. */
  constructor(options: WorldOptions) {
    const { adapter, plan } = options;
    const endUs = plan.endings.endMs * 1000;
    if (!(endUs <= TIME_US_MAX))
      throw new RangeError(
        `a simulated plan ends within ${TIME_US_MAX / 1000} ms, this one at ${plan.endings.endMs} ms`,
      );
    this.#options = options;
    const kernel = new Kernel({ endUs, eventsMax: options.eventsMax ?? EVENTS_MAX_DEFAULT, planSeed: plan.seed });
    this.#kernel = kernel;
    const recorder = new Recorder(() => kernel.nowUs);
    const roles = new Roles(recorder.events, () => store.holder);
    this.#recorder = recorder;
    const candidates = plan.candidates.map((candidate) => candidate.id);
    const { members = 1 } = adapter;
    const store = new SimulatedStore({
      kernel,
      recorder,
      reader: adapter.grants,
      election: ELECTION,
      candidates,
      members,
      scripts: adapter.scripts ?? NO_SCRIPTS,
      replicated: plan.faults.some((fault) => fault.kind === 'store-failover'),
    });
    const resource = new SimulatedResource({
      kernel,
      recorder,
      mode: plan.resource,
      own: adapter.resource?.(),
    });
    const boot = bootCandidate({ adapter, plan, kernel, recorder, store, resource, election: ELECTION });
    const nodes = plan.candidates.map(
      (candidate, index) => new CandidateNode({ kernel, recorder, plan, candidate, index, members, boot }),
    );
    this.#nemesis = new Nemesis({ kernel, recorder, roles, plan, nodes, store });
    for (const node of nodes) kernel.schedule(node.plan.joinMs * 1000, { run: () => node.start() });
  }

  advance(): boolean {
    const woken = this.#kernel.advance();
    if (!woken) this.#nemesis.end();
    return woken;
  }

  endTurn(): void {
    this.#kernel.endTurn();
  }

  /** An error that nothing in the candidate caught: the candidate whose turn it is dies of it. */
  thrown(error: unknown): void {
    this.#kernel.turn?.fail(error);
  }

  /** The adapter did what no adapter may do; the world stops at its next step. */
  blame(mistake: AdapterMistake): void {
    this.#kernel.blame(mistake);
  }

  /** What answers calls of the platform: that of the candidate whose turn it is, where the adapter asks for it. */
  get platform(): VirtualPlatform | undefined {
    return this.#kernel.turn?.platform;
  }

  /** A call that came after the end, from something that the outside world woke. */
  get lateMistake(): AdapterMistake | undefined {
    return this.#kernel.lateMistake;
  }

  /** Set where a candidate has come to wait for nothing that the simulation controls: for the outside world, or for ever. */
  get suspicion(): AdapterMistake | undefined {
    return this.#kernel.suspicion;
  }

  /** Events of the kernel, which are more than those of the history. */
  get steps(): number {
    return this.#kernel.events;
  }

  /** To be called when `advance` has said that the world is over. */
  history(): History {
    return { header: headerOf(this.#options), events: this.#recorder.events };
  }
}

function headerOf({ adapter, plan }: WorldOptions): HistoryHeader {
  return {
    schema: 'scrutineer/history@1',
    adapter: adapter.name,
    testbed: 'simulated',
    election: 0,
    planHash: planHash(plan),
    seed: plan.seed,
    leaseTtlMs: plan.leaseTtlMs,
    claims: adapter.claims({ leaseTtlMs: plan.leaseTtlMs }),
    candidates: plan.candidates.map(({ id, leaseTtlMs = plan.leaseTtlMs, clockRatePpm = 0 }) => ({
      id,
      leaseTtlMs,
      claims: adapter.claims({ leaseTtlMs }),
      ...(clockRatePpm === 0 ? {} : { clockRatePpm }),
    })),
    store: {
      ...storeFacts('simulated', 'redis'),
      ...(adapter.members !== undefined && adapter.members > 1 && { members: adapter.members }),
    },
    ...resourceFacts(plan.resource, adapter.resource !== undefined),
    ledger: adapter.grants !== undefined,
    uncertaintyUs: 0,
    networkDelayUsMax: Math.max(1, plan.networkDelayUs.max),
  };
}
