/** Runs an adapter's plans in the simulation, on all workers. */
import { faults } from '../../spec/faults.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { Plan } from '../plan/plan.ts';
import type { TestbedCapabilities } from '../testbed/testbed.ts';
import type { LintReport } from './lint/lint-report.ts';
import { toleratedProperties, type Candidature, type Runner, type SearchLimits } from './candidature.ts';
import { searchSimulated } from './search-simulated.ts';
import type { SimulatedShrinking } from './shrink/shrink-in-simulation.ts';
import { SHRINK_RUNS_MAX } from './shrink/shrink-plan.ts';
import { SimulationPool } from './simulation-pool.ts';
import { Slots } from './slots.ts';
import type { Harvest } from './worker-protocol.ts';

export class SimulatedRunner implements Runner {
  /** The simulation injects every kind. */
  readonly capabilities: TestbedCapabilities = {
    faults: new Set(Object.values(faults).map(({ kind }) => kind)),
    missing: new Map(),
  };
  /** A plan takes a millisecond. */
  readonly plansAtOnce = 1;
  readonly #pool: SimulationPool;
  /** What waits here is not begun after an interruption. */
  readonly #shrinking: Slots;
  readonly #signal: AbortSignal;

  constructor({ reference, adapter, options }: Candidature) {
    const { seed, candidates, leaseTtlMs } = options;
    this.#signal = options.signal;
    this.#shrinking = new Slots(options.jobs);
    this.#pool = new SimulationPool(options.jobs, {
      adapter: reference,
      search: {
        seed,
        faults: options.faults,
        ...(candidates === undefined ? {} : { candidates }),
        ...(leaseTtlMs === undefined ? {} : { leaseTtlMs }),
        holdTo: options.holdTo,
        stopAtViolation: !options.keepGoing,
        tolerated: toleratedProperties(adapter, options),
        keep: options.keep,
      },
    });
  }

  async lint(): Promise<LintReport | undefined> {
    return (await this.#pool.run({ kind: 'lint' })).lint;
  }

  runStored(plan: Plan, index: number): Promise<Harvest> {
    return this.#pool.run({ kind: 'stored', plan, index });
  }

  async shrink(plan: Plan, property: PropertyId): Promise<SimulatedShrinking | undefined> {
    const giveBack = await this.#shrinking.take();
    try {
      if (this.#signal.aborted) return undefined;
      return (await this.#pool.run({ kind: 'shrink', plan, property, runsMax: SHRINK_RUNS_MAX })).shrunk;
    } finally {
      giveBack();
    }
  }

  search(limits: SearchLimits): Promise<void> {
    limits.progress({ phase: 'searching' });
    return searchSimulated({
      jobs: this.#pool.jobs,
      run: (task) => this.#pool.run(task),
      histories: limits.histories,
      isOver: () => limits.isOver(),
      known: () => limits.findings().bounds(),
      take: (harvest) => limits.take(harvest),
    });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
