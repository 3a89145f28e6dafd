/**
 * Goal: with `globals: 'virtual'`, what unmodified code asks of the platform is answered by the candidate whose turn it
 * is, on its own clocks and random source.
 * Method: code as people write it, in candidates with clocks of their own, under pauses and crashes.
 */
import '../../../../src/testbed/simulated/world-worker.ts';
import { randomBytes, randomFillSync, randomInt, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import timers, { setTimeout as setTimeoutOfModule } from 'node:timers';
import { scheduler, setImmediate as nextTurn, setInterval as every, setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../../../spec/history.ts';
import type { CandidateEnvironment, ElectionAdapter } from '../../../../src/adapter.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { probeAdapter, type Probe } from '../../../support/probe-adapter.ts';
import { faultAt, quietPlan } from '../../../support/simulated-plan.ts';

/** When the world begins by a perfect wall clock. */
const WALL_START_MS = 1_700_000_000_000;

function virtual(probe: Probe): ElectionAdapter {
  return { ...probeAdapter(probe), globals: 'virtual' };
}

function only(changes: Partial<Plan['candidates'][number]> = {}): Partial<Plan> {
  return { candidates: [{ id: 'a', joinMs: 0, restMs: 500, ...changes }] };
}

/** Runs `probe` in one candidate and gives what it found. */
async function found<T>(
  probe: (environment: CandidateEnvironment) => Promise<T> | T,
  changes: Partial<Plan> = only(),
): Promise<T> {
  const results: { readonly value: T }[] = [];
  const adapter = virtual(async (environment) => {
    results.push({ value: await probe(environment) });
  });
  const { events } = await simulate(adapter, quietPlan({ workload: QUIET, ...changes }));
  const [result] = results;
  if (result === undefined) throw new Error(`the probe did not finish: ${JSON.stringify(events)}`);
  return result.value;
}

const QUIET = { writeEveryMs: 0, observeEveryMs: 0 };

function crashes(events: readonly HistoryEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'crashed' ? [event.reason ?? ''] : []));
}

describe('clocks', () => {
  test('Date, performance and hrtime follow the wall and the monotonic clock of the candidate', async () => {
    const seen = await found(
      async () => {
        const before = [Date.now(), performance.now(), process.uptime()] as const;
        const hr = process.hrtime();
        const ns = process.hrtime.bigint();
        await sleep(1000);
        return {
          before,
          date: [Date.now(), new Date().getTime(), new Date(Date.parse(Date())).getTime()],
          text: new Date().toISOString(),
          ms: performance.now(),
          origin: performance.timeOrigin,
          hr: process.hrtime(hr),
          ns: process.hrtime.bigint() - ns,
          isDate: new Date() instanceof Date,
        };
      },
      only({ wallOffsetMs: 250 }),
    );
    expect(seen).toEqual({
      before: [WALL_START_MS + 250, 0, 0],
      date: [WALL_START_MS + 1250, WALL_START_MS + 1250, WALL_START_MS + 1000],
      text: '2023-11-14T22:13:21.250Z',
      ms: 1000,
      origin: WALL_START_MS + 250,
      hr: [1, 0],
      ns: 1_000_000_000n,
      isDate: true,
    });
  });

  test('each candidate has its own: rates and steps of one do not touch another', async () => {
    const readings = new Map<string, readonly number[]>();
    const adapter = virtual(async ({ id }) => {
      const startMs = performance.now();
      await sleep(10_000);
      readings.set(id, [Math.round(performance.now() - startMs), Date.now() - WALL_START_MS]);
    });
    await simulate(
      adapter,
      quietPlan({
        candidates: [
          { id: 'a', joinMs: 0, restMs: 500 },
          { id: 'b', joinMs: 0, restMs: 500, clockRatePpm: 100_000 },
          { id: 'c', joinMs: 0, restMs: 500 },
        ],
        faults: [faultAt(5000, { kind: 'wall-step', target: 'candidate:c', amount: 60_000 })],
      }),
    );
    // All slept ten seconds of their own; b's were shorter, and c's wall clock has jumped.
    expect([...readings]).toEqual([
      ['b', [10_000, 10_000]],
      ['a', [10_000, 10_000]],
      ['c', [10_000, 70_000]],
    ]);
  });
});

describe('timers', () => {
  test('objects behave as the platform gives them', async () => {
    const log = await found(async () => {
      const lines: string[] = [];
      const say = (what: string): unknown => lines.push(`${performance.now()} ${what}`);
      const cleared = setTimeout(say, 50, 'never');
      clearTimeout(cleared);
      const byNumber = setTimeout(say, 50, 'never by number');
      clearTimeout(Number(byNumber));
      const refreshed = setTimeout(say, 100, 'refreshed');
      setTimeoutOfModule(() => refreshed.refresh(), 60);
      const unref = setTimeout(say, 5, 'unref').unref();
      say(`ref ${unref.hasRef()} ${unref.ref().hasRef()}`);
      let rounds = 0;
      const interval = timers.setInterval(() => {
        rounds += 1;
        say(`round ${rounds}`);
        if (rounds === 3) clearInterval(interval);
      }, 30);
      setImmediate(say, 'immediate');
      clearImmediate(setImmediate(say, 'never immediate'));
      clearTimeout(undefined);
      setTimeout(say, 3.9, 'whole milliseconds');
      setTimeout(say, -5, 'at once');
      setTimeout(function (this: NodeJS.Timeout) {
        say(`this ${typeof this.refresh}`);
      }, 10);
      process.nextTick(say, 'tick');
      queueMicrotask(() => say('microtask'));
      await sleep(1000);
      cleared.refresh();
      await sleep(1000);
      return lines;
    });
    expect(log).toEqual([
      '0 ref false true',
      '0 tick',
      '0 microtask',
      '0.001 immediate',
      '1 at once',
      '3 whole milliseconds',
      '5 unref',
      '10 this function',
      '30 round 1',
      '60 round 2',
      '90 round 3',
      '160 refreshed',
    ]);
  });

  test('what is no function is refused as by the platform', async () => {
    const error = await found(() => {
      try {
        const timer: unknown = Reflect.apply(setTimeout, undefined, ['code', 1]);
        return timer;
      } catch (thrown) {
        return thrown;
      }
    });
    expect(error).toMatchObject({ name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' });
  });

  test('a pause defers them, and an interval goes on from where it stood', async () => {
    const rounds = await found(
      async () => {
        const at: number[] = [];
        const interval = setInterval(() => at.push(Math.round(performance.now())), 1000);
        await sleep(7500);
        clearInterval(interval);
        return at;
      },
      { ...only(), faults: [faultAt(2500, { kind: 'pause', target: 'candidate:a', forMs: 3000 })] },
    );
    // As on the platform: the round that was due in the pause comes when it ends, and the next a period later.
    expect(rounds).toEqual([1000, 2000, 5500, 6500]);
  });

  test('die with the process, and count as what it waits for', async () => {
    const fired: string[] = [];
    const adapter = virtual(async ({ incarnation }) => {
      setInterval(() => fired.push(`${incarnation} at ${Date.now() - WALL_START_MS}`), 1000);
      await new Promise(() => undefined);
    });
    const plan = quietPlan({
      ...only(),
      workload: QUIET,
      faults: [faultAt(2500, { kind: 'crash', target: 'candidate:a', forMs: 1000 })],
      endings: { healAtMs: 4000, degradeAtMs: 5000, degraded: { candidate: 'a', kind: 'cut' }, endMs: 6000 },
    });
    await simulate(adapter, plan);
    expect(fired).toEqual(['0 at 1000', '0 at 2000', '1 at 4500', '1 at 5500']);
  });

  test('an error in a callback is the crash of its candidate alone', async () => {
    const { events } = await simulate(
      virtual(async ({ id, incarnation }) => {
        await sleep(100);
        setTimeout(() => {
          if (id === 'b' && incarnation === 0) throw new Error('boom');
        }, 100);
      }),
      quietPlan({ workload: QUIET }),
    );
    expect(crashes(events)).toEqual(['Error: boom']);
  });
});

describe('promises of timers', () => {
  test('values, immediates, the scheduler and promisify', async () => {
    const seen = await found(async () => {
      const later = promisify(setTimeout);
      return [
        await sleep(10, 'value'),
        await nextTurn('immediate'),
        await scheduler.wait(20),
        await later(30, 'promisified'),
        Math.floor(performance.now()),
      ];
    });
    expect(seen).toEqual(['value', 'immediate', undefined, 'promisified', 60]);
  });

  test('a signal ends a wait, before or after it began', async () => {
    const seen = await found(async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort('enough'), 100);
      const errors: unknown[] = [];
      for (let attempt = 0; attempt < 2; attempt += 1) {
        await sleep(1000, undefined, { signal: controller.signal }).catch((error: unknown) => errors.push(error));
      }
      return { errors, at: performance.now() };
    });
    expect(seen.at).toBe(100);
    expect(seen.errors).toMatchObject([
      { name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' },
      { name: 'AbortError', code: 'ABORT_ERR', cause: 'enough' },
    ]);
  });

  test('an interval gives every round, also those that nobody asked for in time, until its signal aborts', async () => {
    const seen = await found(async () => {
      const at: number[] = [];
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 650);
      try {
        for await (const word of every(100, 'round', { signal: controller.signal })) {
          at.push(performance.now());
          if (at.length === 1) await sleep(250);
          if (word !== 'round') throw new Error('another value');
        }
      } catch (error) {
        return { at, error };
      }
      return { at, error: undefined };
    });
    expect(seen.at).toEqual([100, 350, 350, 400, 500, 600]);
    expect(seen.error).toMatchObject({ name: 'AbortError' });
  });

  test('AbortSignal.timeout aborts by the candidate clock', async () => {
    const seen = await found(async () => {
      const signal = AbortSignal.timeout(200);
      await sleep(1000, undefined, { signal }).catch(() => undefined);
      return { at: performance.now(), reason: signal.reason as unknown };
    });
    expect(seen).toMatchObject({ at: 200, reason: { name: 'TimeoutError' } });
  });
});

describe('randomness', () => {
  const draw = (): readonly unknown[] => [
    Math.random(),
    randomUUID(),
    crypto.randomUUID(),
    randomBytes(8).toString('hex'),
    crypto.getRandomValues(new Uint16Array(3)).join(),
    randomFillSync(Buffer.alloc(6), 2).toString('hex'),
    randomInt(10, 20),
  ];

  test('comes from the seed: the same twice, another with another seed', async () => {
    const [first, second] = [await found(draw), await found(draw)];
    expect(second).toEqual(first);
    expect(await found(draw, { ...only(), seed: 2 })).not.toEqual(first);
    const [number, uuid, other, bytes, , filled, integer] = first;
    expect(number).toSatisfy((value: number) => value >= 0 && value < 1);
    for (const id of [uuid, other]) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
    expect(uuid).not.toBe(other);
    expect(bytes).toMatch(/^[0-9a-f]{16}$/);
    expect(filled).toMatch(/^0000[0-9a-f]{8}$/);
    expect(integer).toSatisfy((value: number) => value >= 10 && value < 20);
  });

  test('candidates draw from streams of their own', async () => {
    const drawn: string[] = [];
    await simulate(
      virtual(async () => {
        drawn.push(randomUUID());
      }),
      quietPlan({ workload: QUIET }),
    );
    expect(new Set(drawn).size).toBe(3);
  });

  test('callbacks come in a later turn', async () => {
    const bytes = await found(
      () =>
        new Promise<string>((resolve, reject) => {
          randomBytes(4, (error, buffer) => (error === null ? resolve(buffer.toString('hex')) : reject(error)));
        }),
    );
    expect(bytes).toMatch(/^[0-9a-f]{8}$/);
  });
});

describe('the rest of the platform', () => {
  test('the console is silent, and files remain mistakes', async () => {
    const { readFileSync } = await import('node:fs');
    await found(() => console.error('election error: %s', 'refused'));
    await expect(found(() => readFileSync('package.json'))).rejects.toThrow(
      /called fs\.readFileSync at .*virtual-globals/,
    );
  });

  test('outside of every turn the clock belongs to nobody', async () => {
    const base = virtual(() => Promise.resolve());
    const reader: ElectionAdapter = {
      ...base,
      createCandidate: async ({ redis }) => {
        await redis.set('lock', 'a');
        return base.createCandidate({} as never);
      },
      grants: { keys: () => ['lock'], holder: () => ({ holder: String(Date.now()) }) },
    };
    await expect(simulate(reader, quietPlan({ workload: QUIET }))).rejects.toThrow(/nobody's turn/);
  });

  test('an adapter that does not ask is told as before', async () => {
    const plain = probeAdapter(async () => {
      await sleep(1);
    });
    await expect(simulate(plain, quietPlan())).rejects.toThrow(/called timers\.promises\.setTimeout at .*environment/);
  });

  test('outside of worlds everything is as ever', async () => {
    const before = performance.now();
    await sleep(2);
    expect(performance.now()).toBeGreaterThan(before);
    expect(Math.abs(Date.now() - WALL_START_MS)).toBeGreaterThan(1000);
  });
});
