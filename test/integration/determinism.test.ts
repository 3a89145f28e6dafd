/**
 * Goal: the same plan and seed give the same event log, byte for byte, in every process and on every supported Node.
 * Method: `npm run determinism`, small: the built package runs generated plans twice, in processes of their own, and
 * their digests are compared run by run. Another Node is named by SCRUTINEER_NODE_22 and SCRUTINEER_NODE_24, or comes as
 * an npm package.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';

const execute = promisify(execFile);
const script = fileURLToPath(new URL('determinism.mjs', import.meta.url));
const adapters = ['redis-fencing', 'redis-lease', 'redis-article-class'].map((name) =>
  fileURLToPath(new URL(`../../adapters/${name}/adapter.ts`, import.meta.url)),
);
const RUNS = 200;
const MAJORS = [20, 22, 24];

interface Ended {
  readonly code: number;
  readonly stdout: string;
}

async function compareRuns(named: readonly string[], nodes: Readonly<Record<string, string>>): Promise<Ended> {
  const env = { ...process.env, SCRUTINEER_NODE_20: '', SCRUTINEER_NODE_22: '', SCRUTINEER_NODE_24: '', ...nodes };
  const args = [script, '--runs', String(RUNS), ...named.flatMap((path) => ['--adapter', path])];
  try {
    return { code: 0, stdout: (await execute(process.execPath, args, { env })).stdout };
  } catch (error) {
    if (typeof error !== 'object' || error === null || !('code' in error) || !('stdout' in error)) throw error;
    return { code: Number(error.code), stdout: String(error.stdout) };
  }
}

describe('the same plans', () => {
  const found = new Map<number, Awaited<ReturnType<typeof nodeOf>>>();
  let outcome: Ended;

  beforeAll(async () => {
    for (const major of MAJORS) found.set(major, await nodeOf(major));
    const nodes = [...found].flatMap(([major, { path }]) =>
      path === undefined ? [] : [[`SCRUTINEER_NODE_${major}`, path] as const],
    );
    outcome = await compareRuns(adapters, Object.fromEntries(nodes));
  }, 300_000);

  test('give the same event logs', () => {
    expect(outcome.stdout).toContain(`\n0 mismatches over ${RUNS} double runs on Node ${process.versions.node}`);
    expect(outcome.code).toBe(0);
  });

  test.for(MAJORS)('on Node %i', (major, { skip }) => {
    const node = found.get(major);
    if (node?.path === undefined) {
      process.stderr.write(`\nNode ${major} was not compared: ${node?.why ?? ''}\n`);
      return skip(node?.why);
    }
    expect(outcome.stdout).toMatch(new RegExp(`^Node ${major}\\.[\\d.]+: 0 mismatches over ${RUNS} double runs$`, 'm'));
  });
});

test('an adapter that does something else in each process is found', async () => {
  const fickle = fileURLToPath(new URL('../support/fickle-adapter.ts', import.meta.url));
  const { code, stdout } = await compareRuns([fickle], {});
  expect(code).toBe(1);
  expect(stdout).toContain(`${RUNS} mismatches over ${RUNS} double runs`);
  expect(stdout).toMatch(/plan 0 of fickle-adapter.ts: \d+ \d+ [\da-f]{16}, then /);
});

async function nodeOf(major: number): Promise<{ path: string; why?: never } | { path?: never; why: string }> {
  if (process.versions.node.startsWith(`${major}.`)) return { path: process.execPath };
  const named = process.env[`SCRUTINEER_NODE_${major}`];
  if (named !== undefined) return { path: named };
  const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(tmpdir(), `scrutineer-node-${major}`);
  const path = join(folder, 'node_modules', `node-${platform}`, 'bin', 'node');
  if (existsSync(path)) return { path };
  try {
    await execute('npm', [
      'install',
      '--prefix',
      folder,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      `node-${platform}@${major}`,
    ]);
  } catch (error) {
    return {
      why: `SCRUTINEER_NODE_${major} is not set and npm could not install it (${String(error).split('\n')[0] ?? ''})`,
    };
  }
  return existsSync(path) ? { path } : { why: `npm's package holds no ${path}` };
}
