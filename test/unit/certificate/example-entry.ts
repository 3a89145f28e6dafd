/** Evidence that is good for a level, to be spoiled in single places. */
import { faults, type FaultKind } from '../../../spec/faults.ts';
import { properties } from '../../../spec/properties.ts';
import { specVersion } from '../../../spec/version.ts';
import fencing from '../../../adapters/redis-fencing/adapter.ts';
import type {
  Certificate,
  CertificateEntry,
  CertifiedProperty,
  TestbedEvidence,
} from '../../../src/certificate/certificate.ts';

const kinds: readonly FaultKind[] = Object.values(faults).map(({ kind }) => kind);
const claims = fencing.claims({ leaseTtlMs: 10_000 });

const kept: readonly CertifiedProperty[] = properties.map((property) => ({
  id: property.id,
  claimed: property.claimed(claims),
  verdict: property.claimed(claims) ? 'holds' : 'not-claimed',
  declared: false,
  judged: property.claimed(claims) ? 500 : 0,
  inconclusive: 0,
  violations: 0,
}));

/** A thousand simulated histories in which everything claimed holds. */
export const simulated: TestbedEvidence = {
  testbed: 'simulated',
  verdict: 'holds',
  histories: 1_000,
  plans: 1_000,
  events: 500_000,
  spanMs: 60_000_000,
  properties: kept,
  faults: Object.fromEntries(kinds.map((kind) => [kind, 10])),
  notInjected: [],
  search: { seed: 1, faults: kinds, holdTo: 'claims' },
  simulated: {
    generated: 1_000,
    chunkSize: 25,
    chunks: Array.from({ length: 40 }, () => '0'.repeat(16)),
    storedPlans: [],
  },
};

/** A hundred real histories of `spanMs` in all. */
export function real(spanMs: number): TestbedEvidence {
  const { simulated: _digests, ...common } = simulated;
  return {
    ...common,
    testbed: 'local',
    histories: 100,
    plans: 10,
    spanMs,
    stored: Array.from({ length: 100 }, (_, index) => ({
      path: `histories/${index}.jsonl.gz`,
      sha256: '0'.repeat(64),
    })),
  };
}

/** The evidence with another verdict of one property. */
export function withProperty(evidence: TestbedEvidence, changed: Partial<CertifiedProperty>): TestbedEvidence {
  return {
    ...evidence,
    properties: evidence.properties.map((each) => (each.id === changed.id ? { ...each, ...changed } : each)),
  };
}

/** An entry as it would be issued for this evidence at the level `simulated`, unless told otherwise. */
export function entryOf(changes: Partial<CertificateEntry> = {}): CertificateEntry {
  return {
    adapter: 'redis-fencing',
    title: 'Reference',
    file: 'adapters/redis-fencing/adapter.ts',
    standing: 'certified',
    level: 'simulated',
    missing: [],
    claims,
    ledger: true,
    deviations: [],
    testbeds: ['simulated', 'local', 'containers'],
    sources: { files: [{ path: 'adapter.ts', sha256: '0'.repeat(64) }], packages: {} },
    evidence: [simulated],
    ...changes,
  };
}

export function certificateOf(entry: CertificateEntry, version: string = specVersion): Certificate {
  return {
    schema: 'scrutineer/certificate@1',
    issuedAt: '2026-01-01T00:00:00.000Z',
    command: 'npx scrutineer certify',
    versions: { scrutineer: '0.1.0', node: '20.20.2' },
    spec: { version, sha256: '0'.repeat(64) },
    entries: [entry],
  };
}
