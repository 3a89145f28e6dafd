/**
 * Goal: a certificate is issued with each run, anybody can verify it offline, and one that is not what it says is refused
 * with the reason.
 * Method: the command line, on a copy of the reference; then one thing of its certificate or adapter is spoiled at a time.
 */
import { execFile } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adapterSources } from '../../src/certificate/adapter-sources.ts';
import type { Certificate, CertificateEntry, TestbedEvidence } from '../../src/certificate/certificate.ts';
import { decodeCertificate } from '../../src/certificate/certificate-schema.ts';
import { readRun } from '../../src/search/run-folder.ts';

const execute = promisify(execFile);
const main = resolve('dist/src/cli/main.js');
const HISTORIES = 1_000;

let project: string;
let good: Certificate;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function scrutineer(...args: readonly string[]): Promise<Ended> {
  try {
    return { code: 0, ...(await execute(process.execPath, [main, ...args], { cwd: project })) };
  } catch (error) {
    if (typeof error !== 'object' || error === null) throw error;
    const { code, stdout, stderr } = error as Ended;
    return { code, stdout, stderr };
  }
}

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-certificate-'));
  cpSync(resolve('adapters/redis-fencing'), join(project, 'mine'), { recursive: true });
  const run = await scrutineer(
    ...['certify', './mine', '--histories', String(HISTORIES), '--seed', '7', '--report', 'run', '--progress', 'none'],
  );
  expect(run.code).toBe(0);
  const path = join(project, 'run', 'certificate.json');
  good = decodeCertificate(readFileSync(path, 'utf8'), path);
});

afterAll(() => rmSync(project, { recursive: true }));

/** Verifies the certificate after a change, from a file beside the good one. */
async function verified(changed: unknown, ...flags: readonly string[]): Promise<Ended> {
  writeFileSync(join(project, 'run', 'changed.json'), typeof changed === 'string' ? changed : JSON.stringify(changed));
  return scrutineer('verify', join('run', 'changed.json'), ...flags);
}

function withEntry(change: (entry: CertificateEntry) => CertificateEntry): Certificate {
  return { ...good, entries: good.entries.map(change) };
}

function withEvidence(change: (evidence: TestbedEvidence) => TestbedEvidence): Certificate {
  return withEntry((entry) => ({ ...entry, evidence: entry.evidence.map(change) }));
}

function withS4(change: Partial<TestbedEvidence['properties'][number]>): Certificate {
  return withEvidence((evidence) => ({
    ...evidence,
    properties: evidence.properties.map((each) => (each.id === 'S4' ? { ...each, ...change } : each)),
  }));
}

describe('issued', () => {
  test('at the level that the run is good for, with what the next one needs, there and in the reports', async () => {
    const [entry] = good.entries;
    expect(entry).toMatchObject({ adapter: 'redis-fencing', standing: 'certified', level: 'simulated' });
    expect(entry?.missing.join()).toContain('not judged on real servers');
    expect(entry?.sources.files[0]?.path).toBe('adapter.ts');
    const [adapter] = (await readRun(join(project, 'run'))).adapters;
    expect(adapter?.certificate).toEqual({ level: 'simulated', missing: entry?.missing });
    expect(adapter?.lint).toEqual({ histories: 200, findings: [] });
    const shown = await scrutineer('report', 'run');
    expect(shown.stdout).toContain('certificate: level simulated');
    expect(readFileSync(join(project, 'run', 'summary.md'), 'utf8')).toContain('Certificate: level simulated.');
  });

  test('without a level where deviations are declared, and accepted as that', async () => {
    await scrutineer(
      'certify',
      'redis-lease',
      '--histories',
      '50',
      '--seed',
      '7',
      '--report',
      'lease',
      '--progress',
      'none',
    );
    const [adapter] = (await readRun(join(project, 'lease'))).adapters;
    expect(adapter?.certificate?.level).toBe('none');
    expect(adapter?.certificate?.missing.join()).toContain('It declares that it breaks');
    const { code, stdout } = await scrutineer('verify', 'lease');
    expect(stdout).toMatch(/redis-lease {2}as-declared: \d+ of \d+ simulated histories run again/);
    expect(code).toBe(0);
  });

  test('not with a replay', async () => {
    const plan = join(resolve('adapters/redis-lease/plans'), 'renewals-refused.json');
    await scrutineer('replay', plan, '--report', 'replayed');
    expect(existsSync(join(project, 'replayed', 'run.json'))).toBe(true);
    expect(existsSync(join(project, 'replayed', 'certificate.json'))).toBe(false);
  });
});

describe('accepted', () => {
  test('when everything is run again', async () => {
    const { code, stdout } = await scrutineer('verify', 'run');
    expect(stdout).toContain('1,000 of 1,000 simulated histories run again');
    expect(stdout).toMatch(/^✓ The certificate of .* is accepted\.\n$/m);
    expect(code).toBe(0);
  });

  test('on a sample, which it says', async () => {
    const { code, stdout } = await scrutineer('verify', 'run', '--sample', '100');
    expect(stdout).toContain('100 of 1,000 simulated histories run again');
    expect(stdout).toContain('note: Only a sample');
    expect(code).toBe(0);
  });
});

describe('refused', () => {
  test.each([
    {
      name: 'an event log that is not what the seed gives',
      change: () =>
        withEvidence((evidence) => ({
          ...evidence,
          ...(evidence.simulated && {
            simulated: { ...evidence.simulated, chunks: ['0123456789abcdef', ...evidence.simulated.chunks.slice(1)] },
          }),
        })),
      says: /event logs of histories 0 to 24 are not those that were certified.* \[event-log\]/,
    },
    {
      name: 'verdicts that the histories do not bear out',
      change: () => withS4({ judged: 1_000_000 }),
      says: /judged otherwise: S4 judged: 1000000 in the certificate, \d+ now\. \[verdict\]/,
    },
    {
      name: 'another seed',
      change: () => withEvidence((evidence) => ({ ...evidence, search: { ...evidence.search, seed: 8 } })),
      says: /\[event-log\]/,
    },
    {
      name: 'a claim that is vacuous',
      change: () => withS4({ verdict: 'vacuous', judged: 0 }),
      says: /S4 is promised and vacuous on simulated.* \[vacuous\]/,
    },
    {
      name: 'a claim that was dropped',
      change: () => withEntry((entry) => ({ ...entry, claims: { ...entry.claims, fencing: 'none' } })),
      says: /Its claims are not those that the adapter makes\. \[claims\]/,
    },
    {
      name: 'another major version of the specification',
      change: (): Certificate => ({ ...good, spec: { ...good.spec, version: '2.0' } }),
      says: /judged by version 2\.0 of the specification.* \[spec\]/,
    },
    {
      name: 'counts that do not add up',
      change: () => withEvidence((evidence) => ({ ...evidence, histories: 5_000 })),
      says: /do not add up: 5000 histories, but 1000 generated.* \[counts\]/,
    },
    {
      name: 'a level that was never reached',
      change: () => withEntry((entry) => ({ ...entry, level: 'soaked' })),
      says: /says certified at level soaked; its evidence is good for certified at level simulated\. \[level\]/,
    },
  ])('$name', async ({ change, says }) => {
    const { code, stdout } = await verified(change());
    expect(stdout).toMatch(says);
    expect(stdout).toMatch(/is refused, for one reason\.\n$/);
    expect(code).toBe(1);
  });

  test('an adapter that was changed since, in a file that it imports', async () => {
    const file = join(project, 'mine', 'timing.ts');
    const before = readFileSync(file);
    appendFileSync(file, '\n// harmless\n');
    const { code, stdout } = await scrutineer('verify', 'run');
    writeFileSync(file, before);
    expect(stdout).toMatch(/is not the one that was certified: timing\.ts was changed\. \[adapter\]/);
    expect(code).toBe(1);
  });

  test('an adapter that breaks the contract, whatever its entry says', async () => {
    const file = join(project, 'mine', 'adapter.ts');
    const before = readFileSync(file, 'utf8');
    writeFileSync(file, before.replace('keys: (election) => [recordKey(election)', "keys: (election) => ['elsewhere'"));
    const { files } = adapterSources(file);
    const { code, stdout } = await verified(withEntry((entry) => ({ ...entry, sources: { ...entry.sources, files } })));
    writeFileSync(file, before);
    expect(stdout).toMatch(/breaks the contract: .* never named a holder.* \[contract\]/);
    expect(code).toBe(1);
  });

  test('a run of too few histories', async () => {
    await scrutineer('certify', './mine', '--histories', '25', '--seed', '7', '--report', 'few', '--progress', 'none');
    const { code, stdout } = await scrutineer('verify', 'few');
    expect(stdout).toMatch(/redis-fencing: /);
    expect(stdout).toContain('is refused');
    expect(code).toBe(1);
  });
});

describe('no certificate at all', () => {
  test('text that is cut short: the place is named', async () => {
    const { code, stderr } = await verified(JSON.stringify(good, undefined, 2).slice(0, 400));
    expect(stderr).toMatch(/changed\.json, line \d+, column \d+: expected JSON, found the end of the text/);
    expect(code).toBe(65);
  });

  test('a field of another form', async () => {
    const { code, stderr } = await verified({ ...good, entries: [{ ...good.entries[0], level: 'gold' }] });
    expect(stderr).toMatch(/field entries\[0\]\.level: expected "none" or "simulated" or .* found "gold"/);
    expect(code).toBe(65);
  });

  test('a newer one', async () => {
    const { code, stderr } = await verified({ ...good, schema: 'scrutineer/certificate@2' });
    expect(stderr).toContain('A newer Scrutineer wrote this certificate');
    expect(code).toBe(65);
  });

  test('nothing there, and an adapter that is gone', async () => {
    const missing = await scrutineer('verify', 'nowhere');
    expect(missing.code).toBe(64);
    expect(missing.stderr).toContain('there is no such certificate');
    const gone = await verified(
      withEntry((entry) => ({ ...entry, adapter: 'gone-election', file: 'gone/adapter.ts' })),
    );
    expect(gone.code).toBe(64);
    expect(gone.stderr).toContain('say by --adapter where it is now');
  });
});
