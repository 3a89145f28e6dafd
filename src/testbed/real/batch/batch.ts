/**
 * Runs one plan: many independent elections at once on the same processes, links and store, each with a history of its
 * own. The candidate that joins first campaigns first in all of them, so that roles coincide.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectionAdapter } from '../../../adapter.ts';
import type { FaultKind } from '../../../../spec/faults.ts';
import { candidateOf, type History, type HistoryEvent, type TestbedKind } from '../../../../spec/history.ts';
import type { CandidatePlan, Plan } from '../../../plan/plan.ts';
import type { AdapterReference, PlanProgress, RunOptions } from '../../testbed.ts';
import { Beliefs } from '../../beliefs.ts';
import { noOperations, type OperationCounts } from '../../operation-counts.ts';
import { machineUs } from '../machine-clock.ts';
import type { Reaper } from '../reaper-client.ts';
import type { ResourceServer } from '../resource-server.ts';
import type { RedisServer, Servers } from '../servers/servers.ts';
import { assembleHistory } from './assemble.ts';
import type { ElectionRecord } from './election-record.ts';
import { Field } from './inject.ts';
import { openLinks, type Links } from './links.ts';
import { Member } from './member.ts';
import { Nemesis } from './nemesis.ts';
import { StoreWatch } from './store-watch.ts';
import { Interruptible } from './interruptible.ts';

/** How far apart candidates that join at the same time by plan join at least, and how long the others wait for the first. */
const STAGGER_MS = 50;
const BARRIER_MS = 500;

export interface BatchOptions {
  readonly testbed: TestbedKind;
  readonly adapter: ElectionAdapter;
  readonly reference: AdapterReference;
  readonly plan: Plan;
  readonly run: RunOptions;
  readonly servers: Servers;
  readonly redis: RedisServer;
  readonly resource: ResourceServer;
  readonly reaper: Reaper;
  /** A folder of this batch's own. */
  readonly folder: string;
  readonly elections: readonly ElectionRecord[];
}

/** Runs the plan to its end, or to where the signal aborts, and gives one history an election. @throws when the testbed itself fails */
export async function runBatch(options: BatchOptions): Promise<readonly History[]> {
  options.run.onProgress?.({ phase: 'starting', faultsActive: [], beliefs: [], operations: noOperations });
  const links = await openLinks(options);
  const batch = new Batch(options, links);
  try {
    return await batch.run();
  } finally {
    await batch.close();
    await links.close();
  }
}

class Batch {
  readonly #options: BatchOptions;
  readonly #links: Links;
  readonly #members = new Map<string, Member>();
  readonly #closers: (() => void)[] = [];
  readonly #waits: Interruptible;
  #store: StoreWatch | undefined;
  #nemesis: Nemesis | undefined;
  #startUs = 0;
  #phase: PlanProgress['phase'] = 'starting';
  #faultsActive: readonly FaultKind[] = [];
  readonly #beliefs: Beliefs;
  readonly #operations: { -readonly [K in keyof OperationCounts]: number } = { ...noOperations };

  constructor(options: BatchOptions, links: Links) {
    this.#options = options;
    this.#links = links;
    this.#waits = new Interruptible(options.run.signal);
    this.#beliefs = new Beliefs(options.plan.candidates.map(({ id }) => id));
  }

  async run(): Promise<readonly History[]> {
    const { plan, elections, adapter } = this.#options;
    const store = await StoreWatch.open({
      redis: this.#options.redis,
      adapter,
      plan,
      elections,
      links: () => [...this.#members.values()].map((member) => member.storeLink),
    });
    this.#store = store;
    this.#openResources();
    for (const [rank, candidate] of plan.candidates.entries())
      this.#members.set(candidate.id, this.#member(candidate, rank));
    await Promise.all([...this.#members.values()].map((member) => member.ready()));
    await this.#options.run.mayBegin?.();

    this.#startUs = machineUs();
    this.#enter('trouble');
    this.#nemesis = new Nemesis({
      plan,
      startUs: this.#startUs,
      elections,
      field: new Field(this.#members, store),
      onFailure: (error) => this.#waits.fail(error),
      onFaultsChanged: (active) => {
        this.#faultsActive = active;
        this.#told();
      },
    });
    this.#joinAll();
    await this.#until(plan.endings.healAtMs);
    await this.#nemesis.heal();
    this.#enter('healed');
    await this.#until(plan.endings.degradeAtMs);
    const { degraded } = plan.endings;
    if (degraded !== undefined && !this.#waits.interrupted) {
      this.#enter('degraded');
      await this.#nemesis.degrade(degraded);
    }
    await this.#until(plan.endings.endMs);
    return this.#finish(store);
  }

  /** Ends every process of the batch. */
  async close(): Promise<void> {
    for (const closer of this.#closers) closer();
    await this.#nemesis?.heal().catch(() => undefined);
    await Promise.all([...this.#members.values()].map((member) => member.stop()));
    await this.#store?.close();
    this.#waits.close();
  }

  async #finish(store: StoreWatch): Promise<readonly History[]> {
    const { elections, adapter, plan, testbed } = this.#options;
    this.#enter('end');
    const endUs = machineUs();
    await Promise.all([...this.#members.values()].map((member) => member.stop()));
    this.#options.run.onOutput?.([...this.#members.values()].flatMap((member) => member.outputs()));
    await store.drain();
    this.#told('judging');
    const { problem } = store;
    if (problem !== undefined) this.#options.run.onNote?.(`${problem}, so nothing was judged by it in that plan`);
    const ledger = adapter.grants !== undefined && problem === undefined;
    return elections.map((record) =>
      assembleHistory(record, { adapter, plan, testbed, startUs: this.#startUs, endUs, ledger }),
    );
  }

  #openResources(): void {
    const { elections, plan, adapter, resource } = this.#options;
    for (const election of elections) {
      this.#closers.push(
        resource.open(election.name, {
          mode: plan.resource,
          own: adapter.resource?.(),
          onWrite: (event) => election.add(event),
        }),
      );
    }
  }

  #member(candidate: CandidatePlan, rank: number): Member {
    const { plan, reaper, elections, reference, folder } = this.#options;
    const { store, resource } = this.#links.of(candidate.id);
    const diskFolder = join(folder, candidate.id);
    // Beside the disk, which may be wiped.
    const outputFolder = join(folder, 'output', candidate.id);
    mkdirSync(diskFolder, { recursive: true });
    mkdirSync(outputFolder, { recursive: true });
    return new Member({
      plan: candidate,
      storeLink: store,
      resourceLink: resource,
      reaper,
      outputFolder,
      setup: {
        adapterUrl: reference.url,
        rank,
        peers: plan.candidates.map(({ id }) => id).filter((id) => id !== candidate.id),
        plan: candidate,
        workload: plan.workload,
        leaseTtlMs: candidate.leaseTtlMs ?? plan.leaseTtlMs,
        seed: plan.seed,
        store: store.address,
        resource: resource.address,
        diskFolder,
        elections: elections.map(({ name }) => name),
      },
      record: (event, election) => this.#record(event, election),
      onMessageFault: (message, process) => this.#nemesis?.messageFault(message, candidateOf(process)),
      onFailure: (error) => this.#waits.fail(error),
    });
  }

  /** The first joins at its time; nobody else before it was elected everywhere, or had the time to be. */
  #joinAll(): void {
    const byTime = this.#options.plan.candidates.toSorted((left, right) => left.joinMs - right.joinMs);
    const [first, ...others] = byTime;
    if (first === undefined) return;
    this.#waits.at(this.#startUs + first.joinMs * 1000, () => {
      this.#members.get(first.id)?.join(this.#startUs);
      const barrierUs = machineUs() + BARRIER_MS * 1000;
      for (const [index, other] of others.entries()) {
        const dueUs = this.#startUs + Math.max(other.joinMs, first.joinMs + (index + 1) * STAGGER_MS) * 1000;
        this.#waits.at(dueUs, () => this.#joinAfterBarrier(other.id, barrierUs));
      }
    });
  }

  #joinAfterBarrier(id: string, barrierUs: number): void {
    const open = this.#options.elections.every((election) => election.events.some((event) => event.type === 'elected'));
    if (open || machineUs() >= barrierUs) this.#members.get(id)?.join(this.#startUs);
    else this.#waits.at(machineUs() + 5000, () => this.#joinAfterBarrier(id, barrierUs));
  }

  #record(event: HistoryEvent, election: number | undefined): void {
    if (election !== undefined) this.#options.elections[election]?.add(event);
    else for (const each of this.#options.elections) each.add(event);
    if (event.type === 'ok' || event.type === 'fail' || event.type === 'info') this.#operations[event.type] += 1;
    if (election === undefined || election === 0) this.#beliefs.add(event);
    if (election === 0 && (event.type === 'elected' || event.type === 'lost')) this.#told();
  }

  async #until(ms: number): Promise<void> {
    await this.#waits.until(this.#startUs + ms * 1000);
  }

  #enter(phase: 'trouble' | 'healed' | 'degraded' | 'end'): void {
    if (phase !== 'end') this.#phase = phase;
    this.#record({ at: machineUs(), who: 'nemesis', type: 'phase', phase }, undefined);
    this.#told();
  }

  #told(phase: PlanProgress['phase'] = this.#phase): void {
    this.#options.run.onProgress?.({
      phase,
      faultsActive: this.#faultsActive,
      beliefs: this.#beliefs.list(),
      operations: { ...this.#operations },
    });
  }
}
