/** What a certification of one adapter on one testbed has found so far. */
import type { History } from '../../spec/history.ts';
import type { Plan } from '../plan/plan.ts';
import type { Candidature } from './candidature.ts';
import { historiesByDefault, type CertifyProgress } from './certify-options.ts';
import type { Evidence } from './evidence.ts';
import { SimplestFindings } from './finding.ts';
import { addOperations, noOperations, type OperationCounts } from '../testbed/operation-counts.ts';
import { ReplayedPlans } from './replayed-plans.ts';
import { addTally, emptyTally, violationsOf, type Tally } from './tally.ts';
import type { Harvest } from './worker-protocol.ts';

/** After so many histories in which nobody was ever elected, more would say nothing. */
const BARREN_HISTORIES = 20;

/** What is told of the plan that is shown; its operations only while it is under way. */
type Shown = Pick<CertifyProgress, 'phase' | 'faultsActive' | 'beliefs' | 'operations'>;

/** Adds up what runners hand over, keeps what is worth keeping, and tells how far it has come. */
export class Course {
  readonly tally: Tally = emptyTally();
  readonly findings: SimplestFindings = new SimplestFindings();
  readonly notes: string[] = [];
  /** What became of plans that were run again. */
  readonly replayed: ReplayedPlans = new ReplayedPlans();
  isStopped = false;
  #stored = 0;
  readonly #storedPlans: { readonly plan: string; readonly digest: number }[] = [];
  readonly #digests: number[] = [];
  readonly #files: string[] = [];
  readonly #candidature: Candidature;
  #operations: OperationCounts = noOperations;
  #shown: Shown = { phase: 'starting', faultsActive: [], beliefs: [], operations: noOperations };

  constructor(candidature: Candidature) {
    this.#candidature = candidature;
  }

  async take(harvest: Harvest): Promise<void> {
    addTally(this.tally, harvest.tally);
    for (const finding of harvest.findings) this.findings.offer(finding);
    if (harvest.stoppedAt !== undefined) this.isStopped = true;
    this.#operations = addOperations(this.#operations, harvest.operations);
    for (const note of harvest.notes ?? []) if (!this.notes.includes(note)) this.notes.push(note);
    for (const digest of harvest.digests ?? []) this.#digests.push(digest);
    for (const file of harvest.files ?? []) this.#files.push(file);
    for (const { plan, history } of harvest.histories) await this.#keep(plan, history);
    this.tell({ ...harvest.moment, operations: noOperations });
  }

  /** What stored plans give comes on top of what the search is asked for. */
  async takeStored(harvest: Harvest, plan: string): Promise<void> {
    this.#stored += harvest.tally.histories;
    const { digests, ...rest } = harvest;
    for (const digest of digests ?? []) this.#storedPlans.push({ plan, digest });
    await this.take(rest);
  }

  /** What a certificate needs to know. */
  evidence(): Omit<Evidence, 'reference' | 'result'> {
    return {
      spanUs: this.tally.spanUs,
      storedPlans: this.#storedPlans,
      digests: this.#digests,
      files: this.#files,
    };
  }

  /** A plan that was run again, to see what it shows. `planFile` is where it is stored, relative to the run's folder. */
  async takeReplay(harvest: Harvest, plan: Plan, planFile: string): Promise<void> {
    this.#stored += harvest.tally.histories;
    this.replayed.add(plan, planFile, harvest);
    const { digests: _ofTheSearch, ...rest } = harvest;
    await this.take(rest);
  }

  get #historiesMax(): number | undefined {
    const { options, testbed } = this.#candidature;
    // A plan gives as many histories as its testbed runs side by side.
    if (options.plans !== undefined) return undefined;
    const asked = options.histories ?? (options.budgetMs === undefined ? historiesByDefault[testbed] : undefined);
    return asked === undefined ? undefined : asked + this.#stored;
  }

  async #keep(plan: Plan, history: History): Promise<void> {
    await this.#candidature.folder.writePlan(plan);
    await this.#candidature.folder.writeHistory(history);
  }

  /** Nobody was ever elected: the adapter is unfinished, and what there is to say has been said. */
  get isBarren(): boolean {
    return this.tally.histories >= BARREN_HISTORIES && this.tally.elections === 0;
  }

  tell(shown: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...shown };
    const { adapter, testbed, options, reference } = this.#candidature;
    options.onProgress?.({
      adapter: adapter.name,
      testbed,
      place: options.adapters.indexOf(reference) + 1,
      places: options.adapters.length,
      ...this.#shown,
      operations: addOperations(this.#operations, this.#shown.operations),
      histories: this.tally.histories,
      historiesMax: this.#historiesMax,
      ...(options.budgetMs === undefined ? {} : { budgetMs: options.budgetMs }),
      violations: violationsOf(this.tally),
    });
  }
}
