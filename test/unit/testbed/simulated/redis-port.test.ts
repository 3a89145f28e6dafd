/**
 * Goal: code written for ioredis finds what it calls on the simulated port, and what it does not find teaches.
 * Method: calls as such code writes them, in a world, under faults of the connection.
 */
import { describe, expect, test } from 'vitest';
import type { CandidateEnvironment } from '../../../../src/adapter.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { probeAdapter } from '../../../support/probe-adapter.ts';
import { faultAt, quietPlan } from '../../../support/simulated-plan.ts';

const RENEW =
  "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0";

async function found<T>(
  probe: (environment: CandidateEnvironment) => Promise<T>,
  changes: Partial<Plan> = {},
): Promise<T> {
  const results: { readonly value: T }[] = [];
  const adapter = probeAdapter(async (environment) => {
    results.push({ value: await probe(environment) });
  });
  await simulate(
    adapter,
    quietPlan({
      candidates: [{ id: 'a', joinMs: 0, restMs: 500 }],
      workload: { writeEveryMs: 0, observeEveryMs: 0 },
      ...changes,
    }),
  );
  const [result] = results;
  if (result === undefined) throw new Error('the probe did not finish');
  return result.value;
}

describe('commands', () => {
  test('plain variants, lists of keys, and flags in lower case', async () => {
    const replies = await found(async ({ redis }) => [
      await redis.set('k', 'v', 'px', 10_000, 'nx'),
      await redis.set('k', 'w', 'nx'),
      await redis.setnx('k', 'w'),
      await redis.getset('k', 'x'),
      await redis.psetex('l', 10_000, 'y'),
      await redis.setex('m', 10, 7),
      await redis.expire('k', 10, 'NX'),
      await redis.exists(['k', 'l'], 'none'),
      await redis.getdel('l'),
      await redis.unlink('l', 'm'),
      await redis.del(['k', 'l']),
      await redis.call('set', 'n', 1),
      await redis.call('incr', 'n'),
      (await redis.time()).map((part) => part.length > 0 && Number(part) >= 0),
    ]);
    expect(replies).toEqual(['OK', null, 0, 'v', 'OK', 'OK', 1, 2, 'y', 1, 1, 'OK', 2, [true, true]]);
  });

  test('scripts by text, by SHA-1 and by name, without a twin', async () => {
    const replies = await found<readonly unknown[]>(async ({ redis }) => {
      await redis.set('lock', 'a');
      const sha = String(await redis.script('LOAD', RENEW));
      redis.defineCommand('renewLock', { numberOfKeys: 1, lua: RENEW });
      const named: unknown = Reflect.get(redis, 'renewLock');
      if (typeof named !== 'function') throw new Error('no such method');
      const byName: unknown = await Reflect.apply(named, redis, ['lock', 'a', 5000]);
      return [
        await redis.eval(RENEW, 1, 'lock', 'a', 5000),
        await redis.eval(RENEW, 1, ['lock'], ['b', 5000]),
        await redis.evalsha(sha, 1, 'lock', 'a', 5000),
        byName,
        await redis.script('EXISTS', sha, 'f'.repeat(40)),
        await redis.evalsha('f'.repeat(40), 0).catch((error: unknown) => String(error)),
      ];
    });
    expect(replies).toEqual([1, 0, 1, 1, [1, 0], 'PortError: NOSCRIPT No matching script. Please use EVAL.']);
  });

  test('a method that the port does not have says what there is, also where the error is swallowed', async () => {
    const calling = found(async ({ redis }) => {
      const hset: unknown = Reflect.get(redis, 'hset');
      try {
        if (typeof hset === 'function') Reflect.apply(hset, redis, ['k', 'f', 'v']);
      } catch {
        // As a loop does that goes on whatever happens.
      }
    });
    await expect(calling).rejects.toThrow(/The Redis port has no hset\(\): it has get, set, /);
    const absent = await found(async ({ redis }) => ['then', 'nothing', 'toJSON'].filter((name) => name in redis));
    expect(absent).toEqual([]);
    await expect(found(async ({ redis }) => redis.call('HSET', 'k', 'f', 'v'))).rejects.toThrow(/HSET/);
  });
});

describe('the connection', () => {
  test('tells a loss and a return to those who listen, and its status to those who ask', async () => {
    const log = await found(
      async ({ redis, clock }) => {
        const lines: string[] = [];
        const startMs = clock.monotonicMs();
        for (const event of ['connect', 'ready', 'error', 'close', 'reconnecting', 'end'])
          redis.on(event, () => lines.push(`${Math.floor(clock.monotonicMs() - startMs)} ${event} ${redis.status}`));
        await clock.sleep(6000);
        await redis.quit();
        await clock.sleep(1000);
        return [...lines, redis.status];
      },
      { faults: [faultAt(2000, { kind: 'refuse', target: 'candidate:a', forMs: 3000 })] },
    );
    expect(log.map((line) => line.replace(/^60\d\d/, 'then'))).toEqual([
      '0 connect ready',
      '0 ready ready',
      '2000 error reconnecting',
      '2000 close reconnecting',
      '2000 reconnecting reconnecting',
      '5020 connect ready',
      '5020 ready ready',
      'then close end',
      'then end end',
      'end',
    ]);
  });

  test('an error in a listener is the crash of its candidate', async () => {
    const seen: number[] = [];
    await simulate(
      probeAdapter(async ({ redis, clock, incarnation }) => {
        seen.push(incarnation);
        redis.once('close', () => {
          throw new Error('lost');
        });
        await clock.sleep(1e6);
      }),
      quietPlan({
        candidates: [{ id: 'a', joinMs: 0, restMs: 500 }],
        faults: [faultAt(2000, { kind: 'reset', target: 'candidate:a' })],
      }),
    );
    expect(seen).toEqual([0, 1]);
  });
});
