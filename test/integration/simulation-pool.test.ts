/** The workers of the search: what becomes of adapters that loop, end their thread, or print. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SimulationPool } from '../../src/search/simulation-pool.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { quietPlan } from '../support/simulated-plan.ts';

const execute = promisify(execFile);
const reference = fileURLToPath(new URL('../../adapters/redis-fencing/adapter.ts', import.meta.url));
const program = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scrutineer-pool-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The reference adapter, whose candidate `z` does something else first. */
async function adapterWith(name: string, first: string): Promise<string> {
  const path = join(folder, `${name}.adapter.ts`);
  await writeFile(
    path,
    `import base from ${JSON.stringify(reference)};
     console.error('loaded ${name}');
     export default {
       ...base,
       name: '${name}',
       createCandidate: (environment) => {
         if (environment.id === 'z') { ${first} }
         return base.createCandidate(environment);
       },
     };`,
  );
  return path;
}

function poolOf(path: string, jobs: number): SimulationPool {
  return new SimulationPool(
    jobs,
    {
      adapter: { name: 'fixture', url: pathToFileURL(path).href },
      search: { seed: 1, faults: [], holdTo: 'claims', stopAtViolation: true, tolerated: [], keep: 'failing' },
    },
    { stuckMs: 1000, startMs: 60_000 },
  );
}

const troubled: Plan = quietPlan({
  seed: 4711,
  candidates: [
    { id: 'a', joinMs: 0, restMs: 10 },
    { id: 'z', joinMs: 0, restMs: 10 },
  ],
  endings: { healAtMs: 15_000, degradeAtMs: 25_000, endMs: 25_000 },
});
const stored = (plan: Plan) => ({ kind: 'stored', plan, index: 0 }) as const;

describe('workers of the simulation', () => {
  test('a world that comes to no end is ended and named, and the other worker goes on', async () => {
    const pool = poolOf(await adapterWith('looping', 'for (;;);'), 2);
    const stuck = pool.run(stored(troubled));
    const other = pool.run(stored(quietPlan()));
    await expect(stuck).rejects.toThrow('the simulated world of the plan with seed 4711 came to no end within 1 s');
    expect((await other).tally.histories).toBe(1);
    await expect(pool.run(stored(quietPlan()))).rejects.toThrow('seed 4711');
    await pool.close();
  });

  test('an adapter that ends its thread fails the task, rather than keeping it waiting', async () => {
    const pool = poolOf(await adapterWith('exiting', 'process.exit(3);'), 1);
    await expect(pool.run(stored(troubled))).rejects.toThrow(/exit/);
    await pool.close();
  });

  test('more tasks than workers wait for their turn', async () => {
    const pool = poolOf(reference, 2);
    const harvests = await Promise.all(Array.from({ length: 6 }, (_, seed) => pool.run(stored(quietPlan({ seed })))));
    expect(harvests.map(({ tally }) => tally.histories)).toEqual([1, 1, 1, 1, 1, 1]);
    await pool.close();
  });

  test('an adapter is loaded once a worker, and what it prints does not mix with the result', async () => {
    const path = await adapterWith('printing', "console.log('hello'); process.stdout.write('there');");
    await writeFile(join(folder, 'plan.json'), JSON.stringify(troubled));
    const { stdout, stderr } = await execute(
      process.execPath,
      [
        program,
        'replay',
        join(folder, 'plan.json'),
        '--adapter',
        path,
        '--times',
        '3',
        '--json',
        '--report',
        join(folder, 'run'),
      ],
      { cwd: folder },
    );
    expect(JSON.parse(stdout)).toMatchObject({ adapters: [{ name: 'printing', histories: 3 }] });
    expect(stderr).toContain('hello');
    expect(stderr).toContain('there');
    // Once by the command, and once a worker, of which there are at most as many as processors.
    const loads = stderr.split('loaded printing').length - 1;
    expect(loads).toBe(1 + Math.min(3, availableParallelism()));
  });
});
