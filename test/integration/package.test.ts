/**
 * The package as a stranger gets it: packed, installed in an empty project, required, imported, type-checked, run.
 * Method: real npm, real tarball, real processes; nothing of this clone is reachable from the project but the tarball.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const execute = promisify(execFile);
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The oldest compiler that reads our declarations and those that they lean on: zod's need `NoInfer`, of 5.4. The newest
 * is the one that we build with.
 */
const OLDEST_TYPESCRIPT = '5.4.5';

const CONSUMER = `
import { defineAdapter } from 'scrutineer/adapter';
import type { Candidate, CandidateEnvironment, Claims } from 'scrutineer/adapter';
import type { RunResult } from 'scrutineer';

export type Words = RunResult['adapters'][number]['verdict'];

declare const claims: Claims;
export default defineAdapter({
  name: 'mine',
  title: 'Mine',
  store: 'redis',
  testbeds: ['simulated'],
  leaseTtlMs: { min: 1_000, step: 1 },
  claims: () => claims,
  createCandidate: async (environment: CandidateEnvironment<'redis'>): Promise<Candidate> => {
    const holder: string | null = await environment.redis.get('leader');
    throw new Error(holder ?? 'nobody');
  },
});
// @ts-expect-error: there is no such store
export const wrong = defineAdapter({ store: 'abacus' });
`;

/** An observer is told that the first token holds, when the second was given out before it asked. */
const CHECKER_CONSUMER = `
import { checkHistory, explain, modelNamed, parseClientHistory } from 'scrutineer/checker';
import type { CheckLimits, CheckResult } from 'scrutineer/checker';

const { history } = parseClientHistory(\`
{"who":"a","type":"invoke","f":"acquire"}
{"who":"a","type":"ok","f":"acquire","value":{"token":"1"}}
{"who":"b","type":"invoke","f":"acquire"}
{"who":"b","type":"ok","f":"acquire","value":{"token":"2"}}
{"who":"c","type":"invoke","f":"observe"}
{"who":"c","type":"ok","f":"observe","value":{"token":"1","owner":"a"}}
\`);
const model = modelNamed('fenced-lock');
if (model === undefined) throw new Error('there is no model fenced-lock');
const limits: CheckLimits = { timeMs: 1_000, bytesMax: 2 ** 28, nowMs: () => performance.now() };
const result: CheckResult = checkHistory(history, { model, limits });
const core = explain(history, result, { model, limits })?.core.map(({ process }) => process);
console.log(JSON.stringify({ verdict: result.verdict, core }));
// @ts-expect-error: there is no such engine
export const wrong = (): CheckResult => checkHistory(history, { model, limits, engine: 'oracle' });
`;

let folder: string;
let project: string;
let packed: readonly string[];

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute('npm', [...args], { cwd, maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

/** Runs a program of the project; gives its exit code rather than throwing. */
async function run(
  command: string,
  ...args: readonly string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(command, [...args], { cwd: project, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scrutineer-package-'));
  project = join(folder, 'project');
  const report: unknown = JSON.parse(
    await npm(root, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
  );
  const [entry] = Array.isArray(report) ? report : Object.values(report ?? {});
  const { filename, files } = entry as { filename: string; files: readonly { path: string }[] };
  packed = files.map(({ path }) => path);
  await cp(join(root, 'adapters', 'redis-fencing'), join(project, 'election'), { recursive: true });
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'stranger', private: true }));
  await npm(
    project,
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    join(folder, filename),
    `typescript@${OLDEST_TYPESCRIPT}`,
  );
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the tarball', () => {
  test('holds what runs and what is read, and nothing else', () => {
    for (const path of [
      'README.md',
      'LICENSE',
      'action.yml',
      'dist/src/cli/main.js',
      'dist/src/adapter.d.ts',
      'dist/report-assets/page.js',
      'dist/schemas/plan.schema.json',
      'adapters/redis-lease/README.md',
      'adapters/redis-fencing/adapter.ts',
    ]) {
      expect(packed).toContain(path);
    }
    expect(packed.filter((path) => path.startsWith('adapters/redis-lease/plans/')).length).toBeGreaterThan(0);
    expect(
      packed.filter((path) => /^(src|spec|test|build|reports|\.ci)\/|tsbuildinfo|tsconfig|node_modules/.test(path)),
    ).toEqual([]);
  });

  test('every export of package.json is there', async () => {
    const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      exports: Record<string, string | Record<string, string>>;
    };
    const targets = Object.values(exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    for (const target of targets.filter((path) => !path.includes('*')))
      expect(packed).toContain(target.replace(/^\.\//, ''));
  });
});

describe('a project that installed it', () => {
  const entries = ['scrutineer', 'scrutineer/adapter', 'scrutineer/checker'] as const;

  test.each(entries)('requires %s from CommonJS', async (entry) => {
    await writeFile(
      join(project, 'use.cjs'),
      `console.log(Object.keys(require('${entry}')).length > 0 ? 'has exports' : 'is empty');`,
    );
    expect(await run('node', 'use.cjs')).toMatchObject({ code: 0, stdout: 'has exports\n' });
  });

  test.each(entries)('imports %s from ESM', async (entry) => {
    await writeFile(
      join(project, 'use.mjs'),
      `import * as all from '${entry}'; console.log(Object.keys(all).length > 0 ? 'has exports' : 'is empty');`,
    );
    expect(await run('node', 'use.mjs')).toMatchObject({ code: 0, stdout: 'has exports\n' });
  });

  test.each([
    ['oldest', () => join(project, 'node_modules', 'typescript', 'bin', 'tsc')],
    ['newest', () => join(root, 'node_modules', 'typescript', 'bin', 'tsc')],
  ])(
    'type-checks an adapter and a use of the checker with the %s TypeScript, declarations included',
    async (_, compiler) => {
      await writeFile(join(project, 'consumer.mts'), CONSUMER);
      await writeFile(join(project, 'checker-consumer.mts'), CHECKER_CONSUMER);
      const options = {
        module: 'nodenext',
        moduleResolution: 'nodenext',
        target: 'es2022',
        lib: ['es2022', 'dom'],
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        types: [],
      };
      await writeFile(
        join(project, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: options, files: ['consumer.mts', 'checker-consumer.mts'] }),
      );
      expect(await run('node', compiler(), '-p', '.')).toMatchObject({ code: 0, stdout: '' });
    },
  );

  test('judges a history, and says which operations contradict each other', async () => {
    await writeFile(join(project, 'checker-consumer.mts'), CHECKER_CONSUMER);
    await build({
      entryPoints: [join(project, 'checker-consumer.mts')],
      outfile: join(project, 'checker-consumer.mjs'),
      format: 'esm',
      logLevel: 'silent',
    });
    expect(await run('node', 'checker-consumer.mjs')).toMatchObject({
      code: 0,
      stdout: `${JSON.stringify({ verdict: 'not-linearizable', core: ['b', 'c'] })}\n`,
    });
  });

  test('certifies its own TypeScript adapter', async () => {
    const { code, stdout, stderr } = await run(
      'npx',
      '--no-install',
      'scrutineer',
      'certify',
      './election/adapter.ts',
      '--testbed',
      'simulated',
      '--histories',
      '200',
      '--seed',
      '7',
      '--json',
      '--report',
      'out',
    );
    // Two hundred histories need not exercise every promise, but no promise may be broken.
    expect([0, 2], stderr).toContain(code);
    const result = JSON.parse(stdout) as {
      adapters: readonly { name: string; histories: number; properties: readonly { verdict: string }[] }[];
    };
    expect(result.adapters).toMatchObject([{ name: 'redis-fencing', histories: 200 }]);
    expect(result.adapters[0]?.properties.filter(({ verdict }) => verdict === 'violated')).toEqual([]);
    expect(await readFile(join(project, 'out', 'report.html'), 'utf8')).toContain('redis-fencing');
  });
});
