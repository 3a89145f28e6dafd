/**
 * Goal: `certify` names the mistakes of an adapter first, in every report, and ends as for an implementation that is wrong
 * rather than as if Scrutineer had failed.
 * Method: copies of the reference with one mistake each, through the command line.
 */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readRun } from '../../src/search/run-folder.ts';
import type { AdapterResult } from '../../src/search/run-result.ts';

const execute = promisify(execFile);
const main = resolve('dist/src/cli/main.js');

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-lint-'));
});

afterAll(() => rmSync(project, { recursive: true }));

interface Certified {
  readonly code: number;
  readonly stdout: string;
  readonly adapter: AdapterResult | undefined;
  readonly folder: string;
}

/** Certifies a copy of the reference in which `text` of its adapter.ts was replaced. */
async function certifyCopy(name: string, [text, by]: readonly [string, string]): Promise<Certified> {
  const copy = join(project, name);
  cpSync(resolve('adapters/redis-fencing'), copy, { recursive: true });
  const file = join(copy, 'adapter.ts');
  const changed = readFileSync(file, 'utf8').replace(text, by);
  expect(changed).toContain(by);
  writeFileSync(file, changed);
  const folder = join(project, `${name}-run`);
  const args = [
    main,
    'certify',
    `./${name}`,
    '--histories',
    '25',
    '--seed',
    '1',
    '--report',
    folder,
    '--progress',
    'none',
  ];
  const ended = await execute(process.execPath, args, { cwd: project }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { readonly code: number; readonly stdout: string }) => ({ code: error.code, stdout: error.stdout }),
  );
  return { ...ended, adapter: (await readRun(folder)).adapters[0], folder };
}

const create = 'createCandidate: async (environment) => new FencedCandidate(environment),';

test('the clock of the platform: an adapter that is wrong, not a Scrutineer that failed; nothing is searched', async () => {
  const { code, stdout, adapter, folder } = await certifyCopy('clocked', [
    create,
    'createCandidate: async (environment) => { environment.log(String(Date.now())); return new FencedCandidate(environment); },',
  ]);
  expect(code).toBe(1);
  expect(stdout).toContain('the adapter breaks the contract: The adapter called Date.now at ');
  expect(stdout).toContain('use environment.clock');
  expect(adapter).toMatchObject({ verdict: 'violated', histories: 0 });
  expect(adapter?.lint?.findings).toMatchObject([{ code: 'LINT-PLATFORM', severity: 'error', declared: false }]);
  expect(adapter?.certificate?.level).toBe('none');
  const junit = readFileSync(join(folder, 'junit.xml'), 'utf8');
  expect(junit).toMatch(/name="lint"[^>]*>\s*<failure[^>]* message="LINT-PLATFORM: The adapter called Date\.now/);
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('`LINT-PLATFORM`');
  expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('LINT-PLATFORM');
});

test('a mistake with which a search still makes sense: it is told first, and the search goes on', async () => {
  const { code, stdout, adapter } = await certifyCopy('blind', [
    'keys: (election) => [recordKey(election)',
    "keys: (election) => ['elsewhere'",
  ]);
  expect(code).toBe(1);
  expect(stdout.indexOf('LINT-GRANTS-BLIND')).toBeGreaterThan(0);
  expect(stdout.indexOf('LINT-GRANTS-BLIND')).toBeLessThan(stdout.indexOf('property'));
  expect(stdout).toMatch(/breaks the contract of adapters/);
  expect(adapter?.histories).toBeGreaterThan(0);
});

test('a warning is told, and changes nothing', async () => {
  const { stdout, adapter } = await certifyCopy('odd', ['{ min: 500, step: 1 }', '{ min: 500, step: 3 }']);
  expect(stdout).toContain('! LINT-CLAIMS-TTL');
  expect(adapter?.lint?.findings).toMatchObject([{ code: 'LINT-CLAIMS-TTL', severity: 'warning' }]);
  expect(adapter?.reason ?? '').not.toContain('contract');
});
