/**
 * The Redis ledger against a real server: order, author, values, lifetimes, scripts, expiry, restarts; and the same
 * random steps through the ledger and through the model have to report the same changes.
 */
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { earliest, latest } from '../../spec/history.ts';
import type { ChangeBatch, KeyChange } from '../../src/testbed/change-batch.ts';
import { openRedisLedger } from '../../src/testbed/real/ledger/redis.ts';
import type { RedisLedger } from '../../src/testbed/real/ledger/redis.ts';
import { monotonicUs } from '../../src/testbed/real/ledger/wall-offset.ts';
import { RedisModel } from '../../src/testbed/simulated/stores/redis.ts';
import { KEYS, randomSource, randomStep, SCRIPTS } from '../differential/redis-steps.ts';
import { redisBinary, startRedisServer } from '../support/redis-server.ts';
import type { RedisServer } from '../support/redis-server.ts';

const binary = redisBinary();

describe.skipIf(binary === undefined)('Redis ledger', () => {
  let server: RedisServer;
  let ledger: RedisLedger;
  let seen: { election: string; batch: ChangeBatch }[];
  let problems: string[];
  const clients: Redis[] = [];

  const client = (name: string): Redis => {
    const created = new Redis({
      host: '127.0.0.1',
      port: server.port,
      protocol: 2,
      connectionName: name,
      retryStrategy: () => 20,
    });
    created.on('error', () => undefined);
    clients.push(created);
    return created;
  };
  const short = ({ batch }: { batch: ChangeBatch }): unknown[] => [
    batch.cause,
    batch.by,
    ...batch.changes.map(({ record, refreshed }) => [record.key, record.value, refreshed]),
  ];

  beforeEach(async () => {
    server = await startRedisServer(binary ?? '');
    seen = [];
    problems = [];
    ledger = await openRedisLedger({
      host: '127.0.0.1',
      port: server.port,
      elections: [
        { election: 'e1', keys: ['lock:e1', 'fence:e1'] },
        { election: 'e2', keys: ['lock:e2', 'fence:e2'] },
      ],
      onProblem: (problem) => problems.push(problem),
    });
    ledger.onChange((election, batch) => seen.push({ election, batch }));
  });

  afterEach(async () => {
    for (const each of clients.splice(0)) each.disconnect();
    await ledger.close();
    await server.stop();
  });

  test('tells every change in order with its author, value and lifetime, and nothing of refused commands', async () => {
    const [a, b] = [client('a#0'), client('b#1')];
    const before = monotonicUs();
    await a.set('lock:e1', 'a#0', 'PX', 10_000, 'NX');
    await b.set('lock:e1', 'b#1', 'PX', 10_000, 'NX');
    await a.pexpire('lock:e1', 20_000);
    await b.set('other', 'x');
    await b.set('lock:e2', 'ä "q" \\ \n', 'EX', 7);
    await b.del('lock:e1');
    await a.incr('fence:e1');
    await a.set('fence:e1', '9', 'KEEPTTL');
    await ledger.drain();
    const after = monotonicUs();
    expect(seen.map(short)).toEqual([
      ['command', 'a#0', ['lock:e1', 'a#0', true]],
      ['command', 'a#0', ['lock:e1', 'a#0', true]],
      ['command', 'b#1', ['lock:e2', 'ä "q" \\ \n', true]],
      ['command', 'b#1', ['lock:e1', null, false]],
      ['command', 'a#0', ['fence:e1', '1', true]],
      ['command', 'a#0', ['fence:e1', '9', false]],
    ]);
    expect(seen.map(({ election }) => election)).toEqual(['e1', 'e1', 'e2', 'e1', 'e1', 'e1']);
    expect(seen.map(({ batch }) => batch.changes[0]?.record.ttlMs)).toEqual([
      10_000,
      20_000,
      7_000,
      undefined,
      null,
      null,
    ]);
    expect(seen.map(({ batch }) => batch.g)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const { batch } of seen) {
      expect(earliest(batch.at)).toBeGreaterThan(before - 5_000);
      expect(latest(batch.at)).toBeLessThanOrEqual(after + 1);
      expect(latest(batch.at) - earliest(batch.at)).toBeLessThan(5_000);
    }
    expect(problems).toEqual([]);
  });

  test('a script is one batch, told without waiting for another command', async () => {
    const a = client('a#0');
    await a.eval(
      "redis.call('INCR', KEYS[2]); redis.call('SET', KEYS[1], ARGV[1], 'PX', 5000); return 1",
      2,
      'lock:e1',
      'fence:e1',
      'a#0',
    );
    await expect
      .poll(() => seen.map(short))
      .toEqual([['command', 'a#0', ['fence:e1', '1', true], ['lock:e1', 'a#0', true]]]);
  });

  test('expiry spans from the end of the lifetime to the notice', async () => {
    const a = client('a#0');
    await a.set('lock:e1', 'a#0', 'PX', 50);
    await expect.poll(() => seen.length).toBe(2);
    const [granted, expired] = seen.map(({ batch }) => batch);
    expect(expired).toMatchObject({ cause: 'expired', changes: [{ record: { key: 'lock:e1', value: null } }] });
    const lifetimeUs = earliest(expired?.at ?? 0) - earliest(granted?.at ?? 0);
    expect(lifetimeUs).toBeGreaterThan(49_000);
    expect(lifetimeUs).toBeLessThan(54_000);
  });

  test('clients that were there before it are known by CLIENT LIST, unnamed ones are nobody', async () => {
    const [early, unnamed] = [client('c#2'), client('')];
    await Promise.all([early.ping(), unnamed.ping()]);
    const late = await openRedisLedger({
      host: '127.0.0.1',
      port: server.port,
      elections: [{ election: 'e3', keys: ['lock:e3'] }],
    });
    const authors: (string | undefined)[] = [];
    late.onChange((_election, { by }) => authors.push(by));
    await early.set('lock:e3', 'x');
    await unnamed.set('lock:e3', 'y');
    await late.drain();
    await late.close();
    expect(authors).toEqual(['c#2', undefined]);
  });

  test('after a restart without data the keys are told as lost, and names are learnt anew', async () => {
    const a = client('a#0');
    await a.set('lock:e1', 'a#0', 'PX', 60_000);
    await ledger.drain();
    const beforeUs = monotonicUs();
    await server.restart();
    await ledger.drain();
    await expect.poll(async () => a.set('lock:e1', 'again').catch(() => undefined)).toBe('OK');
    await ledger.drain();
    expect(seen.map(short)).toEqual([
      ['command', 'a#0', ['lock:e1', 'a#0', true]],
      ['lost', undefined, ['lock:e1', null, false]],
      ['command', 'a#0', ['lock:e1', 'again', true]],
    ]);
    // When in the gap it was lost, nobody knows.
    expect(earliest(seen[1]?.batch.at ?? Infinity)).toBeLessThan(beforeUs);
  });

  test('elections can be watched later and forgotten', async () => {
    const a = client('a#0');
    ledger.watch([{ election: 'e9', keys: ['lock:e9'] }]);
    ledger.forget(['e1']);
    await a.set('lock:e1', 'x');
    await a.set('lock:e9', 'y');
    await ledger.drain();
    expect(seen.map(({ election }) => election)).toEqual(['e9']);
  });

  test('what it cannot follow is told, not guessed', async () => {
    const a = client('a#0');
    await a.set('lock:e1', 'x');
    await a.append('lock:e1', 'y');
    await ledger.drain();
    expect(problems).toEqual(['the Redis ledger cannot follow what APPEND did to lock:e1 (event append)']);
  });

  test('two thousand random steps come to the same changes in the ledger and in the model', async () => {
    const a = client('a#0');
    ledger.watch([{ election: 'all', keys: KEYS }]);
    const modelled: (readonly KeyChange[])[] = [];
    const model = new RedisModel((changes) => modelled.push(changes));
    for (const script of SCRIPTS) model.knowScript(script);
    const random = randomSource(7);
    const soon = /^([1-9]|20)$/;
    for (let index = 0; index < 2_000; index += 1) {
      const step = randomStep(random);
      if (step[0] === 'WAIT' || step.some((word) => soon.test(word))) continue;
      // Scripts that give a deadline in the past end differently: the server removes the key when somebody looks.
      if (step.some((word) => word.includes('PXAT') || word.toUpperCase() === 'EXAT')) continue;
      const [name = '', ...words] = step;
      await a.call(name, ...words).catch(() => undefined);
      try {
        model.execute(step, 'a#0', Date.now() * 1000);
      } catch {
        // Error replies are compared in the differential test.
      }
    }
    await ledger.drain();
    const final = (batches: readonly (readonly KeyChange[])[]): unknown[] =>
      batches.map((changes) => [
        ...new Map(
          changes.map(({ record, refreshed }) => [
            record.key,
            [record.key, record.value, refreshed, lifetime(record.ttlMs)],
          ]),
        ).values(),
      ]);
    const recorded = seen.map(({ batch }) => batch.changes);
    expect(modelled.length).toBeGreaterThan(500);
    expect(final(recorded)).toEqual(final(modelled));
    expect(problems).toEqual([]);
  });
});

/** Rounded, since the two clocks are read at different moments. */
function lifetime(ttlMs: number | null | undefined): number | null | undefined {
  return typeof ttlMs === 'number' ? Math.round(ttlMs / 2_000) : ttlMs;
}
