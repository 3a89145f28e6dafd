/**
 * The Redis model against a real server. Method: random steps run on the server in pipelines, each between two readings
 * of the server's clock; the model runs the same steps at those times, and every answer has to be the same to the letter
 * (remaining lifetimes: to the width of the window). Models that were bent on purpose have to be found out.
 */
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisModel } from '../../src/testbed/simulated/stores/redis.ts';
import { redisBinary, startRedisServer } from '../support/redis-server.ts';
import type { RedisServer } from '../support/redis-server.ts';
import { randomSource, randomStep, SCRIPTS } from './redis-steps.ts';
import type { Step } from './redis-steps.ts';
import { compareEpisode, playEpisode } from './redis-transcript.ts';
import type { Comparison, Episode, Model } from './redis-transcript.ts';

const SEED = 20_260_101;
const EPISODES = 700;
const STEPS_PER_EPISODE = 25;

const binary = redisBinary();

function newModel(): RedisModel {
  const model = new RedisModel(() => undefined);
  for (const script of SCRIPTS) model.knowScript(script);
  return model;
}

/** A model whose commands are changed before it sees them. */
function bent(bend: (step: Step) => Step): Model {
  const model = newModel();
  return {
    execute: (step, by, nowUs) => model.execute(bend(step), by, nowUs),
    nextExpiryUs: () => model.nextExpiryUs(),
  };
}

const isSet = (step: Step): boolean => step[0]?.toUpperCase() === 'SET' && step.length >= 3;

const BENDS: readonly (readonly [string, (step: Step) => Step])[] = [
  ['NX is ignored', (step) => (isSet(step) ? step.filter((word, index) => index < 3 || word !== 'NX') : step)],
  ['SET keeps the lifetime', (step) => (isSet(step) && step.length === 3 ? [...step, 'KEEPTTL'] : step)],
  ['EXPIRE counts milliseconds', (step) => (step[0] === 'EXPIRE' ? ['PEXPIRE', ...step.slice(1)] : step)],
  ['PERSIST does nothing but answer', (step) => (step[0] === 'PERSIST' ? ['EXISTS', ...step.slice(1)] : step)],
  ['DEL deletes its first key only', (step) => (step[0] === 'DEL' ? step.slice(0, 2) : step)],
];

function compare(episodes: readonly Episode[], make: () => Model): Comparison {
  const comparison: Comparison = { compared: 0, ambiguous: 0, mismatches: [] };
  for (const episode of episodes) compareEpisode(episode, make(), comparison);
  return comparison;
}

describe.skipIf(binary === undefined)('Redis model and real server', () => {
  let server: RedisServer;
  let client: Redis;
  const episodes: Episode[] = [];

  beforeAll(async () => {
    server = await startRedisServer(binary ?? '');
    client = new Redis({ host: '127.0.0.1', port: server.port, protocol: 2 });
    const random = randomSource(SEED);
    for (let index = 0; index < EPISODES; index += 1) {
      const steps = Array.from({ length: STEPS_PER_EPISODE }, () => randomStep(random));
      episodes.push(await playEpisode(client, steps));
    }
  }, 60_000);

  afterAll(async () => {
    client.disconnect();
    await server.stop();
  });

  test('at least 10,000 random steps have the same answers', () => {
    const { compared, ambiguous, mismatches } = compare(episodes, newModel);
    console.log(`seed ${SEED}: ${compared} steps compared, ${ambiguous} left out because an expiry was too near`);
    expect(mismatches).toEqual([]);
    expect(compared).toBeGreaterThanOrEqual(10_000);
  });

  test.each(BENDS)('a model is found out in which %s', (_name, bend) => {
    expect(compare(episodes, () => bent(bend)).mismatches.length).toBeGreaterThan(0);
  });

  test('a model is found out in which keys never expire', () => {
    const mismatches = compare(episodes, () => {
      const model = newModel();
      return { execute: (step, by) => model.execute(step, by, 1_000_000), nextExpiryUs: () => Infinity };
    }).mismatches;
    expect(mismatches.length).toBeGreaterThan(0);
  });

  test('a key is alive in the whole millisecond of its deadline, and dead in the next', async () => {
    let aliveAtDeadline = 0;
    let deadAfter = 0;
    for (let round = 0; round < 20; round += 1) {
      // In one pipeline, so that the server polls itself every few microseconds across the deadline.
      const pipeline = client.pipeline().call('SET', 'edge', 'v', 'PX', '3').call('PEXPIRETIME', 'edge');
      for (let poll = 0; poll < 3_000; poll += 1) pipeline.call('TIME').call('PTTL', 'edge');
      const [, deadline, ...polls] = (await pipeline.call('TIME').exec()) ?? [];
      const deadlineMs = Number(deadline?.[1]);
      // The machine was busy for three milliseconds between the first two commands: another round will do.
      if (deadlineMs < 0) continue;
      const model = newModel();
      model.execute(['SET', 'edge', 'v', 'PXAT', deadlineMs], undefined, (deadlineMs - 3) * 1000);
      for (let poll = 0; poll + 2 < polls.length; poll += 2) {
        const fromMs = timeMs(polls[poll]?.[1]);
        if (fromMs !== timeMs(polls[poll + 2]?.[1])) continue;
        const answer = polls[poll + 1]?.[1];
        expect(answer).toBe(model.execute(['PTTL', 'edge'], undefined, fromMs * 1000));
        if (fromMs === deadlineMs && answer === 0) aliveAtDeadline += 1;
        if (fromMs === deadlineMs + 1 && answer === -2) deadAfter += 1;
      }
    }
    expect(aliveAtDeadline).toBeGreaterThan(0);
    expect(deadAfter).toBeGreaterThan(0);
  });
});

function timeMs(reply: unknown): number {
  return Array.isArray(reply) ? Number(reply[0]) * 1000 + Math.floor(Number(reply[1]) / 1000) : NaN;
}
