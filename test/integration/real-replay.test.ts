/**
 * A plan that was found in the simulation, on real servers: how often it shows the same there, and which of its faults
 * cannot be injected.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { readRun } from '../../src/search/run-folder.ts';
import { describeOn } from './real-support.ts';

const execute = promisify(execFile);
const program = resolve('dist/src/cli/main.js');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scrutineer-real-replay-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Two candidates, and the first leader cut off for longer than its lease: redis-lease goes on believing. */
const plan: Plan = {
  schema: 'scrutineer/plan@1',
  seed: 1,
  leaseTtlMs: 1000,
  candidates: ['a', 'b'].map((id) => ({ id, joinMs: 0, restMs: 100 })),
  workload: { writeEveryMs: 0, observeEveryMs: 0 },
  networkDelayUs: { min: 100, max: 100 },
  resource: 'open',
  faults: [{ kind: 'cut', anchor: { event: 'elected', nth: 1 }, afterMs: 0, target: 'leader', forMs: 3000 }],
  endings: { healAtMs: 3500, degradeAtMs: 3500, endMs: 3500 },
};

/** The replay finds what is declared, and so ends with 0 or 1. */
async function replay(name: string, of: Plan, ...words: string[]): Promise<void> {
  await writeFile(join(folder, `${name}.json`), JSON.stringify(of));
  const all = ['replay', `${name}.json`, '--adapter', resolve('adapters/redis-lease'), '--report', name, ...words];
  await execute(process.execPath, [program, ...all], { cwd: folder });
}

await describeOn('local', () => {
  test('a replay says in how many histories and runs each promise was broken', async () => {
    await replay('cut', plan, '--testbed', 'local', '--times', '2');
    const [adapter] = (await readRun(join(folder, 'cut'))).adapters;
    const [replayed, ...others] = adapter?.replayed ?? [];
    expect(others).toEqual([]);
    expect(replayed).toMatchObject({ runs: 2, notInjected: [] });
    expect(replayed?.histories).toBeGreaterThan(2);
    expect(replayed?.broken.S4?.runs).toBeGreaterThanOrEqual(1);
    expect(replayed?.broken.S4?.histories).toBeGreaterThanOrEqual(1);
    expect(await readFile(join(folder, 'cut', 'summary.md'), 'utf8')).toMatch(/S4 broken in \d+ of \d+ histories/);
  });

  test('a fault that cannot be injected there is named, with the reason', async () => {
    const pauseAt = {
      kind: 'pause-at',
      amount: 3,
      anchor: { atMs: 500 },
      afterMs: 0,
      target: 'leader',
      forMs: 500,
    } as const;
    const exact: Plan = { ...plan, faults: [...plan.faults, pauseAt] };
    await replay('exact', exact, '--testbed', 'local');
    const [adapter] = (await readRun(join(folder, 'exact'))).adapters;
    expect(adapter?.replayed?.[0]?.notInjected.map(({ kind }) => kind)).toEqual(['pause-at']);
    expect(adapter?.notInjected.map(({ kind }) => kind)).toEqual(['pause-at']);
  });
});
