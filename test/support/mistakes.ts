/** Mistakes of users, made on purpose, and what every message about one has to be like. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli, type Ended } from './run-cli.ts';

let project: string;

/** Makes a folder for the mistakes of a file of tests, and removes it after them. */
export function makeProject(): void {
  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'scrutineer-mistakes-'));
  });

  afterAll(() => {
    rmSync(project, { recursive: true });
  });
}

/** Where each mistake has a folder of its own. */
export function projectFolder(): string {
  return project;
}

/** An adapter that is complete, but for the fields that are given as source text. */
export function adapterWith(fields: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = {
    name: "'mine'",
    title: "'Mine'",
    store: "'redis'",
    testbeds: "['simulated']",
    leaseTtlMs: '{ min: 1000, step: 1 }',
    claims: `() => (${claimsWith({})})`,
    createCandidate:
      'async () => ({ campaign: () => Promise.resolve(42), resign: async () => {}, close: async () => {} })',
    ...fields,
  };
  return `export default { ${Object.entries(all)
    .map(([field, value]) => `${field}: ${value}`)
    .join(', ')} };\n`;
}

export function claimsWith(fields: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = {
    fencing: "'none'",
    exclusivity: "'timed'",
    leaderView: "'none'",
    liveness: 'true',
    tolerates: '{ clockRatePpm: 0, pauseMs: 0, networkDelayMs: 10 }',
    timing:
      "{ kind: 'store', clock: 'monotonic', validityMs: 500, anchor: 'send', renewMs: 200, retryMs: 200, jitter: 0, watch: false, requestTimeoutMs: 100, backoffMsMax: 0, roundTrips: 1 }",
    ...fields,
  };
  return `{ ${Object.entries(all)
    .map(([field, value]) => `${field}: ${value}`)
    .join(', ')} }`;
}

export interface Mistake {
  readonly of: string;
  /** Files of the folder in which the command runs, by their paths. */
  readonly files?: Readonly<Record<string, string>>;
  /** Names of folders to make there. */
  readonly folders?: readonly string[];
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly words: readonly (string | RegExp)[];
  /** The message is a result: of a file among several, or of a run that ended. */
  readonly onStdout?: true;
}

let folders = 0;

/** Each in a folder of its own. */
export async function made({ files = {}, folders: names = [], args, environment = {} }: Mistake): Promise<Ended> {
  folders += 1;
  const cwd = join(project, String(folders));
  mkdirSync(cwd);
  for (const name of names) mkdirSync(join(cwd, name), { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), text);
  }
  const ended = await runCli(args, { cwd, environment });
  // Nothing is left behind by what never began.
  if (ended.stdout === '' && [64, 65, 69].includes(ended.code ?? 0))
    expect(existsSync(join(cwd, 'reports'))).toBe(false);
  return ended;
}

export function expectTeaching({ code, words, onStdout }: Mistake, ended: Ended): void {
  const [told, silent] = onStdout === true ? [ended.stdout, ended.stderr] : [ended.stderr, ended.stdout];
  expect({ code: ended.code, silent: onStdout === true ? '' : silent, told }).toMatchObject({ code, silent: '' });
  for (const word of words)
    expect(told).toEqual(typeof word === 'string' ? expect.stringContaining(word) : expect.stringMatching(word));
  expect(ended.stdout + ended.stderr).not.toMatch(/\n {4}at /);
  if (code !== 70) expect(ended.stdout + ended.stderr).not.toContain('Scrutineer itself');
}

export function tried(mistakes: readonly Mistake[]): void {
  for (const mistake of mistakes) {
    test.concurrent(`${mistake.of} (${mistake.code})`, async () => {
      expectTeaching(mistake, await made(mistake));
    });
  }
}

export const certifyMine = ['certify', './mine.mjs', '--histories', '10', '--jobs', '1', '--progress', 'none'];

export function mine(of: string, source: string, words: Mistake['words'], code = 65): Mistake {
  return { of, files: { 'mine.mjs': source }, args: certifyMine, code, words };
}
