/** Runs an adapter's plans on real servers, a few at a time. Each history is on disk before anything judges it. */
import { setImmediate } from 'node:timers/promises';
import { planGenerator } from '../plan/generate-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { addOperations, countOperations, noOperations } from '../testbed/operation-counts.ts';
import type { ProcessOutput } from '../testbed/process-output.ts';
import type { Testbed, TestbedCapabilities } from '../testbed/testbed.ts';
import type { LintReport } from './lint/lint-report.ts';
import { toleratedProperties, type Candidature, type Runner, type SearchLimits } from './candidature.ts';
import { SimplestFindings } from './finding.ts';
import { judgeHistory } from './judge-histories.ts';
import { SimulatedRunner } from './simulated-runner.ts';
import { Slots } from './slots.ts';
import { emptyTally } from './tally.ts';
import type { Harvest } from './worker-protocol.ts';

/** More plans at once would disturb each other on a small machine; most of a plan's time is waiting. */
const RUNNING_AT_ONCE = 2;
/** Processes take seconds to come up, so the next plan gets ready while others run. */
const READY_AT_ONCE = 1;

/** A busy machine may fail a plan now and then; more than so many are a failure of the run. */
const FAILED_PLANS_MAX = 3;

export class RealRunner implements Runner {
  readonly capabilities: TestbedCapabilities;
  readonly plansAtOnce: number = RUNNING_AT_ONCE + READY_AT_ONCE;
  readonly #slots: Slots = new Slots(RUNNING_AT_ONCE);
  readonly #candidature: Candidature;
  readonly #testbed: Testbed;

  constructor(candidature: Candidature, testbed: Testbed) {
    this.#candidature = candidature;
    this.#testbed = testbed;
    this.capabilities = testbed.capabilities;
  }

  /** Simulated, where the adapter can be: its mistakes show there within a second. */
  async lint(): Promise<LintReport | undefined> {
    if (!this.#candidature.adapter.testbeds.includes('simulated')) return undefined;
    const simulated = new SimulatedRunner({
      ...this.#candidature,
      options: { ...this.#candidature.options, jobs: 1 },
    });
    try {
      return await simulated.lint();
    } finally {
      await simulated.close();
    }
  }

  runStored(plan: Plan, index: number): Promise<Harvest> {
    return this.#run(plan, index, () => undefined);
  }

  /** On real servers a plan shows the same only now and then: it is shown as it was found. */
  shrink(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  async search(limits: SearchLimits): Promise<void> {
    const { adapter, options } = this.#candidature;
    const { seed, candidates, leaseTtlMs } = options;
    const generator = planGenerator({
      seed,
      adapter,
      faults: new Set(options.faults.filter((kind) => this.capabilities.faults.has(kind))),
      ...(candidates === undefined ? {} : { candidates }),
      ...(leaseTtlMs === undefined ? {} : { leaseTtlMs }),
      scale: 'real',
    });
    let next = 0;
    let histories = 0;
    /** The plan whose progress is shown: the oldest that runs. */
    const running = new Set<number>();
    let electionsAPlan = 1;
    let failedPlans = 0;
    const work = async (): Promise<void> => {
      // Plans under way will bring histories too.
      while (!limits.isOver() && histories + running.size * electionsAPlan < limits.histories) {
        const index = next;
        next += 1;
        running.add(index);
        const isShown = (): boolean => Math.min(...running) === index;
        let harvest: Harvest;
        try {
          harvest = await this.#run(generator.plan(index), index, (progress) => {
            if (isShown()) limits.progress(progress);
          });
        } catch (error) {
          failedPlans += 1;
          if (failedPlans > FAILED_PLANS_MAX || histories === 0) throw error;
          limits.note(
            `a plan (seed ${generator.plan(index).seed}) could not be run: ${error instanceof Error ? error.message : String(error)}`,
          );
          continue;
        } finally {
          running.delete(index);
        }
        histories += harvest.tally.histories;
        electionsAPlan = Math.max(1, harvest.tally.histories);
        await limits.take(harvest);
      }
    };
    await Promise.all(Array.from({ length: this.plansAtOnce }, work));
  }

  async #run(plan: Plan, index: number, onProgress: SearchLimits['progress']): Promise<Harvest> {
    const { adapter, folder, options, reference } = this.#candidature;
    const file = await folder.writePlan(plan);
    let giveBack = (): void => undefined;
    const mayBegin = async (): Promise<void> => {
      giveBack = await this.#slots.take();
    };
    const notes: string[] = [];
    let outputs: readonly ProcessOutput[] = [];
    const histories = await this.#testbed
      .run(reference, plan, {
        signal: options.signal,
        onProgress,
        mayBegin,
        onNote: (text) => notes.push(text),
        onOutput: (printed) => (outputs = printed),
      })
      .finally(() => giveBack());
    const files: string[] = [];
    for (const history of histories) files.push(await folder.writeHistory(history));

    const tally = emptyTally();
    tally.plans = 1;
    const findings = new SimplestFindings();
    const tolerated = new Set(toleratedProperties(adapter, options));
    let operations = noOperations;
    let isBroken = false;
    for (const [election, history] of histories.entries()) {
      operations = addOperations(operations, countOperations(history.events));
      const into = { index, plan, holdTo: options.holdTo, tolerated, tally, findings };
      isBroken = judgeHistory(history, into, files[election] ?? file) || isBroken;
      // Other plans are under way, and their resource and their faults are waited on by this thread.
      await setImmediate();
    }
    const found = findings.list();
    for (const { file: shown } of found) if (shown !== undefined) await folder.writeOutput(shown, outputs);
    return {
      tally,
      findings: found,
      histories: [],
      files,
      operations,
      notes,
      ...(isBroken && !options.keepGoing ? { stoppedAt: index } : {}),
    };
  }

  /** The testbed is shared with other adapters and closed by who opened it. */
  close(): Promise<void> {
    return Promise.resolve();
  }
}
