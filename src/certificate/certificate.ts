/**
 * The certificate of a run: what was promised, what was judged, and the evidence, in a form that anybody can check again
 * without the machine on which it was made. Simulated histories are named by their seed and the digests of their event
 * logs, real ones are stored beside it under their SHA-256.
 */
import type { Claims } from '../../spec/claims.ts';
import type { FaultKind } from '../../spec/faults.ts';
import type { TestbedKind } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { AdapterResult, CertificateSummary, PropertyResult, ShownEnvelope } from '../search/run-result.ts';

export interface Certificate {
  readonly schema: 'scrutineer/certificate@1';
  /** ISO 8601, UTC: when the run began. */
  readonly issuedAt: string;
  /** The command line that repeats the run. */
  readonly command: string;
  /** Versions of scrutineer, node and the servers (or the digests of their images), by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly spec: SpecIdentity;
  /** One an adapter that was judged. */
  readonly entries: readonly CertificateEntry[];
}

/** The specification by which was judged. A certificate is void under another major version. */
export interface SpecIdentity {
  /** `major.minor` */
  readonly version: string;
  /** SHA-256 over its compiled files. */
  readonly sha256: string;
}

export type Level = CertificateSummary['level'];

export interface CertificateEntry {
  readonly adapter: string;
  readonly title: string;
  /** Where it was loaded from, relative to the folder in which the run was started, or absolute. */
  readonly file: string;
  /**
   * `certified`: every claimed promise holds, at `level`. `as-declared`: promises are broken, all of them declared, and
   * there is no level. `not-certified`: neither.
   */
  readonly standing: 'certified' | 'as-declared' | 'not-certified';
  readonly level: Level;
  /** What it would take to reach the next level, in sentences. */
  readonly missing: readonly string[];
  /** For the lease time asked for, or a common one; each history carries those of its own. */
  readonly claims: Claims;
  /** False where nothing beside the store records who holds the election. */
  readonly ledger: boolean;
  readonly deviations: readonly DeclaredDeviation[];
  /** The testbeds that the adapter lists. */
  readonly testbeds: readonly TestbedKind[];
  readonly sources: AdapterSources;
  /** One a testbed on which it was judged. */
  readonly evidence: readonly TestbedEvidence[];
}

export interface DeclaredDeviation {
  readonly property: PropertyId;
  readonly why: string;
  readonly source: string;
}

/** What an adapter is made of: a change in any of it is another implementation. */
export interface AdapterSources {
  /** The files that it imports one from another, relative to the folder of the adapter's file, which comes first. */
  readonly files: readonly FileHash[];
  /** Versions of the packages that they import, by name. */
  readonly packages: Readonly<Record<string, string>>;
}

export interface FileHash {
  /** With `/`. */
  readonly path: string;
  readonly sha256: string;
}

/** What a property came to, without its reasons. */
export type CertifiedProperty = Pick<
  PropertyResult,
  'id' | 'claimed' | 'verdict' | 'declared' | 'judged' | 'inconclusive' | 'violations'
>;

export interface TestbedEvidence {
  readonly testbed: TestbedKind;
  readonly verdict: AdapterResult['verdict'];
  readonly histories: number;
  readonly plans: number;
  readonly events: number;
  /** How long the histories were, one after the other, in milliseconds. */
  readonly spanMs: number;
  readonly properties: readonly CertifiedProperty[];
  /** How much trouble the constants of the claims leave room for; absent where nothing timed is claimed. */
  readonly envelope?: ShownEnvelope;
  /** How often each kind of fault was injected. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
  readonly notInjected: AdapterResult['notInjected'];
  readonly search: SearchScope;
  /** For the simulated testbed. */
  readonly simulated?: SimulatedEvidence;
  /** For real testbeds: every judged history, relative to the folder of the certificate. */
  readonly stored?: readonly FileHash[];
}

/** What was asked of the search: it decides which plans were generated. */
export interface SearchScope {
  readonly seed: number;
  readonly faults: readonly FaultKind[];
  readonly candidates?: number;
  readonly leaseTtlMs?: number;
  readonly holdTo: 'claims' | 'all';
}

export interface SimulatedEvidence {
  /** How many generated plans were run, from place 0 on. */
  readonly generated: number;
  /** Histories a chunk; the last one may be shorter. */
  readonly chunkSize: number;
  /** For each chunk, the first 16 hex digits of the SHA-256 over the digests of its event logs. */
  readonly chunks: readonly string[];
  /** The stored plans of declared deviations, in the order in which they were run. */
  readonly storedPlans: readonly { readonly plan: string; readonly digest: number }[];
}
