/**
 * action.yml and the workflows that are shown for GitHub and GitLab do what they say: their shell steps run here as a build
 * server runs them, on a tiny run, with the actions of others replaced by copying files.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

type Fields = Readonly<Record<string, string>>;

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly with?: Fields;
  readonly env?: Fields;
  readonly run?: string;
  readonly shell?: string;
  readonly 'working-directory'?: string;
}

interface Job {
  readonly needs?: string;
  readonly if?: string;
  readonly permissions?: Fields;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Fields;
  readonly jobs: Readonly<Record<string, Job>>;
}

const load = <T>(file: string): T => parse(readFileSync(resolve(file), 'utf8')) as T;
const action = load<{
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}>('action.yml');
const workflow = load<Workflow>('docs/ci/github.yml');
const gitlab = load<Readonly<Record<string, GitlabJob>>>('docs/ci/gitlab.yml');

interface GitlabJob {
  readonly stage: string;
  readonly when?: string;
  readonly variables?: Fields;
  readonly script: readonly string[];
  readonly artifacts: { readonly when?: string; readonly paths: readonly string[]; readonly reports?: Fields };
}

let project: string;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'scrutineer-action-'));
  mkdirSync(join(project, 'node_modules', '.bin'), { recursive: true });
  symlinkSync(resolve('.'), join(project, 'node_modules', 'scrutineer'), 'dir');
  const bin = join(project, 'node_modules', '.bin', 'scrutineer');
  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${resolve('dist/src/cli/main.js')}' "$@"\n`);
  chmodSync(bin, 0o755);
  writeFileSync(join(project, 'package.json'), '{"name":"project","version":"1.0.0","private":true}');
  cpSync(resolve('adapters/redis-lease'), join(project, 'adapters', 'broken'), { recursive: true });
});

afterAll(() => {
  rmSync(project, { recursive: true });
});

interface Ran {
  readonly code: number;
  readonly output: string;
  readonly stderr: string;
  /** What the steps left for others. */
  readonly outputs: Fields;
  readonly summary: string;
}

/** Runs a script as the host's shell would, with files for outputs and summary. */
function shell(script: string, environment: Fields, host: 'github' | 'gitlab' = 'github'): Ran {
  const files = mkdtempSync(join(tmpdir(), 'scrutineer-host-'));
  const at = (name: string): string => join(files, name);
  for (const name of ['output', 'summary']) writeFileSync(at(name), '');
  const server =
    host === 'github'
      ? {
          GITHUB_ACTIONS: 'true',
          GITHUB_WORKSPACE: project,
          GITHUB_OUTPUT: at('output'),
          GITHUB_STEP_SUMMARY: at('summary'),
        }
      : { GITLAB_CI: 'true', CI_PROJECT_DIR: project, GITHUB_ACTIONS: '' };
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
    cwd: project,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', HOME: files, CI: 'true', ...server, ...environment },
  });
  const outputs = Object.fromEntries(
    readFileSync(at('output'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const ran = {
    code: status ?? -1,
    output: stdout + stderr,
    stderr,
    outputs,
    summary: readFileSync(at('summary'), 'utf8'),
  };
  rmSync(files, { recursive: true });
  return ran;
}

/** Replaces `${{ a.b }}` by what `values` has for it; an expression that it does not have fails the test. */
function filled(text: string, values: Fields): string {
  return text.replace(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    const value = values[expression];
    if (value === undefined) throw new Error(`nothing is known for ${expression}`);
    return value;
  });
}

function filledAll(fields: Fields = {}, values: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, filled(String(text), values)]));
}

/** The composite action, with these inputs. */
function runAction(inputs: Fields): Ran {
  const [step, ...others] = action.runs.steps;
  expect(others).toEqual([]);
  const given = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [`inputs.${name}`, inputs[name] ?? input.default]),
  );
  return shell(step?.run ?? '', filledAll(step?.env, given));
}

const tiny = '--histories 20 --seed 1 --jobs 1';

describe('action.yml', () => {
  test('certifies, and leaves outputs and the summary of the job', () => {
    const { code, outputs, summary } = runAction({
      adapters: 'redis-fencing',
      testbed: 'simulated',
      arguments: tiny,
      report: 'reports/ok',
    });
    expect(code).toBe(0);
    expect(outputs).toEqual({
      'exit-code': '0',
      folder: join(project, 'reports', 'ok'),
      report: join(project, 'reports', 'ok', 'report.html'),
    });
    expect(existsSync(outputs['report'] ?? '')).toBe(true);
    expect(summary).toMatch(/^# ✓ redis-fencing keeps every promise/);
  });

  test('what is broken fails the step, with remarks at the adapter and the counterexample as text', () => {
    const { code, outputs, stderr, summary } = runAction({
      adapters: './adapters/broken',
      arguments: `${tiny} --strict`,
      report: 'reports/broken',
    });
    expect(code).toBe(1);
    expect(outputs).toMatchObject({ 'exit-code': '1' });
    expect(stderr).toMatch(/^::error file=adapters\/broken\/adapter\.ts,line=\d+,title=redis-lease breaks /m);
    expect(summary).toMatch(/^~~~~~~text$/m);
  });

  test('inputs are data: nothing in them is run', () => {
    const hostile = '$(touch pwned) `touch pwned`; touch pwned #';
    const { code } = runAction({
      adapters: hostile,
      testbed: hostile,
      arguments: hostile,
      report: 'reports/$(touch pwned)',
    });
    expect(code).toBe(64);
    expect(existsSync(join(project, 'pwned'))).toBe(false);
  });

  test('no input is part of a script', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
  });
});

describe('docs/ci/github.yml', () => {
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  test('asks for the least, takes no secret, and pins what it uses', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const more = Object.entries(workflow.jobs).filter(([, { permissions }]) => permissions !== undefined);
    expect(more.map(([name, { permissions }]) => [name, permissions])).toEqual([
      ['publish', { pages: 'write', 'id-token': 'write' }],
    ]);
    expect(workflow.jobs['publish']?.if).toContain("github.event_name == 'push'");
    expect(Object.keys(workflow.on).sort()).toEqual(['pull_request', 'push']);
    expect(readFileSync(resolve('docs/ci/github.yml'), 'utf8')).not.toMatch(/secrets\./);
    for (const { uses, run } of steps) {
      if (uses !== undefined) expect(uses).toMatch(/^(actions\/[\w-]+@v\d+|\.\/node_modules\/scrutineer)$/);
      // Whatever comes from outside comes as a variable.
      expect(run ?? '').not.toContain('${{');
    }
    for (const { uses, with: given } of steps.filter((step) => step.uses?.startsWith('actions/checkout@')))
      expect({ uses, given }).toMatchObject({ given: { 'persist-credentials': false } });
  });

  test('a matrix of runs, each uploaded, merged and published; a job that left nothing is missed', () => {
    const artifacts = new Map<string, string>();
    const certify = workflow.jobs['certify'];
    if (certify?.strategy === undefined) throw new Error('there is a matrix');
    const { adapter: adapters = [], testbed: testbeds = [] } = certify.strategy.matrix;
    for (const adapter of adapters)
      for (const testbed of testbeds) runCertifyJob(certify, { adapter, testbed }, artifacts);
    expect([...artifacts.keys()]).toEqual(['run-my-election-simulated', 'my-election-simulated.html']);

    const { upload, ...merge } = runReportJob(artifacts);
    // That of `containers` never came.
    expect(merge.code).toBe(65);
    expect(merge.outputs).toEqual({ 'exit-code': '65', 'is-built': 'true' });
    expect(merge.summary).toContain('`run-my-election-containers`: It was expected');
    expect(merge.summary).toContain(
      '| redis-lease | simulated | [run-my-election-simulated](<https://owner.github.io/project/runs/',
    );
    expect(merge.output).toContain('https://owner.github.io/project/badges/redis-lease.svg');
    expect(upload).toBe('site');
    expect(existsSync(join(project, 'site', 'runs', 'run-my-election-simulated', 'report.html'))).toBe(true);
  });

  /** Runs the job as the host would; what is for real servers is left out, as if the machine had died. */
  function runCertifyJob(job: Job, matrix: Fields, artifacts: Map<string, string>): void {
    if (matrix['testbed'] !== 'simulated') return;
    const values: Record<string, string> = {};
    for (const [name, value] of Object.entries(matrix)) values[`matrix.${name}`] = value;
    for (const step of job.steps) {
      const given = filledAll(step.with, values);
      if (step.uses === './node_modules/scrutineer') {
        const { outputs } = runAction({ ...given, adapters: './adapters/broken', arguments: `${tiny} --strict` });
        for (const [name, value] of Object.entries(outputs)) values[`steps.${step.id ?? ''}.outputs.${name}`] = value;
      } else if (step.uses?.startsWith('actions/upload-artifact@') === true) {
        artifacts.set(given['name'] ?? given['path'] ?? '', join(project, given['path'] ?? ''));
      } else if (step.run?.startsWith('cp ') === true) {
        expect(shell(step.run, filledAll(step.env, values)).code).toBe(0);
      }
    }
    for (const path of artifacts.values()) expect(existsSync(path)).toBe(true);
  }

  function runReportJob(artifacts: ReadonlyMap<string, string>): Ran & { readonly upload: string } {
    const byId = (id: string): Step => {
      const step = workflow.jobs['report']?.steps.find((each) => each.id === id);
      if (step === undefined) throw new Error(`there is a step ${id}`);
      return step;
    };
    const download = workflow.jobs['report']?.steps.find(({ uses }) => uses?.startsWith('actions/download-artifact@'));
    const { pattern = '', path = '' } = download?.with ?? {};
    for (const [name, folder] of artifacts) {
      if (name.startsWith(pattern.replace('*', ''))) cpSync(folder, join(project, path, name), { recursive: true });
    }
    const merged = shell(
      byId('merge').run ?? '',
      filledAll(byId('merge').env, {
        'github.repository_owner': 'owner',
        'github.event.repository.name': 'project',
        "github.event_name == 'push'": 'true',
      }),
    );
    expect(merged.code).toBe(0);
    const verdict = workflow.jobs['report']?.steps.find(({ name }) => name === 'Verdict');
    const { code } = shell(
      verdict?.run ?? '',
      filledAll(verdict?.env, { 'steps.merge.outputs.exit-code': merged.outputs['exit-code'] ?? '' }),
    );
    return { ...merged, code, upload: byId('upload').with?.['path'] ?? '' };
  }
});

describe('docs/ci/gitlab.yml', () => {
  /** Without the installation, since everything is there. */
  const scriptOf = (name: string): string =>
    (gitlab[name]?.script ?? []).filter((line) => line !== 'npm ci').join('\n');

  test('certifies, merges, and leaves what GitLab reads', () => {
    const named = { ADAPTER: './adapters/broken', TESTBED: 'simulated', ARGUMENTS: `${tiny} --strict` };
    // A name with slashes is for a folder only here.
    const script = scriptOf('certify').replace('reports/$ADAPTER-$TESTBED', 'gitlab/broken-$TESTBED');
    expect(shell(script, named, 'gitlab').code).toBe(1);

    const expected = {
      EXPECTED: 'broken-simulated',
      CI_COMMIT_BRANCH: 'main',
      CI_DEFAULT_BRANCH: 'main',
      CI_PAGES_URL: 'https://group.gitlab.io/project',
    };
    rmSync(join(project, 'site'), { recursive: true, force: true });
    const merge = shell(scriptOf('report').replace('report reports', 'report gitlab'), expected, 'gitlab');
    expect(merge.code).toBe(1);
    expect(merge.output).toContain('https://group.gitlab.io/project/badges/redis-lease.svg');
    for (const file of Object.values(gitlab['report']?.artifacts.reports ?? {}))
      expect(existsSync(join(project, file))).toBe(true);
    expect(readFileSync(join(project, 'site', 'codequality.json'), 'utf8')).toContain(
      '"path": "adapters/broken/adapter.ts"',
    );

    expect(shell(scriptOf('pages'), {}, 'gitlab').code).toBe(0);
    expect(readdirSync(join(project, 'public'))).toContain('index.html');
  });

  test('a merge request says nothing of a public page, and keeps its artifacts when something is broken', () => {
    const { output } = shell(
      scriptOf('report').replace('report reports', 'report gitlab'),
      {
        EXPECTED: 'broken-simulated',
        CI_COMMIT_BRANCH: '',
        CI_DEFAULT_BRANCH: 'main',
        CI_PAGES_URL: 'https://x.example',
      },
      'gitlab',
    );
    expect(output).not.toContain('https://x.example');
    for (const name of ['certify', 'report']) expect(gitlab[name]?.artifacts.when).toBe('always');
  });
});
