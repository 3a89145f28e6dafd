/** What a run of the search is asked to do, and what it tells while it does. */
import type { FaultKind } from '../../spec/faults.ts';
import type { TestbedKind } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { Plan } from '../plan/plan.ts';
import type { Evidence } from './evidence.ts';
import type { Belief } from '../testbed/beliefs.ts';
import type { OperationCounts } from '../testbed/operation-counts.ts';
import type { AdapterReference, PlanProgress } from '../testbed/testbed.ts';

/** Everything that `certify` needs to know; the command line and the vitest entry fill it in. */
export interface CertifyOptions {
  readonly adapters: readonly AdapterReference[];
  /** `auto`: simulated where the adapter can, else the first usable testbed that it lists. */
  readonly testbeds: readonly TestbedKind[] | 'auto';
  readonly seed: number;
  /** Runs these plans, in place of declared deviations and a search. */
  readonly plans?: readonly Plan[];
  /** Histories an adapter and testbed. @defaultValue `historiesByDefault` of the testbed, unbounded where `budgetMs` is given */
  readonly histories?: number;
  /** No new plan is begun on an adapter and testbed after this long. */
  readonly budgetMs?: number;
  /** The kinds of fault that generated plans may use; stored plans of deviations keep theirs. */
  readonly faults: readonly FaultKind[];
  /** Candidates a plan. @defaultValue 2 to 5, by plan */
  readonly candidates?: number;
  /** Lease time of generated plans. @defaultValue by plan, within what the adapter accepts */
  readonly leaseTtlMs?: number;
  /** `claims`: only what is claimed can be violated; `all`: every property is judged. */
  readonly holdTo: 'claims' | 'all';
  /** Declared deviations count as violations. */
  readonly strict: boolean;
  /** Goes on after the first undeclared violation. */
  readonly keepGoing: boolean;
  /** Workers of the simulation. */
  readonly jobs: number;
  /** `all` also keeps the simulated histories that violate nothing. Real ones are always kept. */
  readonly keep: 'failing' | 'all';
  /** The run's folder, absolute. */
  readonly folder: string;
  /** The command line that repeats this run, for the report. */
  readonly command: string;
  /** When it aborts, nothing new is begun, and what is there is judged. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: CertifyProgress) => void;
  /** Called before the first history with each promise that the claims' own constants cannot keep. */
  readonly onCannotHold?: (adapter: string, sentence: string) => void;
  /** Called once for each adapter and testbed that was searched, not for replays. */
  readonly onEvidence?: (evidence: Evidence) => void;
}

/** How many histories an adapter gets on each testbed when nobody says. */
export const historiesByDefault: Readonly<Record<TestbedKind, number>> = {
  simulated: 2_000,
  local: 200,
  containers: 200,
};

/** Where a run stands; sent whenever something changes. */
export interface CertifyProgress {
  readonly adapter: string;
  readonly testbed: TestbedKind;
  /** Which of the adapters of the run this is, from 1, and how many there are. */
  readonly place: number;
  readonly places: number;
  readonly phase: 'lint' | 'deviations' | PlanProgress['phase'] | 'searching' | 'replaying' | 'shrinking' | 'done';
  readonly histories: number;
  /** Undefined where only a budget limits the run. */
  readonly historiesMax: number | undefined;
  /** How long the search may begin new plans. */
  readonly budgetMs?: number;
  readonly faultsActive: readonly FaultKind[];
  /** What each candidate believes, in the history that is shown. */
  readonly beliefs: readonly Belief[];
  /** Operations that have ended so far, also of plans under way. */
  readonly operations: OperationCounts;
  /** Histories in which a promise was broken, by property. */
  readonly violations: ReadonlyMap<PropertyId, number>;
}
