/** The command line as scripts see it: exit codes, what is on stdout and what is not, and messages that teach. */
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRun } from '../../src/search/run-folder.ts';

const main = resolve('dist/src/cli/main.js');
const lease = resolve('adapters/redis-lease');

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-cli-'));
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function scrutineer(
  args: readonly string[],
  onStderr: (text: string, kill: (signal: NodeJS.Signals) => void) => void = () => undefined,
  program = main,
): Promise<Ended> {
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
      onStderr(stderr, (signal) => child.kill(signal));
    });
    child.on('error', reject);
    child.on('close', (code) => settle({ code, stdout, stderr }));
  });
}

describe('certify', () => {
  test('--json prints one object on stdout and nothing else, and the folder holds what it names', async () => {
    const { code, stdout } = await scrutineer([
      'certify',
      'redis-fencing',
      '--histories',
      '150',
      '--seed',
      '3',
      '--json',
      '--report',
      'run',
    ]);
    const run: unknown = JSON.parse(stdout);
    expect(run).toMatchObject({
      schema: 'scrutineer/run@1',
      seed: 3,
      testbed: 'simulated',
      adapters: [{ name: 'redis-fencing', verdict: 'holds', histories: 150 }],
    });
    expect(code).toBe(0);
    expect(readdirSync(join(project, 'run')).sort()).toEqual([
      'badges',
      'certificate.json',
      'histories',
      'junit.xml',
      'plans',
      'report.html',
      'run.json',
      'summary.md',
    ]);
    expect(await readRun(join(project, 'run'))).toEqual(run);
  });

  test('the same seed gives the same result with one worker and with three', async () => {
    const runs = await Promise.all(
      ['1', '3'].map((jobs) =>
        scrutineer([
          'certify',
          'redis-lease',
          '--histories',
          '120',
          '--seed',
          '4',
          '--jobs',
          jobs,
          '--json',
          '--report',
          `jobs-${jobs}`,
          '--progress',
          'none',
        ]),
      ),
    );
    const results = await Promise.all(
      ['1', '3'].map(async (jobs) => (await readRun(join(project, `jobs-${jobs}`))).adapters),
    );
    const comparable = results.map((adapters) => JSON.stringify(adapters).replaceAll(/jobs-\d/g, 'jobs'));
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(comparable[0]).toBe(comparable[1]);
  });

  test('strict: the declared deviations are violations, shown with sentence, report and replay command', async () => {
    const { code, stdout } = await scrutineer([
      'certify',
      'redis-lease',
      '--strict',
      '--seed',
      '1',
      '--histories',
      '50',
      '--report',
      'strict',
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('violated');
    expect(stdout).toContain(join('strict', 'report.html'));
    expect(stdout).toMatch(/npx scrutineer replay strict\/plans\/\w+\.json --adapter \S+ --testbed simulated/);
  });

  test('Ctrl-C keeps and judges what is there', async () => {
    let interrupted = false;
    const args = [
      'certify',
      'redis-fencing',
      '--histories',
      '1000000',
      '--seed',
      '3',
      '--report',
      'stopped',
      '--progress',
      'plain',
    ];
    const { code, stdout } = await scrutineer(args, (stderr, kill) => {
      if (interrupted || !stderr.includes('searching')) return;
      interrupted = true;
      setTimeout(() => kill('SIGINT'), 2_000);
    });
    expect(code).toBe(130);
    expect(stdout).toContain('interrupted');
    expect((await readRun(join(project, 'stopped'))).interrupted).toBe(true);
    expect(existsSync(join(project, 'stopped', 'certificate.json'))).toBe(false);
  });

  test('what is wrong with the call is said, with exit code 64', async () => {
    const wrong = await scrutineer(['certify', '--testbed', 'cloud']);
    expect(wrong).toMatchObject({ code: 64, stdout: '' });
    expect(wrong.stderr).toContain('Expected simulated, local, containers');
    expect(await scrutineer(['certify', '--no-such-flag'])).toMatchObject({ code: 64, stdout: '' });
    const unknown = await scrutineer(['certify', 'no-such-election']);
    expect(unknown).toMatchObject({ code: 64, stdout: '' });
    expect(unknown.stderr).toContain('npx scrutineer init no-such-election');
  });

  test('a report folder that holds something else is left alone', async () => {
    writeFileSync(join(project, 'precious.txt'), 'mine');
    const { code, stderr } = await scrutineer(['certify', 'redis-fencing', '--histories', '1', '--report', '.']);
    expect(code).toBe(64);
    expect(stderr).toContain('Name another folder');
    expect(existsSync(join(project, 'precious.txt'))).toBe(true);
  });

  test('a file that is no adapter is malformed, and the message says what is missing', async () => {
    writeFileSync(join(project, 'half.adapter.mjs'), "export default { name: 'half', title: 'Half' };\n");
    const { code, stderr } = await scrutineer(['certify', './half.adapter.mjs', '--progress', 'none']);
    expect(code).toBe(65);
    expect(stderr).toContain('half.adapter.mjs, store: expected one of redis');
  });
});

describe('replay and report', () => {
  test('a stored plan shows its deviation again, each time', async () => {
    const plan = readdirSync(join(lease, 'plans'))[0] ?? 'none';
    const { code, stdout } = await scrutineer([
      'replay',
      join(lease, 'plans', plan),
      '--times',
      '3',
      '--json',
      '--report',
      'replayed',
    ]);
    expect(code).toBe(0);
    const [adapter] = (await readRun(join(project, 'replayed'))).adapters;
    expect(JSON.parse(stdout)).toMatchObject({ adapters: [{ name: 'redis-lease', verdict: 'matches', histories: 3 }] });
    expect(adapter?.properties.some(({ violations }) => violations === 3)).toBe(true);
  });

  test('report rebuilds the page, and exits like the run', async () => {
    const page = join(project, 'replayed', 'report.html');
    const before = readFileSync(page, 'utf8');
    rmSync(page);
    expect((await scrutineer(['report', 'replayed'])).code).toBe(0);
    expect(readFileSync(page, 'utf8')).toBe(before);
    expect(await scrutineer(['report', 'nowhere'])).toMatchObject({ code: 64, stdout: '' });
  });

  test('a broken plan is malformed', async () => {
    writeFileSync(join(project, 'broken.json'), '{ "schema": "scrutineer/plan@1", ');
    const { code, stderr } = await scrutineer(['replay', 'broken.json', '--adapter', 'redis-lease']);
    expect(code).toBe(65);
    expect(stderr).toContain('broken.json, line 1');
  });
});

describe('list, init, doctor', () => {
  test('list names adapters, properties, faults and models', async () => {
    expect((await scrutineer(['list', 'properties'])).stdout).toMatch(/^S1 /m);
    expect((await scrutineer(['list', 'faults'])).stdout).toMatch(/^store-wipe /m);
    expect((await scrutineer(['list', 'adapters'])).stdout).toMatch(/^redis-lease .*declares .*S4/m);
    expect((await scrutineer(['list', 'models'])).stdout).toMatch(/^fenced-lock /m);
    expect((await scrutineer(['list', 'stores'])).code).toBe(64);
  });

  test('init writes an adapter that runs and says what is still empty; it never overwrites', async () => {
    expect((await scrutineer(['init', 'my-election'])).code).toBe(0);
    const run = await scrutineer(['certify', 'my-election', '--progress', 'none', '--report', 'mine']);
    expect(run.code).toBe(2);
    expect(run.stdout).toContain('my-election: campaign is still empty in adapter.ts');
    expect(await scrutineer(['init', 'my-election'])).toMatchObject({ code: 64, stdout: '' });
    expect((await scrutineer(['init', 'My_Election'])).stderr).toContain('such as my-election');
  });

  test('doctor names every testbed', async () => {
    const { code, stdout } = await scrutineer(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^simulated +usable\n(local|containers)/);
  });
});

test('an installation with a part missing is a failure of Scrutineer, not of an implementation', async () => {
  const folder = join(project, 'broken');
  cpSync(resolve('dist'), join(folder, 'dist'), { recursive: true });
  copyFileSync(resolve('package.json'), join(folder, 'package.json'));
  const { code, stdout, stderr } = await scrutineer(
    ['list', 'adapters'],
    undefined,
    join(folder, 'dist/src/cli/main.js'),
  );
  expect(code).toBe(70);
  expect(stdout).toBe('');
  expect(stderr).toContain('Scrutineer itself could not be loaded');
  expect(stderr).toContain('commander');
});
