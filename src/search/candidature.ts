/** Who is being certified, where, and by which way of running: what all parts of a certification share. */
import { envelopeOf } from '../../spec/envelope.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { ElectionAdapter } from '../adapter.ts';
import type { Plan } from '../plan/plan.ts';
import { storeFacts } from '../testbed/store-facts.ts';
import type { AdapterReference, TestbedCapabilities } from '../testbed/testbed.ts';
import type { LintReport } from './lint/lint-report.ts';
import type { CertifyOptions, CertifyProgress } from './certify-options.ts';
import type { SimplestFindings } from './finding.ts';
import type { RunFolder } from './run-folder.ts';
import type { AdapterResult, ShownEnvelope } from './run-result.ts';
import type { SimulatedShrinking } from './shrink/shrink-in-simulation.ts';
import type { Harvest } from './worker-protocol.ts';

/** An adapter that is being certified, and where. */
export interface Candidature {
  readonly reference: AdapterReference;
  readonly adapter: ElectionAdapter;
  readonly testbed: AdapterResult['testbed'];
  readonly options: CertifyOptions;
  readonly folder: RunFolder;
  /** What the lint found, where it has looked at this adapter already. */
  readonly lint?: LintReport | undefined;
  /** Plans that broke a promise in the simulation, to be run here before anything else. */
  readonly again?: readonly Plan[];
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
  /** Makes a plan that breaks the property smaller; undefined where this way of running cannot, or the plan breaks it no more. */
  shrink(plan: Plan, property: PropertyId): Promise<SimulatedShrinking | undefined>;
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
  progress(progress: Partial<Pick<CertifyProgress, 'phase' | 'faultsActive' | 'beliefs' | 'operations'>>): void;
  /** Something that a reader of the result must know. */
  note(text: string): void;
}

/** Lease time by which claims are shown where none was asked for. */
const LEASE_SHOWN_MS = 10_000;

/** Properties whose violation does not end a search. */
export function toleratedProperties(adapter: ElectionAdapter, options: CertifyOptions): readonly PropertyId[] {
  return options.strict ? [] : declaredProperties(adapter);
}

/** Properties that the adapter says it breaks. */
export function declaredProperties(adapter: ElectionAdapter): readonly PropertyId[] {
  return (adapter.knownDeviations ?? []).map((deviation) => deviation.property);
}

/** The claims that the adapter makes for the lease time asked for, or a common one. */
export function shownClaims(adapter: ElectionAdapter, leaseTtlMs: number | undefined): AdapterResult['claims'] {
  return adapter.claims({ leaseTtlMs: shownLeaseMs(adapter, leaseTtlMs) });
}

function shownLeaseMs({ leaseTtlMs }: ElectionAdapter, asked: number | undefined): number {
  return asked ?? Math.max(leaseTtlMs.min, LEASE_SHOWN_MS);
}

/** The envelope of these claims; undefined where nothing timed is claimed. */
export function shownEnvelope({
  adapter,
  options,
  testbed,
}: Pick<Candidature, 'adapter' | 'testbed'> & {
  readonly options: Pick<CertifyOptions, 'leaseTtlMs'>;
}): ShownEnvelope | undefined {
  const leaseTtlMs = shownLeaseMs(adapter, options.leaseTtlMs);
  const claims = adapter.claims({ leaseTtlMs });
  const envelope = envelopeOf({ claims, leaseTtlMs, store: storeFacts(testbed, adapter.store) });
  return envelope === undefined ? undefined : { ...envelope, leaseTtlMs };
}
