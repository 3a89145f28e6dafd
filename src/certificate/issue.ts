/** Issues the certificate of a run. */
import { rename, readFile, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { isAbsolute, join, relative } from 'node:path';
import type { ElectionAdapter } from '../adapter.ts';
import { adapterFile, loadAdapter } from '../load-adapter.ts';
import type { CertifyOptions } from '../search/certify-options.ts';
import { certify } from '../search/certify.ts';
import type { Evidence } from '../search/evidence.ts';
import { packageRoot } from '../search/own-version.ts';
import { pathFromHere } from '../search/replay-command.ts';
import { storeRun } from '../search/run-folder.ts';
import { RunNotStored } from '../search/run-not-stored.ts';
import type { AdapterResult, RunResult } from '../search/run-result.ts';
import { adapterSources } from './adapter-sources.ts';
import type { Certificate, CertificateEntry, FileHash, SearchScope, TestbedEvidence } from './certificate.ts';
import { chunkSizeFor, chunksOf } from './chunks.ts';
import { standingOf } from './level.ts';
import { specIdentity } from './spec-identity.ts';

/**
 * Runs and judges as `certify` of the search does, and writes `certificate.json` beside `run.json`. A replay gets none,
 * and neither does a run that was interrupted: what it did not come to may be what would have spoken against it.
 */
export async function certifyAndIssue(options: CertifyOptions): Promise<RunResult> {
  const gathered: Evidence[] = [];
  const run = await certify({
    ...options,
    onEvidence: (evidence) => {
      gathered.push(evidence);
      options.onEvidence?.(evidence);
    },
  });
  if (run.interrupted || gathered.length === 0) return run;
  try {
    const certificate = await certificateOf(run, gathered, options);
    await writeWhole(join(options.folder, 'certificate.json'), `${JSON.stringify(certificate, undefined, 2)}\n`);
    const certified: RunResult = { ...run, adapters: run.adapters.map((adapter) => withSummary(adapter, certificate)) };
    await storeRun(options.folder, certified);
    return certified;
  } catch (error) {
    throw new RunNotStored(run, error);
  }
}

function withSummary(adapter: AdapterResult, { entries }: Certificate): AdapterResult {
  const entry = entries.find(
    ({ adapter: name, evidence }) =>
      name === adapter.name && evidence.some(({ testbed }) => testbed === adapter.testbed),
  );
  if (entry === undefined) return adapter;
  const { level, missing } = entry;
  return { ...adapter, certificate: { level, missing } };
}

async function certificateOf(
  run: RunResult,
  gathered: readonly Evidence[],
  options: CertifyOptions,
): Promise<Certificate> {
  const urls = [...new Set(gathered.map(({ reference }) => reference.url))];
  const entries = await Promise.all(
    urls.map((url) =>
      entryOf(
        url,
        gathered.filter(({ reference }) => reference.url === url),
        options,
      ),
    ),
  );
  return {
    schema: 'scrutineer/certificate@1',
    issuedAt: run.startedAt,
    command: run.command,
    versions: run.versions,
    spec: specIdentity(),
    entries,
  };
}

async function entryOf(url: string, gathered: readonly Evidence[], options: CertifyOptions): Promise<CertificateEntry> {
  const adapter = await loadAdapter(new URL(url));
  const file = adapterFile(new URL(url));
  const evidence = await Promise.all(gathered.map((each) => evidenceOf(each, options)));
  const deviations = (adapter.knownDeviations ?? []).map(({ property, why, source }) => ({ property, why, source }));
  const facts = { adapter: adapter.name, deviations, testbeds: adapter.testbeds, evidence };
  return {
    adapter: adapter.name,
    title: adapter.title,
    file: portablePath(file),
    ...standingOf(facts),
    claims: gathered[0]?.result.claims ?? claimsOf(adapter),
    ledger: adapter.grants !== undefined,
    deviations,
    testbeds: adapter.testbeds,
    sources: adapterSources(file),
    evidence,
  };
}

/** As seen from the working directory or, for what is shipped, from this package; else absolute. */
function portablePath(file: string): string {
  const here = pathFromHere(file);
  if (!isAbsolute(here)) return here.replaceAll('\\', '/');
  const inPackage = relative(packageRoot(), file).replaceAll('\\', '/');
  return inPackage.startsWith('..') || isAbsolute(inPackage) ? file : inPackage;
}

function claimsOf(adapter: ElectionAdapter): CertificateEntry['claims'] {
  return adapter.claims({ leaseTtlMs: adapter.leaseTtlMs.min });
}

async function evidenceOf(evidence: Evidence, options: CertifyOptions): Promise<TestbedEvidence> {
  const { result, spanUs, digests, storedPlans, files } = evidence;
  const chunkSize = chunkSizeFor(digests.length);
  return {
    testbed: result.testbed,
    verdict: result.verdict,
    histories: result.histories,
    plans: result.plans,
    events: result.events,
    spanMs: spanUs / 1000,
    properties: result.properties.map(({ id, claimed, verdict, declared, judged, inconclusive, violations }) => {
      return { id, claimed, verdict, declared, judged, inconclusive, violations };
    }),
    ...(result.envelope === undefined ? {} : { envelope: result.envelope }),
    faults: result.faults,
    notInjected: result.notInjected,
    search: scopeOf(options),
    ...(result.testbed === 'simulated'
      ? { simulated: { generated: digests.length, chunkSize, chunks: chunksOf(digests, chunkSize), storedPlans } }
      : { stored: await Promise.all(files.map((file) => fileHash(options.folder, file))) }),
  };
}

function scopeOf({ seed, faults, candidates, leaseTtlMs, holdTo }: CertifyOptions): SearchScope {
  return {
    seed,
    faults,
    ...(candidates === undefined ? {} : { candidates }),
    ...(leaseTtlMs === undefined ? {} : { leaseTtlMs }),
    holdTo,
  };
}

/** The SHA-256 of a file in a folder. */
export async function fileHash(folder: string, path: string): Promise<FileHash> {
  const content = await readFile(join(folder, path));
  return { path, sha256: createHash('sha256').update(content).digest('hex') };
}

/** A reader never sees half a certificate. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.partial`, text);
  await rename(`${path}.partial`, path);
}
