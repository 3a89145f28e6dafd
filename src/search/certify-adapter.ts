/** One adapter on one testbed: its declared deviations first, then the search, then what both add up to. */
import { fileURLToPath } from 'node:url';
import type { FaultKind } from '../../spec/faults.ts';
import type { History } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { ElectionAdapter } from '../adapter.ts';
import type { Plan } from '../plan/plan.ts';
import type { AdapterReference, TestbedCapabilities } from '../testbed/testbed.ts';
import { historiesByDefault, type CertifyOptions, type CertifyProgress } from './certify-options.ts';
import { SimplestFindings, type Finding } from './finding.ts';
import { barrenReason, concludeAdapter, propertyResults } from './property-results.ts';
import type { RunFolder } from './run-folder.ts';
import type { AdapterResult, Counterexample } from './run-result.ts';
import { readDeviationPlan } from './stored-deviation.ts';
import { addTally, emptyTally, violationsOf, type Tally } from './tally.ts';
import type { Evidence } from './evidence.ts';
import type { LintReport } from './adapter-lint-report.ts';
import type { Harvest } from './worker-protocol.ts';
import { pathFromHere, replayCommand } from './replay-command.ts';

/** An adapter that is being certified, and where. */
export interface Candidature {
  readonly reference: AdapterReference;
  readonly adapter: ElectionAdapter;
  readonly testbed: AdapterResult['testbed'];
  readonly options: CertifyOptions;
  readonly folder: RunFolder;
  /** What the lint found, where it has looked at this adapter already. */
  readonly lint?: LintReport | undefined;
}

/** What the ways of running differ in. */
export interface Runner {
  readonly capabilities: TestbedCapabilities;
  /** How many plans are best run side by side. */
  readonly plansAtOnce: number;
  /** Undefined where the adapter cannot be simulated. */
  lint(): Promise<LintReport | undefined>;
  /** Runs a stored plan; `index` is its place before all generated plans. */
  runStored(plan: Plan, index: number): Promise<Harvest>;
  /** Runs generated plans until `limits` are reached; hands over what it finds in the order of the plans. */
  search(limits: SearchLimits): Promise<void>;
  close(): Promise<void>;
}

export interface SearchLimits {
  /** Infinity where only a budget limits the search. */
  readonly histories: number;
  isOver(): boolean;
  findings(): SimplestFindings;
  take(harvest: Harvest): Promise<void>;
  progress(progress: Partial<Pick<CertifyProgress, 'phase' | 'faultsActive' | 'believers'>>): void;
  /** Something that a reader of the result must know. */
  note(text: string): void;
}

/** After so many histories in which nobody was ever elected, more would say nothing. */
const BARREN_HISTORIES = 20;

/** Lease time by which claims are shown where none was asked for. */
const LEASE_SHOWN_MS = 10_000;

/** Properties whose violation does not end a search. */
export function toleratedProperties(adapter: ElectionAdapter, options: CertifyOptions): readonly PropertyId[] {
  return options.strict ? [] : declaredProperties(adapter);
}

function declaredProperties(adapter: ElectionAdapter): readonly PropertyId[] {
  return (adapter.knownDeviations ?? []).map((deviation) => deviation.property);
}

/** The claims that the adapter makes for the lease time asked for, or a common one. */
export function shownClaims(adapter: ElectionAdapter, leaseTtlMs: number | undefined): AdapterResult['claims'] {
  return adapter.claims({ leaseTtlMs: leaseTtlMs ?? Math.max(adapter.leaseTtlMs.min, LEASE_SHOWN_MS) });
}

/** Runs everything and tells what it adds up to. Rejects where the adapter or a testbed cannot be run. */
export async function certifyAdapter(candidature: Candidature, runner: Runner): Promise<AdapterResult> {
  const { adapter, options, testbed } = candidature;
  const course = new Course(candidature);
  const isReplay = options.plans !== undefined;
  if (options.plans !== undefined) await runPlans(candidature, runner, { course, plans: options.plans });
  const lint = isReplay ? undefined : await linted(candidature, runner, course);
  const isSearched = !isReplay && lint?.unsearchable === undefined;
  const missing = isSearched ? await replayDeviations(candidature, runner, course) : [];
  if (isSearched && !course.isStopped && !options.signal.aborted) {
    const histories = options.histories ?? (options.budgetMs === undefined ? historiesByDefault[testbed] : Infinity);
    const endMs = performance.now() + (options.budgetMs ?? Infinity);
    await runner.search({
      histories,
      isOver: () => options.signal.aborted || course.isStopped || course.isBarren || performance.now() >= endMs,
      findings: () => course.findings,
      take: (harvest) => course.take(harvest),
      progress: (progress) => course.tell(progress),
      note: (text) => course.notes.push(text),
    });
  }
  course.tell({ phase: 'done', faultsActive: [], believers: [] });

  const claims = shownClaims(adapter, options.leaseTtlMs);
  const declared = new Set(declaredProperties(adapter));
  const properties = propertyResults(course.tally, { claims, hasLedger: adapter.grants !== undefined, declared });
  const result: AdapterResult = {
    name: adapter.name,
    title: adapter.title,
    file: pathFromHere(fileURLToPath(candidature.reference.url)),
    testbed,
    ...(course.notes.length === 0 ? {} : { reason: course.notes.join('; ') }),
    ...concludeAdapter(properties, {
      strict: options.strict,
      missing,
      barren: barrenReason(course.tally),
      isReplay,
      lint,
    }),
    claims,
    histories: course.tally.histories,
    plans: course.tally.plans,
    events: course.tally.events,
    properties,
    faults: course.tally.faults,
    notInjected: notInjected(options.faults, runner.capabilities),
    counterexamples: await counterexamples(candidature, course.findings),
    ...(lint === undefined ? {} : { lint }),
  };
  if (!isReplay) options.onEvidence?.({ reference: candidature.reference, result, ...course.evidence() });
  return result;
}

/** The lint comes first: what it finds explains much of what a search would. */
async function linted({ lint, options }: Candidature, runner: Runner, course: Course): Promise<LintReport | undefined> {
  if (lint !== undefined || options.signal.aborted) return lint;
  course.tell({ phase: 'lint' });
  return runner.lint();
}

function notInjected(asked: readonly FaultKind[], capabilities: TestbedCapabilities): AdapterResult['notInjected'] {
  return asked.flatMap((kind) => {
    const why = capabilities.missing.get(kind);
    return why === undefined ? [] : [{ kind, why }];
  });
}

/** Runs plans that were asked for by name. */
async function runPlans(
  { options }: Candidature,
  runner: Runner,
  { course, plans }: { course: Course; plans: readonly Plan[] },
): Promise<void> {
  for (const [index, plan] of plans.entries()) {
    if (options.signal.aborted) break;
    await course.take(await runner.runStored(plan, index));
  }
}

/**
 * Runs the stored plan of each declared deviation. Gives back the properties that it did not show; on a real testbed
 * timing may keep a plan from showing it, so that there its absence is no contradiction.
 */
async function replayDeviations(
  { adapter, reference, options, testbed }: Candidature,
  runner: Runner,
  course: Course,
): Promise<readonly PropertyId[]> {
  const deviations = adapter.knownDeviations ?? [];
  // One plan may show several deviations; it is run once.
  const stored = new Map(deviations.map((deviation) => [deviation.plan, deviation]));
  const shown = new Map<string, ReadonlyMap<PropertyId, number>>();
  const open = [...stored.values()];
  while (open.length > 0 && !options.signal.aborted && !course.isStopped) {
    course.tell({ phase: 'deviations' });
    const together = open.splice(0, runner.plansAtOnce);
    const harvests = await Promise.all(
      together.map(async (deviation) => {
        const plan = await readDeviationPlan(reference, deviation);
        return runner.runStored(plan, deviations.indexOf(deviation) - deviations.length);
      }),
    );
    for (const [place, harvest] of harvests.entries()) {
      await course.takeStored(harvest, together[place]?.plan ?? '');
      shown.set(together[place]?.plan ?? '', violationsOf(harvest.tally));
    }
  }
  if (testbed !== 'simulated') return [];
  return deviations.flatMap(({ plan, property }) => (shown.get(plan)?.has(property) === false ? [property] : []));
}

/** What has been found so far. */
class Course {
  readonly tally: Tally = emptyTally();
  readonly findings: SimplestFindings = new SimplestFindings();
  readonly notes: string[] = [];
  isStopped = false;
  #stored = 0;
  readonly #storedPlans: { readonly plan: string; readonly digest: number }[] = [];
  readonly #digests: number[] = [];
  readonly #files: string[] = [];
  readonly #candidature: Candidature;
  #progress: Pick<CertifyProgress, 'phase' | 'faultsActive' | 'believers'> = {
    phase: 'starting',
    faultsActive: [],
    believers: [],
  };

  constructor(candidature: Candidature) {
    this.#candidature = candidature;
  }

  async take(harvest: Harvest): Promise<void> {
    addTally(this.tally, harvest.tally);
    for (const finding of harvest.findings) this.findings.offer(finding);
    if (harvest.stoppedAt !== undefined) this.isStopped = true;
    for (const note of harvest.notes ?? []) if (!this.notes.includes(note)) this.notes.push(note);
    for (const digest of harvest.digests ?? []) this.#digests.push(digest);
    for (const file of harvest.files ?? []) this.#files.push(file);
    for (const { plan, history } of harvest.histories) await this.#keep(plan, history);
    this.tell(harvest.moment ?? {});
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

  tell(progress: Partial<Pick<CertifyProgress, 'phase' | 'faultsActive' | 'believers'>>): void {
    this.#progress = { ...this.#progress, ...progress };
    const { adapter, testbed, options } = this.#candidature;
    options.onProgress?.({
      adapter: adapter.name,
      testbed,
      ...this.#progress,
      histories: this.tally.histories,
      historiesMax: this.#historiesMax,
      violations: violationsOf(this.tally),
    });
  }
}

/** Stores the simplest finding of each violated property. A history that broke several is stored once. */
async function counterexamples(
  candidature: Candidature,
  findings: SimplestFindings,
): Promise<readonly Counterexample[]> {
  const { adapter, folder, testbed } = candidature;
  const declared = new Set(declaredProperties(adapter));
  const examples: Counterexample[] = [];
  for (const finding of findings.list()) {
    const plan = await folder.writePlan(finding.plan);
    const history = finding.file ?? (await folder.writeHistory(finding.history));
    for (const verdict of simplestVerdicts(finding, findings)) {
      if (verdict.witness === undefined) continue;
      examples.push({
        property: verdict.property,
        declared: declared.has(verdict.property),
        plan,
        history,
        candidates: finding.plan.candidates.length,
        faults: finding.plan.faults.length,
        sentence: verdict.witness.sentence,
        witness: verdict.witness,
        replay: replayCommand({
          folder: folder.path,
          plan,
          adapter: candidature.reference,
          testbed,
          holdTo: candidature.options.holdTo,
        }),
      });
    }
  }
  return examples;
}

function simplestVerdicts(finding: Finding, findings: SimplestFindings): Finding['violated'] {
  return finding.violated.filter((verdict) => findings.get(verdict.property) === finding);
}
