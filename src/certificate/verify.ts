/** Verifies a certificate offline: from itself, from the adapter's files, from the stored histories, from the seeds. */
import type { ElectionAdapter } from '../adapter.ts';
import { adapterFile, loadAdapter } from '../load-adapter.ts';
import { ownVersion } from '../search/own-version.ts';
import { shownClaims, shownEnvelope } from '../search/candidature.ts';
import type { AdapterReference } from '../testbed/testbed.ts';
import { adapterSources } from './adapter-sources.ts';
import type { AdapterSources, Certificate, CertificateEntry } from './certificate.ts';
import { checkConsistency } from './check-consistency.ts';
import { refusalsFor, type Refusal } from './refusal.ts';
import { specIdentity } from './spec-identity.ts';
import { verifySimulated } from './verify-simulated.ts';
import { verifyStored } from './verify-stored.ts';

export interface VerifyOptions {
  /** The folder of the certificate, absolute. */
  readonly folder: string;
  /** Where the adapter of an entry is now. Throws where it cannot be found. */
  locate(entry: CertificateEntry): AdapterReference;
  /** Simulated histories an adapter to run again, at least. @defaultValue all */
  readonly sample?: number;
  /** Simulation workers. */
  readonly jobs: number;
  onProgress?(text: string): void;
}

export interface Verification {
  /** Empty: the certificate is accepted. */
  readonly refusals: readonly Refusal[];
  /** What a reader should know besides. */
  readonly notes: readonly string[];
  readonly entries: readonly VerifiedEntry[];
}

/** How much of an entry was checked. */
export interface VerifiedEntry {
  readonly adapter: string;
  readonly standing: CertificateEntry['standing'];
  readonly level: CertificateEntry['level'];
  /** Simulated histories that were run again, of how many. */
  readonly simulated: number;
  readonly simulatedOf: number;
  /** Stored histories that were judged again. */
  readonly stored: number;
}

/** Rejects with `MalformedInputError` where a stored history is none, and where the adapter cannot be loaded. */
export async function verifyCertificate(certificate: Certificate, options: VerifyOptions): Promise<Verification> {
  const notes = await notesOf(certificate, options);
  const inconsistent = checkConsistency(certificate);
  if (inconsistent.length > 0) return { refusals: inconsistent, notes, entries: [] };
  const refusals: Refusal[] = [];
  const entries: VerifiedEntry[] = [];
  for (const entry of certificate.entries) {
    options.onProgress?.(`verifying ${entry.adapter}`);
    const verified = await verifyEntry(entry, certificate, options);
    refusals.push(...verified.refusals);
    entries.push(verified.entry);
  }
  return { refusals, notes, entries };
}

async function notesOf(
  { versions, spec, entries }: Certificate,
  { sample }: VerifyOptions,
): Promise<readonly string[]> {
  const notes: string[] = [];
  const own = await ownVersion();
  const issuer = versions['scrutineer'] ?? 'unknown';
  if (own !== issuer) notes.push(`It was issued by Scrutineer ${issuer}; this is ${own}.`);
  const here = specIdentity();
  if (here.version !== spec.version)
    notes.push(`The specification was ${spec.version} then, and is ${here.version} now.`);
  else if (here.sha256 !== spec.sha256) {
    notes.push('The text of the specification is not that by which it was judged, within the same version.');
  }
  const most = Math.max(
    0,
    ...entries.flatMap(({ evidence }) => evidence.map(({ simulated }) => simulated?.generated ?? 0)),
  );
  if (sample !== undefined && sample < most) {
    notes.push(
      'Only a sample of the simulated histories is run again: event logs are compared, totals of verdicts are not.',
    );
  }
  return notes;
}

async function verifyEntry(
  entry: CertificateEntry,
  certificate: Certificate,
  options: VerifyOptions,
): Promise<{ readonly refusals: readonly Refusal[]; readonly entry: VerifiedEntry }> {
  const reference = options.locate(entry);
  const file = adapterFile(new URL(reference.url));
  const { adapter: name, standing, level } = entry;
  const simulatedOf = entry.evidence.find(({ testbed }) => testbed === 'simulated')?.histories ?? 0;
  const verified = { adapter: name, standing, level, simulated: 0, simulatedOf, stored: 0 };
  // Only what was certified is loaded, which runs it.
  const otherSources = changedSources(entry, adapterSources(file), file);
  if (otherSources.length > 0) return { refusals: otherSources, entry: verified };
  const adapter = await loadAdapter(new URL(reference.url));
  const otherClaims = changedClaims(entry, adapter);
  if (otherClaims.length > 0) return { refusals: otherClaims, entry: verified };

  const refusals: Refusal[] = [];
  const changed = await changedSince(certificate);
  for (const evidence of entry.evidence) {
    if (evidence.simulated !== undefined) {
      const { sample, jobs } = options;
      const check = { reference, adapter, evidence, simulated: evidence.simulated, sample, jobs, changed };
      const checked = await verifySimulated(check);
      refusals.push(...checked.refusals);
      verified.simulated += checked.histories;
    }
    if (evidence.stored !== undefined) {
      const check = { folder: options.folder, adapter: name, evidence, stored: evidence.stored, changed };
      const checked = await verifyStored(check);
      refusals.push(...checked.refusals);
      verified.stored += checked.histories;
    }
  }
  return { refusals, entry: verified };
}

function changedSources(entry: CertificateEntry, found: AdapterSources, file: string): readonly Refusal[] {
  const refuse = refusalsFor(entry.adapter);
  const next =
    'The certificate is about what was certified: certify what there is now, or name the certified files by --adapter.';
  const now = new Map(found.files.map(({ path, sha256 }) => [path, sha256]));
  const before = new Map(entry.sources.files.map(({ path, sha256 }) => [path, sha256]));
  const paths = [...new Set([...before.keys(), ...now.keys()])].filter((path) => now.get(path) !== before.get(path));
  const [path] = paths;
  if (path !== undefined) {
    const how = !now.has(path) ? 'is no longer imported' : before.has(path) ? 'was changed' : 'is imported besides';
    const others = paths.length === 1 ? '' : `, and ${paths.length - 1} other files differ`;
    return [
      refuse('adapter', `The adapter (${file}) is not the one that was certified: ${path} ${how}${others}.`, next),
    ];
  }
  const versions = new Map(Object.entries(found.packages));
  const other = Object.entries(entry.sources.packages).find(([name, version]) => versions.get(name) !== version);
  if (other === undefined) return [];
  const [name, version] = other;
  return [
    refuse(
      'adapter',
      `It was certified with ${name} ${version}; here it would run with ${versions.get(name) ?? 'none'}.`,
      next,
    ),
  ];
}

/** What is derived from the claims must be what the adapter's own claims give. */
function changedClaims(entry: CertificateEntry, adapter: ElectionAdapter): readonly Refusal[] {
  const isSame = (left: unknown, right: unknown): boolean =>
    JSON.stringify(sorted(left)) === JSON.stringify(sorted(right));
  const refuse = (sentence: string): readonly Refusal[] => [
    refusalsFor(entry.adapter)('claims', sentence, 'Use the file that the run wrote.'),
  ];
  if (!isSame(entry.claims, shownClaims(adapter, entry.evidence[0]?.search.leaseTtlMs))) {
    return refuse('Its claims are not those that the adapter makes.');
  }
  const other = entry.evidence.find(
    ({ envelope, testbed, search }) => !isSame(envelope, shownEnvelope({ adapter, testbed, options: search })),
  );
  return other === undefined ? [] : refuse(`Its envelope on ${other.testbed} is not what its claims leave room for.`);
}

/** With the fields of objects in the order of their names. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return entries.map(([name, member]) => [name, sorted(member)]);
}

/** What to look at where the same evidence comes out differently. */
async function changedSince({ versions, spec }: Certificate): Promise<string> {
  const issuer = versions['scrutineer'] ?? 'unknown';
  if (issuer !== (await ownVersion()))
    return `Verify with the Scrutineer that issued it: npx scrutineer@${issuer} verify.`;
  if (spec.sha256 !== specIdentity().sha256) return 'The specification was changed since: certify again.';
  return 'The certificate was changed after it was issued, or the adapter does not behave the same each time: certify again.';
}
