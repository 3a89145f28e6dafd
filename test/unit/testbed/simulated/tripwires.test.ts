/**
 * Goal: code that waits for the outside world is found and named, and a world that is fine is left alone.
 * Method: adapters with one such mistake each.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { AdapterMistake } from '../../../../src/testbed/simulated/adapter-mistake.ts';
import { simulate, simulateEach } from '../../../../src/testbed/simulated/simulate.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { probeAdapter, type Probe } from '../../../support/probe-adapter.ts';
import { quietPlan } from '../../../support/simulated-plan.ts';

async function mistakeOf(probe: Probe, eventsMax?: number): Promise<AdapterMistake> {
  const outcome = await simulate(probeAdapter(probe), quiet(), eventsMax === undefined ? {} : { eventsMax }).catch(
    (error: unknown) => error,
  );
  if (outcome instanceof AdapterMistake) return outcome;
  throw new Error(`an AdapterMistake was expected, not ${String(outcome)}`);
}

/** Without questions of the driver, whose timers would keep a candidate awake. */
function quiet(): Plan {
  return quietPlan({ seed: 4711, workload: { writeEveryMs: 0, observeEveryMs: 0 } });
}

/** What a mistake leaves behind in this process. */
const leftovers: NodeJS.Timeout[] = [];
afterEach(() => {
  for (const timer of leftovers.splice(0)) clearTimeout(timer);
});

describe('tripwires', () => {
  test('work of another thread that is awaited: the candidate waits for nothing, and is woken when all is over', async () => {
    const mistake = await mistakeOf(async ({ clock }) => {
      await clock.sleep(10);
      await crypto.subtle.digest('SHA-256', new Uint8Array(8));
      await clock.sleep(10);
    });
    expect(mistake.code).toBe('waits-outside');
    expect(mistake.message).toContain('a#0');
    expect(mistake.planSeed).toBe(4711);
  });

  test('a candidate that waits for ever is a history like any other', async () => {
    const history = await simulate(
      probeAdapter(() => new Promise(() => undefined)),
      quiet(),
    );
    expect(history.events.at(-1)).toMatchObject({ type: 'phase', phase: 'end' });
  });

  test('a timer of the platform beside other work is found when the world ends', async () => {
    const mistake = await mistakeOf(async () => {
      leftovers.push(setTimeout(() => undefined, 60_000));
    });
    expect(mistake.code).toBe('resources-left');
    expect(mistake.message).toContain('Timeout');
  });

  test('a call out of turn, after the world has gone on', async () => {
    const adapter = probeAdapter(async ({ clock }) => {
      if (leftovers.length > 0) return;
      const immediate = setTimeout(() => {
        try {
          clock.monotonicMs();
        } catch {
          // It is told to the run, whatever the adapter does with it.
        }
      }, 0);
      immediate.unref();
      leftovers.push(immediate);
    });
    const plans = function* (): Generator<ReturnType<typeof quietPlan>> {
      for (let seed = 0; seed < 100; seed += 1) yield quietPlan({ seed });
    };
    const outcome = await simulateEach(adapter, plans(), () => undefined, { worldsPerYield: 1 }).catch(
      (error: unknown) => error,
    );
    expect(outcome).toBeInstanceOf(AdapterMistake);
  });

  test('a loop without sleep', async () => {
    const mistake = await mistakeOf(async ({ redis }) => {
      for (;;) await redis.ping();
    }, 2000);
    expect(mistake.code).toBe('endless');
    expect(mistake.message).toContain('2000 events');
  });

  test('a script that the model cannot run', async () => {
    const mistake = await mistakeOf(async ({ redis }) => {
      await redis.eval('return cjson.encode({})', 0);
    });
    expect(mistake.code).toBe('store-model');
    expect(mistake.message).toContain('TypeScript twin');
  });

  test('nothing is found in a world without a mistake', async () => {
    const history = await simulate(
      probeAdapter(async ({ redis, disk, clock }) => {
        await Promise.all([redis.ping(), disk.write('a', 'b'), clock.sleep(5)]);
      }),
      quietPlan(),
    );
    expect(history.events.at(-1)).toMatchObject({ type: 'phase', phase: 'end' });
  });
});

test('the plans are asked for as they are needed, and a signal stops before the next world', async () => {
  const stop = new AbortController();
  let asked = 0;
  const plans = function* (): Generator<ReturnType<typeof quietPlan>> {
    for (;;) {
      asked += 1;
      yield quietPlan({ seed: asked });
    }
  };
  const seeds: number[] = [];
  await simulateEach(
    probeAdapter(() => Promise.resolve()),
    plans(),
    ({ header }) => {
      seeds.push(header.seed);
      if (seeds.length === 5) stop.abort();
    },
    { signal: stop.signal },
  );
  expect(seeds).toEqual([1, 2, 3, 4, 5]);
  expect(asked).toBe(5);
});
