/**
 * The one interface of all testbeds: open, run plans, close. A testbed says which kinds of fault it can inject; a fault
 * that it cannot inject is reported as not injected, never silently skipped.
 */
import type { FaultKind } from '../../spec/faults.ts';
import type { History, TestbedKind } from '../../spec/history.ts';
import type { Plan } from '../plan/plan.ts';
import type { Belief } from './beliefs.ts';
import type { OperationCounts } from './operation-counts.ts';
import type { ProcessOutput } from './process-output.ts';

export interface TestbedCapabilities {
  readonly faults: ReadonlySet<FaultKind>;
  /** What it cannot inject and why, for the report: `pause-at: a real process cannot be stopped at an exact instruction`. */
  readonly missing: ReadonlyMap<FaultKind, string>;
}

/** Where the adapter under test is: workers and hosts load it by themselves, since functions do not cross. */
export interface AdapterReference {
  readonly name: string;
  /** A file URL. */
  readonly url: string;
}

export interface Testbed {
  readonly kind: TestbedKind;
  readonly capabilities: TestbedCapabilities;
  /** Runs one plan and gives the histories of all its elections (one in the simulation, a batch on real servers). */
  run(adapter: AdapterReference, plan: Plan, options: RunOptions): Promise<readonly History[]>;
  close(): Promise<void>;
}

export interface RunOptions {
  /** When it aborts, what has happened so far is still returned as histories. */
  readonly signal: AbortSignal;
  /** Called when something changes that a person would like to see. */
  readonly onProgress?: (progress: PlanProgress) => void;
  /** Called with what a reader of the result must know. */
  readonly onNote?: (text: string) => void;
  /** Called when the plan has ended, with the end of what each process of a candidate printed. */
  readonly onOutput?: (outputs: readonly ProcessOutput[]) => void;
  /** Awaited when everything is ready to begin, so that plans can get ready while others run. */
  readonly mayBegin?: () => Promise<void>;
}

export interface PlanProgress {
  readonly phase: 'starting' | 'trouble' | 'healed' | 'degraded' | 'judging';
  readonly faultsActive: readonly FaultKind[];
  /** What each candidate of the first election believes. */
  readonly beliefs: readonly Belief[];
  /** Operations of the plan that have ended so far, over all its elections. */
  readonly operations: OperationCounts;
}
