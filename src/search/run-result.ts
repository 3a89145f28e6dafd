/**
 * What one run of `certify` found: the content of `run.json`, the object that `--json` prints, and the one source of
 * every report.
 */
import type { Claims } from '../../spec/claims.ts';
import type { Envelope } from '../../spec/envelope.ts';
import type { Circumstance, FaultKind } from '../../spec/faults.ts';
import type { TestbedKind } from '../../spec/history.ts';
import type { PropertyId, VerdictWord, Witness } from '../../spec/property.ts';
import type { StateCoverage } from '../explore/state-coverage.ts';
import type { CoverageResult } from './coverage.ts';
import type { LintReport } from './lint/lint-report.ts';
import type { TimingResult } from './timing-tally.ts';

export interface RunResult {
  readonly schema: 'scrutineer/run@1';
  readonly seed: number;
  /** The testbeds asked for, joined by commas. */
  readonly testbed: string;
  readonly adapters: readonly AdapterResult[];
  readonly elapsedMs: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** What a reader needs to run it again: versions of scrutineer, node and the servers, by name. */
  readonly versions: Readonly<Record<string, string>>;
  /** The command line that repeats this run. */
  readonly command: string;
  /** True when a person stopped it: what was done until then is judged. */
  readonly interrupted: boolean;
}

/** An adapter on one testbed. */
export interface AdapterResult {
  readonly name: string;
  readonly title: string;
  /** Where it was loaded from, as one would type it in the folder in which the run was started. */
  readonly file?: string;
  readonly testbed: TestbedKind;
  /** `matches`: as declared, with declared deviations; `failed`: Scrutineer itself could not run it, see `reason`. */
  readonly verdict: 'holds' | 'matches' | 'violated' | 'inconclusive' | 'skipped' | 'failed';
  readonly reason?: string;
  readonly claims: Claims;
  /** How much trouble the claims' own constants leave room for; absent where nothing timed is claimed. */
  readonly envelope?: ShownEnvelope;
  readonly histories: number;
  readonly plans: number;
  readonly events: number;
  readonly properties: readonly PropertyResult[];
  /** How often each kind of fault was injected. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  /** Kinds that this testbed cannot inject, and why. */
  readonly notInjected: readonly { readonly kind: FaultKind; readonly why: string }[];
  readonly counterexamples: readonly Counterexample[];
  /** Which transitions happened under which fault. Absent in a replay. */
  readonly coverage?: CoverageResult;
  /** How long elections took, beside their bounds. Absent in runs of earlier versions, and where nobody was watched. */
  readonly timing?: TimingResult;
  /** Which states of the model the histories came to. Absent where none of them was a path of the model, and in a replay. */
  readonly states?: StateCoverage;
  /** What plans that were run again showed: those of a replay, and those that broke a promise in the simulation of this run. */
  readonly replayed?: readonly ReplayedPlan[];
  /** Mistakes of the adapter that show without any fault. Absent where it cannot be simulated, and in a replay. */
  readonly lint?: LintReport;
  /** What it is certified for. Absent in a replay, and in a run that was interrupted. */
  readonly certificate?: CertificateSummary;
}

/** How far the certificate of an adapter goes, over all testbeds of the run. */
export interface CertificateSummary {
  /** `none`: nothing is certified, or it only matches what it declares. */
  readonly level: 'none' | 'simulated' | 'faulted' | 'soaked';
  /** What it would take to reach the next level, in sentences. */
  readonly missing: readonly string[];
}

/** The envelope of the claims for one lease time. */
export interface ShownEnvelope extends Envelope {
  readonly leaseTtlMs: number;
}

export interface PropertyResult {
  readonly id: PropertyId;
  readonly claimed: boolean;
  readonly verdict: VerdictWord;
  /** The adapter declares that it breaks this promise. */
  readonly declared: boolean;
  /** Pieces of evidence judged conclusively, over all histories. */
  readonly judged: number;
  readonly inconclusive: number;
  /** Histories in which it was violated. */
  readonly violations: number;
  /** Histories on which it was judged: those that gave evidence and lay within what it may lean on. */
  readonly histories?: number;
  /** Histories on which it was not judged, by the circumstance under which nothing is promised; absent where there were none. */
  readonly void?: Readonly<Partial<Record<Circumstance, number>>>;
  readonly reason?: string;
}

export interface Counterexample {
  readonly property: PropertyId;
  readonly declared: boolean;
  /** Paths relative to the run's folder. */
  readonly plan: string;
  readonly history: string;
  readonly candidates: number;
  /** With the one of the degraded ending, where the plan has it. */
  readonly faults: number;
  readonly sentence: string;
  readonly witness: Witness;
  /** The command that replays it. */
  readonly replay: string;
  /** SHA-256 of the events of its history, as `hashHistory` takes it: a simulated plan that is replayed gives the same. */
  readonly historyHash?: string;
  /** Absent where the plan is shown as it was found. */
  readonly shrunk?: Shrunk;
  /** How often its plan showed the same on the real testbeds of this run. */
  readonly reproduced?: readonly Reproduction[];
}

/** What a counterexample was before it was shrunk. */
export interface Shrunk {
  /** Of the plan that was found, relative to the run's folder. */
  readonly plan: string;
  readonly fromFaults: number;
  readonly fromCandidates: number;
  /** Plans that were run to get here. */
  readonly runs: number;
  /** False where the budget of runs ended before nothing more could be taken away. */
  readonly complete: boolean;
}

/** What a plan that was run again on another testbed showed of one promise. */
export interface Reproduction extends Pick<ReplayedPlan, 'runs' | 'histories' | 'notInjected'> {
  readonly testbed: TestbedKind;
  /** Runs and histories in which the promise was broken again. */
  readonly brokenRuns: number;
  readonly brokenHistories: number;
}

/** A plan that was run again, and what it showed. */
export interface ReplayedPlan {
  /** Relative to the run's folder. */
  readonly plan: string;
  /** How often it was run; 0 where this testbed cannot inject what it needs. */
  readonly runs: number;
  /** A run on real servers gives one history an election. */
  readonly histories: number;
  /** By promise: in how many of them it was broken. */
  readonly broken: Readonly<Partial<Record<PropertyId, { readonly runs: number; readonly histories: number }>>>;
  /** Kinds of its faults that this testbed cannot inject, and why. */
  readonly notInjected: AdapterResult['notInjected'];
  /** In the simulation: `hashHistory` of its history; one, unless the implementation does not behave the same twice. */
  readonly historyHashes?: readonly string[];
}
