/**
 * Goal: every fault does to a candidate what its sentence says, and is recorded with its times.
 * Method: one candidate (or a few) that does what the test says, one fault, and what the candidate saw.
 */
import { describe, expect, test } from 'vitest';
import type { CandidateEnvironment } from '../../../../src/adapter.ts';
import type { FaultEvent, History } from '../../../../spec/history.ts';
import type { Fault } from '../../../../src/plan/plan.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { probeAdapter } from '../../../support/probe-adapter.ts';
import { faultAt, quietPlan } from '../../../support/simulated-plan.ts';

type Script = (environment: CandidateEnvironment, say: (what: string) => void) => Promise<void>;

/** One candidate with a delay of exactly 1 ms each way. */
async function run(script: Script, faults: readonly Fault[] = []): Promise<{ said: string[]; history: History }> {
  const said: string[] = [];
  const adapter = probeAdapter((environment) => {
    const startMs = environment.clock.monotonicMs();
    return script(environment, (what) => said.push(`${Math.round(environment.clock.monotonicMs() - startMs)} ${what}`));
  });
  const history = await simulate(
    adapter,
    quietPlan({
      candidates: [{ id: 'a', joinMs: 0, restMs: 500 }],
      workload: { writeEveryMs: 0, observeEveryMs: 0 },
      networkDelayUs: { min: 1000, max: 1000 },
      faults,
    }),
  );
  return { said, history };
}

const onA = (atMs: number, fault: Partial<Fault> & Pick<Fault, 'kind'>): Fault =>
  faultAt(atMs, { target: 'candidate:a', ...fault });

function faultLog({ events }: History): readonly string[] {
  return events
    .filter((event): event is FaultEvent => event.who === 'nemesis' && event.type !== 'phase')
    .map(
      ({ at, type, kind, detail }) => `${Number(at) / 1000} ${type} ${kind}${detail === undefined ? '' : ` ${detail}`}`,
    );
}

const errorOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** Sets x to 1, 2, 3 ... every 100 ms and says what came of each. */
const counting: Script = async ({ redis, clock }, say) => {
  for (let value = 1; value <= 5; value += 1) {
    await redis.set('x', value, { timeoutMs: 50 }).then(
      (reply) => say(`${value} ${reply ?? ''}`),
      (error: unknown) => say(`${value} ${errorOf(error)}`),
    );
    await clock.sleep(100);
  }
  say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
};

describe('links', () => {
  test('undisturbed, a call takes one delay each way', async () => {
    const { said } = await run(counting);
    expect(said).toEqual(['2 1 OK', '104 2 OK', '206 3 OK', '308 4 OK', '410 5 OK', '512 x is 5']);
  });

  test('cut: calls run into their deadline, and succeed again after it', async () => {
    const { said, history } = await run(counting, [onA(90, { kind: 'cut', forMs: 130 })]);
    expect(said).toEqual(['2 1 OK', '152 2 TIMEOUT', '254 3 OK', '356 4 OK', '458 5 OK', '560 x is 5']);
    expect(faultLog(history).slice(0, 2)).toEqual(['90 fault-start cut', '220 fault-stop cut']);
  });

  test('cut-responses: the command takes effect all the same', async () => {
    const { said } = await run(
      async ({ redis, clock }, say) => {
        await redis.set('x', 1, { timeoutMs: 50 }).catch((error: unknown) => say(errorOf(error)));
        await clock.sleep(500);
        say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
      },
      [onA(0, { kind: 'cut-responses', forMs: 300 })],
    );
    expect(said).toEqual(['50 TIMEOUT', '552 x is 1']);
  });

  test('cut-requests: it does not', async () => {
    const { said } = await run(
      async ({ redis, clock }, say) => {
        await redis.set('x', 1, { timeoutMs: 50 }).catch((error: unknown) => say(errorOf(error)));
        await clock.sleep(500);
        say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
      },
      [onA(0, { kind: 'cut-requests', forMs: 300 })],
    );
    expect(said).toEqual(['50 TIMEOUT', '552 x is nothing']);
  });

  test('refuse: open calls are disconnected, new ones wait for a connection up to their deadline', async () => {
    const { said } = await run(counting, [onA(103, { kind: 'refuse', forMs: 270 })]);
    expect(said).toEqual(['2 1 OK', '103 2 DISCONNECTED', '253 3 NOT_SENT', '395 4 OK', '497 5 OK', '599 x is 5']);
  });

  test('reset: open calls are disconnected, the next one succeeds', async () => {
    const { said, history } = await run(counting, [onA(103, { kind: 'reset', forMs: 0 })]);
    expect(said.slice(0, 3)).toEqual(['2 1 OK', '103 2 DISCONNECTED', '205 3 OK']);
    expect(faultLog(history).slice(0, 2)).toEqual(['103 fault-start reset', '103 fault-stop reset']);
  });

  test('slow: each message takes longer, and order is kept when it ends', async () => {
    const { said } = await run(
      async ({ redis, clock }, say) => {
        const calls: Promise<void>[] = [];
        for (let value = 1; value <= 4; value += 1) {
          calls.push(redis.set('x', value).then(() => say(String(value))));
          await clock.sleep(10);
        }
        await Promise.all(calls);
        say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
      },
      [onA(0, { kind: 'slow', amount: 200, forMs: 15 })],
    );
    expect(said.map((line) => line.split(' ').slice(1).join(' '))).toEqual(['1', '2', '3', '4', 'x is 4']);
    expect(Number(said[2]?.split(' ')[0])).toBeGreaterThan(200);
  });
});

describe('messages', () => {
  test('drop of a response: the effect is there, the answer is not', async () => {
    const { said, history } = await run(counting, [
      onA(10, { kind: 'drop', forMs: 0, message: { nth: 2, leg: 'response' } }),
    ]);
    expect(said.slice(0, 4)).toEqual(['2 1 OK', '104 2 OK', '254 3 TIMEOUT', '356 4 OK']);
    expect(faultLog(history).slice(0, 2)).toEqual([
      '205 fault-start drop response of set',
      '205 fault-stop drop response of set',
    ]);
  });

  test('hold of a request: it takes effect when the fault ends, after its caller has given up', async () => {
    const { said, history } = await run(
      async ({ redis, clock }, say) => {
        await clock.sleep(20);
        await redis.set('x', 'held', { timeoutMs: 50 }).catch((error: unknown) => say(errorOf(error)));
        await redis.set('x', 'newer');
        await clock.sleep(200);
        say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
        await clock.sleep(200);
        say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
      },
      [onA(10, { kind: 'hold', forMs: 300, message: { nth: 1, leg: 'request' } })],
    );
    expect(said).toEqual(['70 TIMEOUT', '274 x is newer', '476 x is held']);
    expect(faultLog(history).slice(0, 2)).toEqual([
      '20 fault-start hold request of set',
      '320 fault-stop hold request of set',
    ]);
  });

  test('replay: a request takes effect once more when the fault ends', async () => {
    const { said, history } = await run(
      async ({ redis, clock }, say) => {
        await clock.sleep(20);
        await redis.incr('n');
        await clock.sleep(100);
        say(`n is ${(await redis.get('n')) ?? 'nothing'}`);
        await clock.sleep(300);
        say(`n is ${(await redis.get('n')) ?? 'nothing'}`);
      },
      [onA(5, { kind: 'replay', forMs: 200, message: { nth: 1, leg: 'request' } })],
    );
    expect(said).toEqual(['124 n is 1', '426 n is 2']);
    expect(faultLog(history).slice(0, 2)).toEqual([
      '20 fault-start replay request of incr',
      '220 fault-stop replay request of incr',
    ]);
  });
});

describe('processes', () => {
  test('pause: nothing happens in it, and all that was due comes at once and in order', async () => {
    const { said, history } = await run(
      async ({ clock }, say) => {
        clock.after(150, () => say('timer 150'));
        clock.after(120, () => say('timer 120'));
        for (let count = 0; count < 4; count += 1) {
          await clock.sleep(80);
          say('slept');
        }
      },
      [onA(100, { kind: 'pause', forMs: 200 })],
    );
    expect(said).toEqual(['80 slept', '300 timer 120', '300 timer 150', '300 slept', '380 slept', '460 slept']);
    expect(faultLog(history).slice(0, 2)).toEqual(['100 fault-start pause', '300 fault-stop pause']);
  });

  test('a deadline that passes in a pause is a timeout, although the answer is there', async () => {
    const { said } = await run(
      async ({ redis, clock }, say) => {
        await clock.sleep(10);
        await redis.set('x', 1, { timeoutMs: 100 }).catch((error: unknown) => say(errorOf(error)));
        say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
      },
      [onA(11, { kind: 'pause', forMs: 200 })],
    );
    expect(said).toEqual(['211 TIMEOUT', '213 x is 1']);
  });

  test('pause-at stops between a look at the clock and the write behind it', async () => {
    const script: Script = async ({ redis, clock }, say) => {
      await clock.sleep(50);
      const seenMs = clock.monotonicMs();
      await redis.set('x', 1);
      say(`after ${Math.round(clock.monotonicMs() - seenMs)}`);
    };
    const at = async (amount: number): Promise<readonly string[]> =>
      (await run(script, [onA(10, { kind: 'pause-at', amount, forMs: 500 })])).said;
    // Interactions from 10 ms on: the look, the call, the look; even numbers are ends of turns.
    expect(await at(1)).toEqual(['552 after 2']);
    expect(await at(3)).toEqual(['552 after 502']);
    expect(await at(5)).toEqual(['552 after 502']);
    expect(await at(2)).toEqual(['550 after 500']);
  });

  test('crash: continuations are dropped, and the next incarnation has the disk', async () => {
    const { said, history } = await run(
      async ({ incarnation, disk, clock }, say) => {
        say(`${incarnation}: disk ${(await disk.read('boots')) ?? 'empty'}`);
        await disk.write('boots', String(incarnation));
        for (;;) {
          await clock.sleep(100);
          say(`${incarnation}`);
        }
      },
      [onA(250, { kind: 'crash', forMs: 24_800 - 250 - 100 })],
    );
    expect(said.slice(0, 3)).toEqual(['0 0: disk empty', '100 0', '200 0']);
    expect(said[3]).toBe('0 1: disk 0');
    expect(
      history.events
        .filter((event) => event.type === 'started' || event.type === 'crashed')
        .map(({ at, who, type }) => `${Number(at) / 1000} ${who} ${type}`),
    ).toEqual(['0 a#0 started', '250 a#0 crashed', '15000 a#1 started']);
  });

  test('wipe: the disk is empty afterwards; what was sent before arrives', async () => {
    const { said } = await run(
      async ({ incarnation, disk, redis, clock }, say) => {
        if (incarnation === 0) {
          await disk.write('boots', '0');
          await clock.sleep(99.5);
          await redis.set('sent', 'before');
          say('never said');
        }
        say(`disk ${(await disk.read('boots')) ?? 'empty'}, sent ${(await redis.get('sent')) ?? 'nothing'}`);
      },
      [onA(100, { kind: 'wipe', forMs: 500 })],
    );
    expect(said).toEqual(['2 disk empty, sent before']);
  });

  test('an error that nothing catches is a crash with its reason; when all heals the candidate is started again', async () => {
    const { history } = await run(async ({ clock, incarnation }) => {
      await clock.sleep(100);
      if (incarnation === 0)
        clock.after(10, () => {
          throw new TypeError('out of nowhere');
        });
      if (incarnation === 1) void Promise.reject(new Error('nobody listens'));
    });
    expect(history.events.filter((event) => event.type === 'crashed')).toEqual([
      { at: 110_000, who: 'a#0', type: 'crashed', reason: 'TypeError: out of nowhere' },
      { at: 15_100_000, who: 'a#1', type: 'crashed', reason: 'Error: nobody listens' },
    ]);
  });
});

describe('clocks and store', () => {
  test('wall-step moves the wall clock alone, clock-rate both, and timers with them', async () => {
    const { said } = await run(
      async ({ clock }, say) => {
        const wall = clock.wallMs();
        await clock.sleep(200);
        say(`wall ${clock.wallMs() - wall}`);
        await clock.sleep(2000);
        say(`wall ${clock.wallMs() - wall}`);
      },
      [
        onA(100, { kind: 'wall-step', amount: -5000, forMs: 0 }),
        onA(1200, { kind: 'clock-rate', amount: 250_000, forMs: 800 }),
      ],
    );
    expect(said).toEqual(['200 wall -4800', '2200 wall -2800']);
  });

  test('store-restart keeps the data, store-wipe does not; calls meanwhile find nobody', async () => {
    const script: Script = async ({ redis, clock }, say) => {
      await redis.set('x', 1);
      await clock.sleep(200);
      await redis.get('x', { timeoutMs: 50 }).catch((error: unknown) => say(errorOf(error)));
      await clock.sleep(400);
      say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
    };
    const restarted = await run(script, [faultAt(100, { kind: 'store-restart', target: 'store', forMs: 300 })]);
    const wiped = await run(script, [faultAt(100, { kind: 'store-wipe', target: 'store', forMs: 300 })]);
    expect(restarted.said).toEqual(['252 NOT_SENT', '654 x is 1']);
    expect(wiped.said).toEqual(['252 NOT_SENT', '654 x is nothing']);
    expect(wiped.history.events.filter((event) => event.type === 'store-started')).toMatchObject([
      { at: 400_000, durable: false },
    ]);
  });

  test('store-step ends leases early', async () => {
    const { said } = await run(
      async ({ redis, clock }, say) => {
        await redis.set('x', 1, 'PX', 5000);
        await clock.sleep(300);
        say(`x is ${(await redis.get('x')) ?? 'nothing'}`);
      },
      [faultAt(100, { kind: 'store-step', target: 'store', amount: 6000, forMs: 0 })],
    );
    expect(said).toEqual(['304 x is nothing']);
  });
});
