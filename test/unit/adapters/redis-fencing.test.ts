/**
 * Goal: the reference does at each step what its README says, also where a reply is lost or the process is stopped.
 * Method: a fake store whose answers the test chooses, and a clock turned by hand. T = 1 s, D = 700 ms, R = 200 ms, Q = 300 ms.
 */
import { beforeEach, describe, expect, test } from 'vitest';
import { FencedCandidate, parseRecord } from '../../../adapters/redis-fencing/fenced-candidate.ts';
import type { Leadership } from '../../../src/adapter.ts';
import { environment, FakeRedis, HandClock, settled, type Fate } from './fake-redis.ts';

const record = 'election:{e}:leader';
let clock: HandClock;
let redis: FakeRedis;
let candidate: FencedCandidate;

beforeEach(() => {
  clock = new HandClock();
  redis = new FakeRedis();
  candidate = new FencedCandidate(environment(clock, redis));
});

function campaign(signal: AbortSignal = new AbortController().signal): Promise<Leadership> {
  return candidate.campaign({ signal });
}

/** The first calls of `name` have these fates, later ones are answered. */
function fates(name: string, ...given: readonly Fate[]): void {
  const left = [...given];
  redis.fate = (call) => (call === name ? left.shift() : undefined) ?? 'answered';
}

test('a free election is taken with the next token', async () => {
  redis.values.set('election:{e}:token', '41');
  const leadership = await campaign();
  expect(leadership.token).toBe(42n);
  expect(leadership.lost.aborted).toBe(false);
  expect(redis.values.get(record)).toBe('a#0:42');
  expect(candidate.isLeader()).toBe(true);
});

test('a held election is waited for', async () => {
  redis.values.set(record, 'b#0:7');
  const elected = campaign();
  await clock.advance(1000);
  expect(candidate.isLeader()).toBe(false);
  redis.values.delete(record);
  await clock.advance(400);
  expect((await elected).token).toBe(1n);
});

describe('belief ends', () => {
  test('700 ms after the sending of the last renewal that succeeded', async () => {
    const { lost } = await campaign();
    await clock.advance(250);
    redis.fate = () => 'request lost';
    await clock.advance(640);
    expect(lost.aborted).toBe(false);
    await clock.advance(20);
    expect(lost.aborted).toBe(true);
  });

  test('when the record is not its own any more', async () => {
    const { lost } = await campaign();
    redis.values.set(record, 'b#0:2');
    await clock.advance(210);
    expect(lost.aborted).toBe(true);
    expect(redis.values.get(record)).toBe('b#0:2');
  });

  test('before the record is deleted', async () => {
    const { lost } = await campaign();
    let abortedAtRelease = false;
    redis.fate = (call) => {
      if (call === 'fencing-release') abortedAtRelease = lost.aborted;
      return 'answered';
    };
    await candidate.resign();
    expect(abortedAtRelease).toBe(true);
    expect(redis.values.has(record)).toBe(false);
  });

  test('in time although the process was stopped between reading the clock and setting the timer', async () => {
    const { lost } = await campaign();
    await clock.advance(190);
    let uses = 0;
    // The renewal reads the clock twice; then the deadline is computed, and the process stops before the timer is set.
    clock.onUse = () => {
      uses += 1;
      if (uses === 4) clock.jump(5000);
    };
    await clock.advance(20);
    expect(uses).toBeGreaterThan(4);
    expect(lost.aborted).toBe(true);
  });

  test('not because one renewal was lost', async () => {
    const { lost } = await campaign();
    fates('fencing-renew', 'request lost', 'response lost');
    await clock.advance(3000);
    expect(lost.aborted).toBe(false);
  });
});

describe('an acquire whose reply was lost', () => {
  test('is believed only after its record was renewed', async () => {
    fates('fencing-acquire', 'response lost');
    const elected = campaign();
    await clock.advance(400);
    expect((await elected).token).toBe(1n);
    expect(redis.calls).toEqual(['fencing-acquire', 'fencing-acquire', 'fencing-renew']);
  });

  test('is released where the campaign was cancelled', async () => {
    fates('fencing-acquire', 'response lost');
    const cancel = new AbortController();
    const elected = campaign(cancel.signal);
    await settled();
    expect(redis.values.get(record)).toBe('a#0:1');
    cancel.abort();
    await expect(elected).rejects.toThrow('cancelled');
    expect(redis.values.has(record)).toBe(false);
  });

  test('is not believed any more once its release was asked for, since that request may still arrive', async () => {
    redis.fate = (call) => (call === 'fencing-release' ? 'request lost' : 'response lost');
    const cancel = new AbortController();
    const cancelled = campaign(cancel.signal);
    await settled();
    cancel.abort();
    redis.fate = (call) => (call === 'fencing-release' ? 'request lost' : 'answered');
    await expect(cancelled).rejects.toThrow('cancelled');
    expect(redis.calls).toContain('fencing-release');
    expect(redis.values.get(record)).toBe('a#0:1');
    redis.fate = () => 'answered';
    const again = campaign();
    await clock.advance(400);
    expect((await again).token).toBe(2n);
  });

  test('does not bring back a leadership that is over', async () => {
    const first = await campaign();
    redis.fate = () => 'request lost';
    await clock.advance(900);
    expect(first.lost.aborted).toBe(true);
    redis.fate = () => 'answered';
    const again = campaign();
    await clock.advance(400);
    expect((await again).token).toBe(2n);
  });
});

test('a grant that arrives after the campaign was cancelled is released', async () => {
  let answer: (fate: Fate) => void = () => undefined;
  redis.fate = (call) => (call === 'fencing-acquire' ? new Promise<Fate>((resolve) => (answer = resolve)) : 'answered');
  const cancel = new AbortController();
  const elected = campaign(cancel.signal);
  await settled();
  cancel.abort();
  answer('answered');
  await expect(elected).rejects.toThrow('cancelled');
  expect(redis.values.has(record)).toBe(false);
  expect(candidate.isLeader()).toBe(false);
});

test('a grant whose reply took longer than its validity is given back', async () => {
  let answer: (fate: Fate) => void = () => undefined;
  let held = false;
  redis.fate = (call) => {
    if (call !== 'fencing-acquire' || held) return 'answered';
    held = true;
    return new Promise<Fate>((resolve) => (answer = resolve));
  };
  const elected = campaign();
  await settled();
  clock.jump(701);
  answer('answered');
  expect((await elected).token).toBe(2n);
  expect(redis.calls).toEqual(['fencing-acquire', 'fencing-release', 'fencing-acquire']);
});

test('close waits for the acquire that is on its way, and nothing is held after it', async () => {
  let answer: (fate: Fate) => void = () => undefined;
  redis.fate = (call) => (call === 'fencing-acquire' ? new Promise<Fate>((resolve) => (answer = resolve)) : 'answered');
  const elected = campaign();
  const cancelled = expect(elected).rejects.toThrow('cancelled');
  await settled();
  let closed = false;
  const closing = candidate.close().then(() => (closed = true));
  await settled();
  expect(closed).toBe(false);
  answer('answered');
  await closing;
  await cancelled;
  expect(redis.values.has(record)).toBe(false);
});

test('a resignation whose deletion failed rejects, and tries again when it is called again', async () => {
  const { lost } = await campaign();
  fates('fencing-release', 'request lost');
  await expect(candidate.resign()).rejects.toThrow('no answer');
  expect(lost.aborted).toBe(true);
  expect(redis.values.has(record)).toBe(true);
  await candidate.resign();
  expect(redis.values.has(record)).toBe(false);
  await candidate.resign();
});

test('a resignation of an earlier term that arrives late leaves the later term alone', async () => {
  let arrive: (fate: Fate) => void = () => undefined;
  let held = false;
  redis.fate = (call) => {
    if (call !== 'fencing-release' || held) return 'answered';
    held = true;
    return new Promise<Fate>((resolve) => (arrive = resolve));
  };
  await campaign();
  const late = candidate.resign();
  const again = campaign();
  await clock.advance(400);
  expect((await again).token).toBe(2n);
  arrive('answered');
  await late;
  expect(redis.values.get(record)).toBe('a#0:2');
  expect(candidate.isLeader()).toBe(true);
});

test('a record that this class did not write names nobody', () => {
  expect(parseRecord('a#0:12')).toEqual({ holder: 'a#0', token: 12n });
  expect(parseRecord('somebody')).toBeUndefined();
  expect(parseRecord('a#0:')).toBeUndefined();
});
