import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Fault } from '../../src/plan/plan.ts';
import { realTestbed, type RealTestbedKind } from '../../src/testbed/real/real-testbed.ts';
import { containerRuntime } from '../../src/testbed/real/servers/container-runtime.ts';
import { describeOn, reference, shortPlan } from './real-support.ts';

const fixture = fileURLToPath(new URL('real-runner-fixture.mjs', import.meta.url));

/** A candidate that stands still when its runner dies cannot notice that by itself. */
const pause: Fault = {
  kind: 'pause',
  anchor: { event: 'elected', nth: 1 },
  afterMs: 100,
  target: 'leader',
  forMs: 60_000,
};
const plan = shortPlan([pause], {
  endings: { healAtMs: 60_000, degradeAtMs: 61_000, degraded: { candidate: 'c', kind: 'cut' }, endMs: 62_000 },
});

/** Processes that inherited the mark in their environment. */
function marked(mark: string): readonly string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
}

async function labelled(label: string | undefined): Promise<readonly string[]> {
  if (label === undefined) return [];
  const { dockerode } = (await containerRuntime()).container;
  const filters = { label: [`scrutineer.run=${label}`] };
  const containers = await dockerode.listContainers({ all: true, filters });
  const networks = await dockerode.listNetworks({ filters });
  return [...containers.map(({ Id }) => Id), ...networks.map(({ Id }) => Id)];
}

async function startRunner(
  kind: RealTestbedKind,
  mark: string,
): Promise<{ runner: ChildProcess; label: string | undefined }> {
  const runner = spawn(process.execPath, [fixture, kind, reference.url, JSON.stringify(plan)], {
    env: { ...process.env, SCRUTINEER_TEST_MARK: mark },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const label = await new Promise<string | undefined>((resolve, reject) => {
    runner.once('exit', (code) => reject(new Error(`the runner ended by itself: ${String(code)}`)));
    runner.stdout.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().trim().split('\n')) {
        const told: unknown = JSON.parse(line);
        if (typeof told !== 'object' || told === null || !('faultsActive' in told)) continue;
        if (!Array.isArray(told.faultsActive) || !told.faultsActive.includes('pause')) continue;
        resolve('label' in told && typeof told.label === 'string' ? told.label : undefined);
      }
    });
  });
  runner.removeAllListeners('exit');
  return { runner, label };
}

for (const kind of ['local', 'containers'] as const) {
  await describeOn(kind, () => {
    test.runIf(process.platform === 'linux').each(['SIGKILL', 'SIGINT'] as const)(
      'nothing is left 30 s after the runner was ended by %s in the middle of a plan',
      async (signal) => {
        const mark = randomUUID();
        const { runner, label } = await startRunner(kind, mark);
        expect(marked(mark).length).toBeGreaterThan(kind === 'local' ? 5 : 3);
        if (kind === 'containers') expect((await labelled(label)).length).toBeGreaterThan(2);
        runner.kill(signal);
        await expect
          .poll(async () => [...marked(mark), ...(await labelled(label))], { timeout: 30_000, interval: 500 })
          .toEqual([]);
      },
    );

    test('nothing is left after an orderly close', async () => {
      const testbed = await realTestbed(kind, { electionsPerPlan: 1 });
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 1000);
      await testbed.run(reference, shortPlan([]), { signal: abort.signal });
      await testbed.close();
      expect(await labelled(testbed.label)).toEqual([]);
    });
  });
}
