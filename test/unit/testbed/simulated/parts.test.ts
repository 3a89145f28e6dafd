/**
 * Goal: the small parts of the simulation keep their words.
 * Method: each alone, at its edges.
 */
import { describe, expect, test } from 'vitest';
import { EventQueue } from '../../../../src/testbed/simulated/event-queue.ts';
import { NodeClock, WALL_START_US } from '../../../../src/testbed/simulated/node-clock.ts';
import { provenDrain, runByMacrotasks } from '../../../../src/testbed/simulated/drain.ts';
import { draw, randomOf, streamOf } from '../../../../src/testbed/simulated/random.ts';

describe('the queue', () => {
  test('gives back by time, and by order of scheduling where times are equal', () => {
    const queue = new EventQueue();
    const log: string[] = [];
    const timesUs = [5, 3, 9, 3, 0, 5, 2 ** 33 - 1, 3];
    timesUs.forEach((atUs, index) => queue.push(atUs, { run: () => log.push(`${atUs}/${index}`) }));

    for (let task = queue.pop(); task !== undefined; task = queue.pop()) {
      task.run();
      expect(log.at(-1)?.split('/')[0]).toBe(String(queue.poppedUs));
    }

    expect(log).toEqual(['0/4', '3/1', '3/3', '3/7', '5/0', '5/5', '9/2', `${2 ** 33 - 1}/6`]);
    expect(queue.size).toBe(0);
  });

  test('lets tasks be taken out in their order', () => {
    const queue = new EventQueue();
    class Marked {
      readonly name: string;
      constructor(name: string) {
        this.name = name;
      }
      run(): void {
        throw new Error('taken out');
      }
    }
    queue.push(7, new Marked('late'));
    queue.push(5, { run: () => undefined });
    queue.push(3, new Marked('early'));

    const taken = queue.takeOut((task): task is Marked => task instanceof Marked);

    expect(taken.map(({ name }) => name)).toEqual(['early', 'late']);
    expect(queue.size).toBe(1);
  });
});

describe('random numbers', () => {
  test('depend on their key alone, and differ between keys', () => {
    const keys = [0, 1, 2, 3].flatMap((seed) =>
      [0, 8, 16].flatMap((stream) => [1, 2, 3].map((index) => [seed, stream, index] as const)),
    );
    const drawn = keys.map(([seed, stream, index]) => draw(seed, stream, index));

    expect(drawn).toEqual(keys.map(([seed, stream, index]) => draw(seed, stream, index)));
    expect(new Set(drawn).size).toBe(keys.length);
    for (const value of drawn) expect(value >= 0 && value < 1).toBe(true);
  });

  test('are spread evenly', () => {
    const random = randomOf(42, streamOf('candidate', 1, 0));
    const buckets = Array.from({ length: 10 }, () => 0);
    for (let count = 0; count < 10_000; count += 1) {
      const bucket = Math.floor(random() * 10);
      buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    }
    for (const size of buckets) expect(Math.abs(size - 1000)).toBeLessThan(150);
  });

  test('streams of purposes, candidates and incarnations are apart', () => {
    const streams = (['storeRequest', 'disk', 'clock'] as const).flatMap((purpose) =>
      [0, 1, 6].flatMap((candidate) => [0, 1, 5].map((incarnation) => streamOf(purpose, candidate, incarnation))),
    );
    expect(new Set(streams).size).toBe(streams.length);
  });
});

describe('clocks', () => {
  test('a fast clock shows more, and its timers come sooner', () => {
    const clock = new NodeClock({ monotonicStartUs: 1000, wallOffsetUs: 0, ratePpm: 100_000 });

    expect(clock.monotonicUs(1_000_000)).toBe(1_101_000);
    expect(clock.momentOf(1_101_000)).toBe(1_000_000);
  });

  test('no timer is early by its own clock, at any rate', () => {
    for (const ratePpm of [0, 1, -1, 333, -333, 50_000, -50_000]) {
      const clock = new NodeClock({ monotonicStartUs: 123_456_789, wallOffsetUs: 0, ratePpm });
      for (let dueUs = 123_456_789; dueUs < 123_956_789; dueUs += 9_973) {
        const atUs = clock.momentOf(dueUs);
        expect(Number.isInteger(atUs)).toBe(true);
        expect(clock.monotonicUs(atUs)).toBeGreaterThanOrEqual(dueUs);
        expect(clock.monotonicUs(Math.max(0, atUs - 2))).toBeLessThanOrEqual(dueUs);
      }
    }
  });

  test('the wall clock steps, the monotonic one goes on from where it was at a change of rate', () => {
    const clock = new NodeClock({ monotonicStartUs: 500, wallOffsetUs: 2000, ratePpm: 0 });
    expect(clock.wallUs(0)).toBe(WALL_START_US + 2000);

    clock.step(-10_000);
    clock.setRate(1_000_000, 1000);

    expect(clock.monotonicUs(1000)).toBe(1500);
    expect(clock.monotonicUs(1500)).toBe(2500);
    expect(clock.wallUs(1500)).toBe(WALL_START_US + 2000 + 2000 - 10_000);
  });
});

describe('the drain', () => {
  test('is proven below a macrotask, and refused where it silently does nothing', async () => {
    const [below, within] = await new Promise<[unknown, unknown]>((resolve) => {
      setImmediate(() => {
        const proven = provenDrain();
        void Promise.resolve().then(() => resolve([proven, provenDrain()]));
      });
    });
    expect(below).toBeTypeOf('function');
    expect(within).toBeUndefined();
  });

  test('the fallback lets everything come to rest between two steps', async () => {
    const log: string[] = [];
    let wakes = 0;
    await runByMacrotasks({
      advance: () => {
        if (wakes === 2) return false;
        wakes += 1;
        process.nextTick(() => {
          void Promise.resolve().then(() => process.nextTick(() => log.push(`rest ${wakes}`)));
        });
        return true;
      },
      endTurn: () => log.push(`end ${wakes}`),
    });
    expect(log).toEqual(['rest 1', 'end 1', 'rest 2', 'end 2']);
  });
});
