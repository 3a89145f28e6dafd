/**
 * Goal: several stores know nothing of each other, and a fault of one of them, or of the way to it, is a fault of that one.
 * Method: one candidate that asks all three stores, one fault, and what each of them answered.
 */
import { describe, expect, test } from 'vitest';
import { labelHistory } from '../../../../spec/history-labels.ts';
import type { FaultEvent, History } from '../../../../spec/history.ts';
import type { CandidateEnvironment, ElectionAdapter } from '../../../../src/adapter.ts';
import type { Fault } from '../../../../src/plan/plan.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { probeAdapter } from '../../../support/probe-adapter.ts';
import { faultAt, quietPlan } from '../../../support/simulated-plan.ts';

type Answers = readonly string[];

/** A value of its own that lives for 400 ms at each of three stores; asked at 100, 300, 500 ms. */
async function ask(
  faults: readonly Fault[],
): Promise<{ readonly answers: readonly Answers[]; readonly history: History }> {
  const answers: Answers[] = [];
  const adapter: ElectionAdapter = {
    ...probeAdapter(async (environment) => {
      const { redisMembers, clock } = environment;
      await Promise.all(redisMembers.map((redis, index) => redis.set('x', index + 1, 'PX', 400)));
      for (let round = 0; round < 3; round += 1) {
        const askAt = 100 + 200 * round;
        await clock.sleep(askAt - (clock.monotonicMs() - startMs(environment)));
        answers.push(await Promise.all(redisMembers.map((redis) => answerOf(redis))));
      }
    }),
    members: 3,
  };
  const starts = new Map<CandidateEnvironment, number>();
  function startMs(environment: CandidateEnvironment): number {
    const known = starts.get(environment) ?? environment.clock.monotonicMs() - 2;
    starts.set(environment, known);
    return known;
  }
  const plan = quietPlan({
    candidates: [{ id: 'a', joinMs: 0, restMs: 500 }],
    workload: { writeEveryMs: 0, observeEveryMs: 0 },
    networkDelayUs: { min: 1000, max: 1000 },
    faults,
  });
  const history = await simulate(adapter, plan);
  return { answers, history };
}

async function answerOf(redis: CandidateEnvironment['redis']): Promise<string> {
  try {
    return (await redis.get('x', { timeoutMs: 50 })) ?? '-';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

const onA = (member: number | undefined, fault: Partial<Fault> & Pick<Fault, 'kind'>): Fault =>
  faultAt(50, { target: 'candidate:a', forMs: 300, ...(member !== undefined && { member }), ...fault });

const atStore = (member: number | undefined, fault: Partial<Fault> & Pick<Fault, 'kind'>): Fault =>
  faultAt(50, { target: 'store', forMs: 200, ...(member !== undefined && { member }), ...fault });

const faultStarts = ({ events }: History): readonly FaultEvent[] =>
  events.filter((event): event is FaultEvent => event.type === 'fault-start');

describe('three stores', () => {
  test('keep what each of them was told', async () => {
    const { answers, history } = await ask([]);
    expect(answers).toEqual([
      ['1', '2', '3'],
      ['1', '2', '3'],
      ['-', '-', '-'],
    ]);
    expect(history.header.store.members).toBe(3);
  });

  test('the way to one of them is cut', async () => {
    const { answers, history } = await ask([onA(2, { kind: 'cut' })]);
    expect(answers[0]).toEqual(['1', 'TIMEOUT', '3']);
    expect(faultStarts(history)[0]).toMatchObject({ kind: 'cut', from: 'a', to: 'store/2' });
  });

  test('the way to all of them is cut where none is named', async () => {
    const { answers, history } = await ask([onA(undefined, { kind: 'cut' })]);
    expect(answers[0]).toEqual(['TIMEOUT', 'TIMEOUT', 'TIMEOUT']);
    expect(faultStarts(history)[0]).toMatchObject({ to: 'store' });
  });

  test('a message to one of them is lost, and of all of them the n-th', async () => {
    const message = { nth: 1, leg: 'request' } as const;
    const drop = { kind: 'drop', message, forMs: 0 } as const;
    const one = await ask([onA(3, drop)]);
    expect(one.answers[0]).toEqual(['1', '2', 'TIMEOUT']);
    const second = await ask([onA(undefined, { ...drop, message: { ...message, nth: 2 } })]);
    expect(second.answers[0]).toEqual(['1', 'TIMEOUT', '3']);
    expect(second.answers[1]).toEqual(['1', '2', '3']);
  });

  test('one is slow, refuses, or is reset', async () => {
    expect((await ask([onA(1, { kind: 'slow', amount: 30 })])).answers[0]).toEqual(['TIMEOUT', '2', '3']);
    expect((await ask([onA(1, { kind: 'refuse' })])).answers[0]).toEqual(['NOT_SENT', '2', '3']);
    const reset = await ask([faultAt(101, { kind: 'reset', target: 'candidate:a', member: 3, forMs: 0 })]);
    expect(reset.answers[0]).toEqual(['1', '2', 'DISCONNECTED']);
  });

  test('one restarts, with its data or without', async () => {
    const restarted = await ask([atStore(2, { kind: 'store-restart' })]);
    expect(restarted.answers.slice(0, 2)).toEqual([
      ['1', 'NOT_SENT', '3'],
      ['1', '2', '3'],
    ]);
    const wiped = await ask([atStore(2, { kind: 'store-wipe' })]);
    expect(wiped.answers[1]).toEqual(['1', '-', '3']);
    expect(faultStarts(wiped.history)[0]).toMatchObject({ on: 'store/2' });
    expect(wiped.history.events.filter((event) => event.type === 'store-started')).toMatchObject([
      { member: 2, durable: false },
    ]);
  });

  test('the clock of one jumps, or it fails over to a replica that lags', async () => {
    expect((await ask([atStore(1, { kind: 'store-step', amount: 500, forMs: 0 })])).answers[0]).toEqual([
      '-',
      '2',
      '3',
    ]);
    const lossy = await ask([atStore(3, { kind: 'store-failover', amount: 100 })]);
    expect(lossy.answers[1]).toEqual(['1', '2', '-']);
  });

  test('all restart where none is named, and none where there is no such member', async () => {
    const all = await ask([atStore(undefined, { kind: 'store-wipe' })]);
    expect(all.answers[1]).toEqual(['-', '-', '-']);
    expect(all.history.events.filter((event) => event.type === 'store-stopped')).toMatchObject([
      { member: 1 },
      { member: 2 },
      { member: 3 },
    ]);
    const none = await ask([atStore(4, { kind: 'store-wipe' }), onA(4, { kind: 'cut' })]);
    expect(none.answers[1]).toEqual(['1', '2', '3']);
    expect(faultStarts(none.history).filter(({ kind }) => kind === 'store-wipe')).toEqual([]);
  });
});

describe('labels of several stores', () => {
  const ofTheStore = async (faults: readonly Fault[]): Promise<readonly string[]> => {
    const { history } = await ask(faults);
    return [...labelHistory(history).circumstances].filter((each) => each.startsWith('store-')).sort();
  };

  test('a minority that forgets is no loss of the store, a majority is', async () => {
    const wipe = (member: number | undefined): Fault => atStore(member, { kind: 'store-wipe' });
    expect(await ofTheStore([wipe(1)])).toEqual(['store-minority']);
    expect(await ofTheStore([wipe(1), { ...wipe(1), anchor: { atMs: 400 } }])).toEqual(['store-minority']);
    expect(await ofTheStore([wipe(1), wipe(3)])).toEqual(['store-lossy']);
    expect(await ofTheStore([wipe(undefined)])).toEqual(['store-lossy']);
  });

  test('so it is with steps of clocks, and with failovers', async () => {
    const step = (member: number): Fault => atStore(member, { kind: 'store-step', amount: 10, forMs: 0 });
    expect(await ofTheStore([step(2)])).toEqual(['store-minority']);
    expect(await ofTheStore([step(2), step(3)])).toEqual(['store-clock-step']);
    const fail = (member: number, amount: number): Fault => atStore(member, { kind: 'store-failover', amount });
    expect(await ofTheStore([fail(1, 0), fail(2, 0)])).toEqual(['store-minority']);
    expect(await ofTheStore([fail(1, 1000), step(2)])).toEqual(['store-clock-step', 'store-failover', 'store-lossy']);
  });
});
