/** `scrutineer check` as scripts see it: exit codes, what is on stdout and what is not, and messages that teach. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { models } from '../../src/checker/models.ts';

const main = resolve('dist/src/cli/main.js');
let folder: string;

const good = `[{:process 0 :type :invoke :f :write :value 1}
 {:process 0 :type :ok :f :write :value 1}
 {:process 1 :type :invoke :f :read :value nil}
 {:process 1 :type :ok :f :read :value 1}]`;
const bad = `${good.slice(0, -1)}
 {:process 1 :type :invoke :f :read}
 {:process 1 :type :ok :f :read :value 2}]`;
const files: Readonly<Record<string, string>> = {
  'good.edn': good,
  'bad.edn': bad,
  'cut.edn': good.slice(0, -20),
  'retired.jsonl':
    '{"who":"a","type":"invoke","f":"write","value":1}\n{"who":"a","type":"info"}\n{"who":"a","type":"invoke","f":"read"}\n',
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scrutineer-check-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function scrutineer(...args: readonly string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd: folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

function parsedLines(stdout: string): readonly unknown[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

describe('--json', () => {
  test('one line a file, in their order, and nothing else; a malformed file does not stop the others', () => {
    const { code, stdout, stderr } = scrutineer(
      'check',
      'cut.edn',
      'bad.edn',
      'good.edn',
      '--model',
      'cas-register',
      '--json',
    );
    expect(code).toBe(65);
    expect(stderr).toBe('');
    const [cut, failed, passed, ...others] = parsedLines(stdout);
    expect(others).toEqual([]);
    expect(cut).toEqual({
      file: 'cut.edn',
      error: { line: 4, column: 23, message: expect.stringMatching(/^cut\.edn, line 4, column 23: expected /) },
    });
    expect(failed).toEqual({
      file: 'bad.edn',
      model: 'cas-register',
      engine: expect.stringMatching(/^(monitor|search)$/),
      verdict: 'not-linearizable',
      operations: 3,
      core: expect.arrayContaining([2]),
      reason: expect.stringContaining('2'),
      elapsedMs: expect.any(Number),
    });
    expect(passed).toEqual({
      file: 'good.edn',
      model: 'cas-register',
      engine: expect.stringMatching(/^(monitor|search)$/),
      verdict: 'linearizable',
      operations: 2,
      elapsedMs: expect.any(Number),
    });
  });
});

describe('exit codes', () => {
  test.each([
    [0, ['good.edn']],
    [1, ['good.edn', 'bad.edn']],
    [65, ['good.edn', 'cut.edn', 'bad.edn']],
    [65, ['none.edn']],
    [65, ['.']],
    [65, ['retired.jsonl']],
  ])('%i for %j', (expected, named) => {
    expect(scrutineer('check', ...named, '--model', 'register').code).toBe(expected);
  });

  test('2 where no verdict was found, and 1 where another file has none but a violation', () => {
    const twice = `${good.slice(0, -1)} ${good.slice(1)}`;
    writeFileSync(join(folder, 'twice.edn'), twice);
    const monitored = ['--model', 'register', '--engine', 'monitor'];
    const { code, stdout } = scrutineer('check', 'twice.edn', 'good.edn', ...monitored);
    expect([code, stdout]).toEqual([2, expect.stringMatching(/^\? unknown {2}twice\.edn .*\n {2}no typed monitor/)]);
    expect(scrutineer('check', 'twice.edn', 'bad.edn', ...monitored).code).toBe(1);
    expect(scrutineer('check', 'twice.edn', '--model', 'register').code).toBe(0);
  });

  test.each([
    ['no model', ['good.edn'], /--model/],
    [
      'an unknown model',
      ['good.edn', '--model', 'stack'],
      /Expected one of register, .*monotonic-token; found "stack"/,
    ],
    ['no file', ['--model', 'register'], /files/],
    ['an unknown format', ['good.edn', '--model', 'register', '--format', 'xml'], /auto, edn, etcd-log, kv-log, jsonl/],
    ['an initial state that is no value', ['good.edn', '--model', 'register', '--initial', '[1'], /JSON or EDN/],
    ['a time without unit', ['good.edn', '--model', 'register', '--timeout', '30'], /60s/],
    ['a size without unit', ['good.edn', '--model', 'register', '--memory', '256'], /256MiB/],
    [
      'several histories to one file',
      ['good.edn', 'bad.edn', '--model', 'register', '--write', 'o.edn'],
      /one history, found 2/,
    ],
    ['a format that is not written', ['good.edn', '--model', 'register', '--write', 'o.txt'], /\.edn or \.jsonl/],
  ])('64 for %s', (_, args, message) => {
    const { code, stderr } = scrutineer('check', ...args);
    expect(stderr).toMatch(message);
    expect(code).toBe(64);
  });
});

describe('for people', () => {
  test('a verdict, why, and the operations that contradict each other', () => {
    const { stdout } = scrutineer('check', 'bad.edn', 'good.edn', 'cut.edn', '--model', 'register');
    expect(stdout).toMatch(/^✗ not linearizable {2}bad\.edn {2}\(register, by \w+, 3 operations, [\d.]+ ms\)\n/);
    expect(stdout).toMatch(/entries 4 and 5: process 1 reads 2/);
    expect(stdout).toMatch(/\n✓ linearizable {2}good\.edn/);
    expect(stdout).toMatch(/\n✗ malformed {2}cut\.edn, line 4, column 23: expected .*\. The file is cut short/);
    expect(stdout).toMatch(/\n3 files: 1 linearizable, 1 not linearizable, 1 malformed\n$/);
  });

  test('--explain says more', () => {
    const brief = scrutineer('check', 'bad.edn', '--model', 'register').stdout;
    const { stdout } = scrutineer('check', 'bad.edn', '--model', 'register', '--explain');
    expect(stdout.length).toBeGreaterThan(brief.length);
    expect(stdout).not.toMatch(/--explain/);
  });

  test('what is wrong with a history that breaks an assumption', () => {
    const { stdout } = scrutineer('check', 'retired.jsonl', '--model', 'register');
    expect(stdout).toMatch(
      /retired\.jsonl, line 3, column 1: expected no operation of process a after its write in line 1/,
    );
  });
});

describe('flags', () => {
  test('--initial is the state before the history', () => {
    writeFileSync(
      join(folder, 'zero.edn'),
      '[{:process 0 :type :invoke :f :read} {:process 0 :type :ok :f :read :value 0}]',
    );
    const check = (...flags: readonly string[]): number | null =>
      scrutineer('check', 'zero.edn', '--model', 'register', ...flags).code;
    expect([check(), check('--initial', '0'), check('--initial', 'nil')]).toEqual([1, 0, 1]);
    const { code, stdout } = scrutineer('check', 'zero.edn', '--model', 'fenced-lock', '--initial', '[]');
    expect([code, stdout]).toEqual([65, expect.stringMatching(/fenced-lock begins with/)]);
  });

  test('--failed evidence makes of a failed cas a statement about the value', () => {
    const refused = `${good.slice(0, -1)} {:process 0 :type :invoke :f :cas :value [1 2]} {:process 0 :type :fail :f :cas :value [1 2]}]`;
    writeFileSync(join(folder, 'refused.edn'), refused);
    const check = (...flags: readonly string[]): number | null =>
      scrutineer('check', 'refused.edn', '--model', 'cas-register', ...flags).code;
    expect([check(), check('--failed', 'evidence')]).toEqual([0, 1]);
  });

  test.each(['edn', 'jsonl'])('--write gives the history as %s, which has the same verdict', (format) => {
    const { code } = scrutineer('check', 'bad.edn', '--model', 'register', '--write', `out.${format}`);
    expect(code).toBe(1);
    expect(readFileSync(join(folder, `out.${format}`), 'utf8').split('\n')).toHaveLength(7);
    expect(scrutineer('check', `out.${format}`, '--format', format, '--model', 'register').code).toBe(1);
    expect(existsSync(join(folder, `out.${format}.partial`))).toBe(false);
  });
});

test('list models', () => {
  const { stdout, code } = scrutineer('list', 'models');
  expect(code).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/\s/)[0]),
  ).toEqual(models.map(({ name }) => name));
});
