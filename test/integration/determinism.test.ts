/**
 * Goal: the same plan and seed give the same event log, byte for byte, in every process and on every supported Node.
 * Method: the built package runs the same generated plans in processes of their own, and their hashes are compared.
 * Another Node is named by SCRUTINEER_NODE_22 and SCRUTINEER_NODE_24, or comes as an npm package.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const execute = promisify(execFile);
const script = fileURLToPath(new URL('determinism-run.mjs', import.meta.url));
const adapters = ['redis-fencing', 'redis-lease'].map((name) => ({
  name,
  path: fileURLToPath(new URL(`../../adapters/${name}/adapter.ts`, import.meta.url)),
}));
const PLANS = 150;

async function runOn(node: string, adapter: string): Promise<{ hash: string; events: number }> {
  const { stdout } = await execute(node, [script, adapter, String(PLANS)]);
  return JSON.parse(stdout) as { hash: string; events: number };
}

describe.each(adapters)('$name', ({ path }) => {
  const here = runOn(process.execPath, path);

  test('in a second process', async () => {
    const first = await here;
    expect(first.events).toBeGreaterThan(100 * PLANS);
    expect(await runOn(process.execPath, path)).toEqual(first);
  });

  test.for([20, 22, 24])('on Node %i', async (major, { skip }) => {
    const node = await nodeOf(major);
    if (node.path === undefined) {
      process.stderr.write(`\nNode ${major} was not compared: ${node.why}\n`);
      return skip(node.why);
    }
    expect(await runOn(node.path, path)).toEqual(await here);
  });
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
