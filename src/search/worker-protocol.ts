/** What the search and its workers say to each other. Everything is plain data. */
import type { FaultKind } from '../../spec/faults.ts';
import type { History } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { Plan } from '../plan/plan.ts';
import type { LintReport } from './lint/lint-report.ts';
import type { OperationCounts } from '../testbed/operation-counts.ts';
import type { AdapterReference } from '../testbed/testbed.ts';
import type { Finding, Simplicity } from './finding.ts';
import type { Moment } from './moment.ts';
import type { SimulatedShrinking } from './shrink/shrink-in-simulation.ts';
import type { Tally } from './tally.ts';

/** What a worker is told when it starts (`workerData`). */
export interface WorkerSetup {
  readonly adapter: AdapterReference;
  readonly search: SearchSettings;
}

/** What a worker is handed with each task. */
export interface WorkerOrder {
  readonly task: WorkerTask;
  /** Two Float64 for the watchdog: worlds that this task has begun, and the seed of the plan that runs now. */
  readonly progress: SharedArrayBuffer;
}

/** What decides which plans are generated and how they are judged. */
export interface SearchSettings {
  readonly seed: number;
  readonly faults: readonly FaultKind[];
  readonly candidates?: number;
  readonly leaseTtlMs?: number;
  readonly holdTo: 'claims' | 'all';
  /** Ends the search at the first history that violates a property outside of `tolerated`. */
  readonly stopAtViolation: boolean;
  /** Properties whose violation does not end the search. */
  readonly tolerated: readonly PropertyId[];
  readonly keep: 'failing' | 'all';
}

/** Work for a worker: some generated plans by their places, or stored plans. */
export type WorkerTask =
  | {
      readonly kind: 'generated';
      readonly from: number;
      /** Exclusive. */
      readonly to: number;
      /** Findings that are not simpler than these need not be sent. */
      readonly known: ReadonlyMap<PropertyId, Simplicity>;
    }
  | { readonly kind: 'stored'; readonly plan: Plan; readonly index: number }
  /** A plan that breaks the property, to be made as small as it can be. */
  | { readonly kind: 'shrink'; readonly plan: Plan; readonly property: PropertyId; readonly runsMax: number }
  /** Fault-free histories, looked through for mistakes of the adapter. */
  | { readonly kind: 'lint' };

/** What became of a task. */
export interface Harvest {
  readonly tally: Tally;
  readonly findings: readonly Finding[];
  /** Index of the plan that ended the search; nothing after it was run. */
  readonly stoppedAt?: number;
  /** With `keep: 'all'`: every history. */
  readonly histories: readonly { readonly plan: Plan; readonly history: History }[];
  /** Simulated histories: `digestEvents` of each, in the order of the plans. */
  readonly digests?: readonly number[];
  /** A stored plan that was simulated: `hashHistory` of its history. */
  readonly historyHash?: string;
  /** Real histories: where each is stored, relative to the run's folder. */
  readonly files?: readonly string[];
  /** What shrinking came to; absent where the plan broke nothing when it was run again. */
  readonly shrunk?: SimulatedShrinking;
  /** What the lint found. */
  readonly lint?: LintReport;
  /** What a reader of the result must know. */
  readonly notes?: readonly string[];
  /** For the display: how the operations of these histories ended. */
  readonly operations?: OperationCounts;
  /** A moment of the last history, for the display. */
  readonly moment?: Moment;
}

/** Errors do not cross threads whole, so that they are told. */
export type WorkerAnswer =
  | { readonly kind: 'harvest'; readonly harvest: Harvest }
  /** The worker could not go on. */
  | { readonly kind: 'failed'; readonly message: string };
