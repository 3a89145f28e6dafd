/** `scrutineer report`: one run is rebuilt, several become one page; nothing that was named is dropped without a word. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  symlinkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const main = resolve('dist/src/cli/main.js');

let project: string;

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function scrutineer(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((settle) => {
    const options = { cwd: project, maxBuffer: 2 ** 26, env: { ...process.env, ...environment } };
    execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) => {
      settle({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, stdout, stderr });
    });
  });
}

function certify(report: string, ...args: readonly string[]): Promise<Ended> {
  return scrutineer(['certify', ...args, '--seed', '1', '--jobs', '1', '--progress', 'none', '--report', report]);
}

const read = (path: string): string => readFileSync(join(project, path), 'utf8');

/** Addresses of a page that lead to files. */
function filesLinked(page: string): readonly string[] {
  return [...new Set([...read(page).matchAll(/href="([^"#]+)[^"]*"/g)].map(([, href = '']) => href))]
    .filter((href) => href !== 'data:,')
    .map((href) => join(project, dirname(page), decodeURIComponent(href)));
}

beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-report-'));
  cpSync(resolve('adapters/redis-lease'), join(project, 'lease'), { recursive: true });
  // An adapter knows the package by its name, as in a project that installed it.
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(resolve('.'), join(project, 'node_modules', 'scrutineer'), 'dir');
  const held = await certify('runs/fencing', 'redis-fencing', '--histories', '20');
  const broken = await certify('runs/lease a', './lease', '--histories', '20', '--strict');
  expect([held.code, broken.code]).toEqual([0, 1]);
  cpSync(join(project, 'runs', 'lease a'), join(project, 'runs', 'lease b'), { recursive: true });
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

describe('one run', () => {
  test('is rebuilt, badges too, and exits as it did', async () => {
    const page = read('runs/lease a/report.html');
    rmSync(join(project, 'runs', 'lease a', 'report.html'));
    rmSync(join(project, 'runs', 'lease a', 'badges'), { recursive: true });
    const { code, stdout } = await scrutineer(['report', 'runs/lease a']);
    expect(code).toBe(1);
    expect(stdout).toContain('redis-lease');
    expect(read('runs/lease a/report.html')).toBe(page);
    expect(read('runs/lease a/badges/redis-lease.svg')).toContain('>violated</text>');
    expect(existsSync(join(project, 'reports', 'merged'))).toBe(false);
  });

  test('--json prints it', async () => {
    const { stdout } = await scrutineer(['report', 'runs/fencing', '--json']);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(read('runs/fencing/run.json')));
  });

  test('a folder that is none teaches', async () => {
    expect(await scrutineer(['report', 'nowhere'])).toMatchObject({ code: 64 });
    mkdirSync(join(project, 'empty'));
    expect(await scrutineer(['report', 'empty'])).toMatchObject({ code: 65 });
  });
});

describe('several runs', () => {
  test('become one page whose links lead to each, also when all is moved together', async () => {
    const { code, stdout } = await scrutineer(['report', 'runs/fencing', 'runs/lease a', 'runs/lease b']);
    expect(code).toBe(1);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^✗ redis-lease breaks/);
    expect(stdout).not.toContain('badges for a README');
    expect(readdirSync(join(project, 'reports', 'merged')).sort()).toEqual([
      'badges',
      'codequality.json',
      'index.html',
      'junit.xml',
      'summary.md',
    ]);
    expect(readdirSync(join(project, 'reports', 'merged', 'badges'))).toEqual(['redis-fencing.svg', 'redis-lease.svg']);
    const links = filesLinked('reports/merged/index.html');
    expect(links).toHaveLength(3);
    expect(links.filter((file) => !existsSync(file))).toEqual([]);
    expect(read('reports/merged/index.html')).toMatch(/href="\.\.\/\.\.\/runs\/lease%20a\/report\.html#violation\/1"/);

    mkdirSync(join(project, 'moved'));
    for (const name of ['runs', 'reports']) renameSync(join(project, name), join(project, 'moved', name));
    expect(filesLinked('moved/reports/merged/index.html').filter((file) => !existsSync(file))).toEqual([]);
    for (const name of ['runs', 'reports']) renameSync(join(project, 'moved', name), join(project, name));
  });

  test('the same adapter twice on one testbed: both are shown, and both are in JUnit', async () => {
    await scrutineer(['report', 'runs/lease a', 'runs/lease b', '--report', 'twice']);
    expect(read('twice/index.html').match(/<div class="result">/g)).toHaveLength(2);
    expect(read('twice/junit.xml')).toContain('classname="lease a.redis-lease.simulated" name="S4"');
    expect(read('twice/junit.xml')).toContain('classname="lease b.redis-lease.simulated" name="S4"');
  });

  test('--copy makes a folder that is complete in itself; --url adds badges that link there', async () => {
    const address = 'https://example.org/project/';
    const { stdout } = await scrutineer(['report', 'runs', '--report', 'site', '--url', address]);
    expect(
      filesLinked('site/index.html').map((file) => existsSync(file) && file.startsWith(join(project, 'site'))),
    ).toEqual([true, true, true]);
    expect(existsSync(join(project, 'site', 'runs', 'fencing', 'certificate.json'))).toBe(true);
    expect(stdout).toContain(`(${address}badges/redis-fencing.svg)](${address}index.html)`);
    expect(read('site/summary.md')).toContain(`(<${address}runs/lease%20a/report.html#violation/1>)`);
    // Once more: what was copied is no run, and nothing is missed.
    const again = await scrutineer(['report', 'runs', '--report', 'site', '--copy', '--json']);
    expect(JSON.parse(again.stdout)).toMatchObject({ lost: [], exitCode: 1 });
  });

  test('a run in the folder of the page stays where it is', async () => {
    cpSync(join(project, 'runs', 'fencing'), join(project, 'inside', 'runs', 'fencing'), { recursive: true });
    const before = readdirSync(join(project, 'inside', 'runs', 'fencing'));
    const { code } = await scrutineer(['report', 'inside/runs/fencing', '--report', 'inside', '--copy']);
    expect(code).toBe(0);
    expect(readdirSync(join(project, 'inside', 'runs', 'fencing'))).toEqual(before);
    expect(filesLinked('inside/index.html')).toEqual([join(project, 'inside', 'runs', 'fencing', 'report.html')]);
  });

  test('--json prints one object and nothing else', async () => {
    const { code, stdout } = await scrutineer(['report', 'runs/fencing', 'runs/lease a', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'scrutineer/index@1',
      exitCode: code,
      runs: [
        { name: 'fencing', exitCode: 0, adapters: [{ name: 'redis-fencing', verdict: 'holds', level: 'none' }] },
        { name: 'lease a', exitCode: 1, seed: 1, adapters: [{ name: 'redis-lease', verdict: 'violated' }] },
      ],
      lost: [],
      badges: [{ word: 'not certified' }, { word: 'violated' }],
    });
  });

  test('the folder of a run is never that of the page', async () => {
    const before = read('runs/fencing/summary.md');
    const { code, stderr } = await scrutineer(['report', 'runs/fencing', '--report', 'runs/fencing']);
    expect({ code, stderr }).toMatchObject({ code: 64, stderr: expect.stringContaining('Name another folder') });
    expect(read('runs/fencing/summary.md')).toBe(before);
  });
});

describe('runs that are missing', () => {
  test('are named with the reason, the others are shown, and the exit code is 65', async () => {
    for (const name of ['killed/plans', 'other', 'half', 'odd', 'newer'])
      mkdirSync(join(project, 'artifacts', name), { recursive: true });
    cpSync(join(project, 'runs', 'fencing'), join(project, 'artifacts', 'whole'), { recursive: true });
    writeFileSync(join(project, 'artifacts', 'half', 'run.json'), read('runs/fencing/run.json').slice(0, 500));
    const odd = JSON.parse(read('runs/fencing/run.json')) as { adapters: unknown };
    writeFileSync(join(project, 'artifacts', 'odd', 'run.json'), JSON.stringify({ ...odd, adapters: [{ name: 3 }] }));
    writeFileSync(join(project, 'artifacts', 'newer', 'run.json'), '{"schema":"scrutineer/run@2"}');

    writeFileSync(join(project, 'stray.html'), '');
    const args = [
      'report',
      'artifacts',
      'artifacts/whole',
      'gone',
      'stray.html',
      '--report',
      'partly',
      '--expect',
      'whole,never-begun',
      '--json',
    ];
    const { code, stdout } = await scrutineer(args);
    expect(code).toBe(65);
    const { runs, lost, badges, sentence } = JSON.parse(stdout) as {
      readonly runs: readonly { readonly name: string }[];
      readonly lost: readonly { readonly name: string; readonly reason: string }[];
      readonly badges: readonly { readonly word: string }[];
      readonly sentence: string;
    };
    expect(runs.map(({ name }) => name)).toEqual(['whole']);
    expect(Object.fromEntries(lost.map(({ name, reason }) => [name, reason]))).toEqual({
      killed: expect.stringContaining('a run that was killed writes none'),
      other: 'There is no run.json in it.',
      half: expect.stringMatching(/^It cannot be read: run\.json, line .*JSON/),
      odd: expect.stringContaining('not whole: adapters.0.name'),
      newer: expect.stringMatching(/^It cannot be read: run\.json, .*scrutineer\/run@2/),
      gone: 'There is nothing at gone.',
      'stray.html': 'It is a file, and not one of a run.',
      'never-begun': expect.stringContaining('It was expected'),
    });
    // What is missing might have broken anything.
    expect(badges).toMatchObject([{ word: 'inconclusive' }]);
    expect(sentence).toMatch(/^8 of 9 runs are missing or cannot be read\. The others: redis-fencing keeps/);
    for (const name of ['killed', 'half', 'never-begun', 'whole']) expect(read('partly/index.html')).toContain(name);
    expect(read('partly/junit.xml')).toMatch(/<testsuites [^>]*errors="8"/);
  });
});

describe('annotations', () => {
  const lines = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('::'));

  test('in GitHub Actions: at most five, on stderr, at the line of the claims', async () => {
    const args = ['certify', './lease', '--histories', '20', '--seed', '1', '--jobs', '1', '--strict', '--json'];
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: dirname(project) };
    const { stdout, stderr } = await scrutineer([...args, '--report', 'annotated', '--progress', 'none'], environment);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'scrutineer/run@1' });
    const commands = lines(stderr);
    expect(commands.length).toBeGreaterThan(0);
    expect(commands.length).toBeLessThanOrEqual(5);
    const [, file = '', line = ''] =
      /^::error file=([^,]+),line=(\d+),title=redis-lease breaks /.exec(commands[0] ?? '') ?? [];
    expect(join(dirname(project), file)).toBe(join(project, 'lease', 'adapter.ts'));
    expect(read('lease/adapter.ts').split('\n')[Number(line) - 1]).toMatch(/^\s*claims\b/);
    expect(commands[0]).toContain('%0AReplay: npx scrutineer replay annotated/plans/');
  });

  test('--annotations none, and every other place: none', async () => {
    const args = [
      'certify',
      './lease',
      '--histories',
      '20',
      '--seed',
      '1',
      '--jobs',
      '1',
      '--strict',
      '--progress',
      'none',
    ];
    const off = await scrutineer([...args, '--report', 'off', '--annotations', 'none'], { GITHUB_ACTIONS: 'true' });
    expect(lines(off.stderr + off.stdout)).toEqual([]);
    const elsewhere = await scrutineer([...args, '--report', 'off'], { GITHUB_ACTIONS: '' });
    expect(lines(elsewhere.stderr + elsewhere.stdout)).toEqual([]);
  });

  test('for GitLab: codequality.json of the merged runs', async () => {
    await scrutineer(['report', 'runs', '--report', 'gitlab'], { CI_PROJECT_DIR: project, GITHUB_WORKSPACE: project });
    const issues = JSON.parse(read('gitlab/codequality.json')) as readonly { readonly location: unknown }[];
    expect(issues.length).toBeGreaterThan(0);
    expect(issues[0]).toMatchObject({
      check_name: 'scrutineer',
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      location: { path: 'lease/adapter.ts', lines: { begin: expect.any(Number) } },
    });
  });
});
