/**
 * The model of a replica against a real one. Method: random steps run on a primary; when the replica has received them it
 * is made a primary itself, and more steps run on the old one. What it has then must be what the model's replica has that
 * takes over with that lag: values, and deadlines to the width of the window in which a step ran.
 */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPortError } from '../../src/ports/redis-errors.ts';
import { RedisModel } from '../../src/testbed/simulated/stores/redis.ts';
import { RedisReplica } from '../../src/testbed/simulated/stores/redis-replica.ts';
import { redisBinary, startRedisServer, type RedisServer } from '../support/redis-server.ts';
import { KEYS, randomSource, randomStep, SCRIPTS } from './redis-steps.ts';
import { playEpisode, type Episode } from './redis-transcript.ts';

const SEED = 20_260_102;
const EPISODES = 25;
const STEPS = 20;
/** Deadlines are compared to the width of the windows, and keys left out that may have expired in between. */
const SLACK_MS = 3;

const binary = redisBinary();

/** What a server has under a key: its value, and when it expires by its own clock; null: never. */
interface Held {
  readonly value: string;
  readonly deadlineMs: number | null;
}

interface Takeover {
  readonly before: Episode;
  readonly after: Episode;
  /** The clock of the new primary when it was asked. */
  readonly askedMs: number;
  readonly held: ReadonlyMap<string, Held>;
}

async function takeover(primary: Redis, replica: Redis, random: () => number): Promise<Takeover> {
  await replica.replicaof('127.0.0.1', primary.options.port ?? 0);
  const steps = (): readonly (readonly string[])[] => Array.from({ length: STEPS }, () => randomStep(random));
  const before = await playEpisode(primary, steps());
  await received(primary);
  await replica.call('REPLICAOF', 'NO', 'ONE');
  const after = await playEpisode(primary, steps());
  const [seconds, micros] = await replica.time();
  const held = new Map<string, Held>();
  for (const key of KEYS) {
    const value = await replica.get(key);
    const deadlineMs = Number(await replica.call('PEXPIRETIME', key));
    if (value !== null) held.set(key, { value, deadlineMs: deadlineMs < 0 ? null : deadlineMs });
  }
  return { before, after, askedMs: Number(seconds) * 1000 + Math.floor(Number(micros) / 1000), held };
}

/** Until a replica is there and has everything that was written. */
async function received(primary: Redis): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) if ((await primary.wait(1, 200)) === 1) return;
  throw new Error('the replica did not follow its primary within 20 s');
}

/** What the model's replica has after the same, keys left out that may have expired while they were asked for. */
function modelled({ before, after, askedMs }: Takeover): ReadonlyMap<string, Held | undefined> {
  const replica = new RedisReplica();
  const primary = newModel((changes, cause, _by, wallUs) => replica.receive(changes, cause, { atUs: wallUs, wallUs }));
  play(primary, before);
  const keptUntilUs = before.at(-1)?.toUs ?? 0;
  primary.execute(['DEL', ...KEYS], undefined, keptUntilUs + 1);
  play(primary, after);
  const successor = newModel(() => undefined);
  const { entries } = replica.takeOver(keptUntilUs);
  successor.takeOver(entries, askedMs * 1000);
  return new Map(
    KEYS.flatMap((key) => {
      const deadlineMs = entries.get(key)?.deadlineMs ?? Infinity;
      return Math.abs(deadlineMs - askedMs) <= 10 * SLACK_MS ? [] : [[key, heldBy(successor, key, askedMs)]];
    }),
  );
}

function newModel(onChanges: ConstructorParameters<typeof RedisModel>[0]): RedisModel {
  const model = new RedisModel(onChanges);
  for (const script of SCRIPTS) model.knowScript(script);
  return model;
}

function play(model: RedisModel, episode: Episode): void {
  for (const { step, fromUs, toUs } of episode) {
    try {
      if (step[0] !== 'WAIT') model.execute(step, undefined, (fromUs + toUs) / 2);
    } catch (error) {
      if (!isPortError(error)) throw error;
    }
  }
}

function heldBy(model: RedisModel, key: string, nowMs: number): Held | undefined {
  const value = model.execute(['GET', key], undefined, nowMs * 1000);
  const remainingMs = Number(model.execute(['PTTL', key], undefined, nowMs * 1000));
  if (typeof value !== 'string') return undefined;
  return { value, deadlineMs: remainingMs < 0 ? null : nowMs + remainingMs };
}

describe.skipIf(binary === undefined)('the model of a replica and a real one', () => {
  const servers: RedisServer[] = [];
  const clients: Redis[] = [];
  const takeovers: Takeover[] = [];

  beforeAll(async () => {
    for (let count = 0; count < 2; count += 1)
      servers.push(await startRedisServer(binary ?? '', ['--repl-diskless-sync-delay', '0']));
    for (const { port } of servers) clients.push(new Redis({ host: '127.0.0.1', port, protocol: 2 }));
    const [primary, replica] = clients;
    if (primary === undefined || replica === undefined) throw new Error('two servers were started');
    const random = randomSource(SEED);
    for (let index = 0; index < EPISODES; index += 1) takeovers.push(await takeover(primary, replica, random));
  }, 60_000);

  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await Promise.all(servers.map((server) => server.stop()));
  });

  test('have the same keys, values and deadlines when they take over', () => {
    let compared = 0;
    for (const [index, each] of takeovers.entries()) {
      for (const [key, expected] of modelled(each)) {
        const found = each.held.get(key);
        const where = `${key} of take-over ${index} with seed ${SEED}`;
        expect(found?.value, where).toBe(expected?.value);
        if (found === undefined || expected === undefined) continue;
        compared += 1;
        expect(found.deadlineMs === null, where).toBe(expected.deadlineMs === null);
        expect(Math.abs((found.deadlineMs ?? 0) - (expected.deadlineMs ?? 0)), where).toBeLessThanOrEqual(SLACK_MS);
      }
    }
    expect(compared).toBeGreaterThan(EPISODES);
  });

  test('a model is found out that has lost nothing', () => {
    const differs = takeovers.some((each) => {
      const complete = modelled({ ...each, before: each.after });
      return [...complete].some(([key, held]) => each.held.get(key)?.value !== held?.value);
    });
    expect(differs).toBe(true);
  });
});
