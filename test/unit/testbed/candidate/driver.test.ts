/**
 * Goal: the driver records what a candidate reports, as it comes, and does what its part of the plan says.
 * Method: a hand-cranked clock, candidates that are told what to report, and the recorded events as text.
 */
import { describe, expect, test } from 'vitest';
import type { Candidate, Clock, ElectionAdapter, LeadershipReport } from '../../../../src/adapter.ts';
import type { CandidatePlan } from '../../../../src/plan/plan.ts';
import { startDriver, type Driver } from '../../../../src/testbed/candidate/driver.ts';
import type { DriverEvent } from '../../../../src/testbed/candidate/driver-host.ts';

class HandCrankedClock implements Clock {
  now = 0;
  #timers: { at: number; callback: () => void }[] = [];
  monotonicMs(): number {
    return this.now;
  }
  wallMs(): number {
    return this.now;
  }
  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }
  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.now + ms, callback };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }
  async advanceTo(ms: number): Promise<void> {
    for (;;) {
      await settled();
      const due = this.#timers.filter((timer) => timer.at <= ms).sort((left, right) => left.at - right.at)[0];
      if (due === undefined) break;
      this.#timers = this.#timers.filter((other) => other !== due);
      this.now = due.at;
      due.callback();
    }
    this.now = ms;
    await settled();
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

interface Scene {
  readonly clock: HandCrankedClock;
  readonly log: string[];
  readonly driver: Driver;
}

function scene(candidate: Candidate, plan: Partial<CandidatePlan> = {}, writeEveryMs = 0): Scene {
  const clock = new HandCrankedClock();
  const log: string[] = [];
  const adapter: ElectionAdapter = {
    name: 'told',
    title: 'Told what to do',
    store: 'redis',
    testbeds: ['simulated'],
    leaseTtlMs: { min: 1, step: 1 },
    claims: () => {
      throw new Error('the driver never asks for claims');
    },
    createCandidate: () => Promise.resolve(candidate),
  };
  const driver = startDriver({
    adapter,
    environment: { clock, log: () => undefined } as unknown as Parameters<ElectionAdapter['createCandidate']>[0],
    plan: { id: 'a', joinMs: 0, restMs: 50, ...plan },
    workload: { writeEveryMs, observeEveryMs: 0 },
    sinceStartMs: 0,
    host: {
      clock,
      emit: (event) => log.push(`${clock.now} ${textOf(event)}`),
      write: () => Promise.resolve('applied'),
      classify: () => 'info',
    },
  });
  return { clock, log, driver };
}

function textOf(event: DriverEvent): string {
  const parts: (string | number)[] = [event.type];
  if (event.type === 'invoke') parts.push(event.f);
  if ('leadership' in event) parts.push(`#${event.leadership}`);
  if ('token' in event && event.token !== undefined) parts.push(`token ${event.token}`);
  return parts.join(' ');
}

describe('a candidate that campaigns when asked', () => {
  function campaigner(overrides: Partial<Candidate> = {}): Candidate & { lose(): void } {
    let lost = new AbortController();
    return {
      campaign: () => {
        lost = new AbortController();
        return Promise.resolve({ token: 3n, lost: lost.signal });
      },
      resign: () => {
        lost.abort();
        return Promise.resolve();
      },
      close: () => {
        lost.abort();
        return Promise.resolve();
      },
      lose: () => lost.abort(),
      ...overrides,
    } as Candidate & { lose(): void };
  }

  test('is elected, holds, resigns, rests and campaigns again', async () => {
    const { clock, log } = scene(campaigner(), { holdMs: 100 });
    await clock.advanceTo(150);
    expect(log).toEqual([
      '0 invoke campaign',
      '0 ok',
      '0 elected #1 token 3',
      '100 invoke resign',
      '100 lost #1 token 3',
      '100 ok',
      '150 invoke campaign',
      '150 ok',
      '150 elected #2 token 3',
    ]);
  });

  test('writes only while it believes', async () => {
    const candidate = campaigner();
    const { clock, log } = scene(candidate, { restMs: 10_000 }, 40);
    await clock.advanceTo(90);
    candidate.lose();
    await clock.advanceTo(500);
    expect(log.filter((line) => line.endsWith('write'))).toEqual([
      '0 invoke write',
      '40 invoke write',
      '80 invoke write',
    ]);
  });

  test('repeats a resign whose outcome is not known, and campaigns only after one was ok', async () => {
    let attempts = 0;
    const candidate = campaigner({
      resign: () => {
        attempts += 1;
        return attempts < 3 ? Promise.reject(new Error('no answer')) : Promise.resolve();
      },
    });
    const { clock, log } = scene(candidate, { holdMs: 100, restMs: 1000 });
    await clock.advanceTo(1000);
    expect(log.filter((line) => /resign|info/.test(line))).toEqual([
      '100 invoke resign',
      '100 info',
      '300 invoke resign',
      '300 info',
      '500 invoke resign',
    ]);
    expect(log.filter((line) => line.endsWith('campaign'))).toHaveLength(1);
  });

  test('leaves for good: the campaign is cancelled, close settles, nothing follows', async () => {
    let aborted = false;
    const candidate = campaigner({
      campaign: ({ signal }: { signal: AbortSignal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            aborted = true;
            reject(new Error('cancelled'));
          });
        }),
    });
    const { clock, log } = scene(candidate, { leaveMs: 70 });
    await clock.advanceTo(5000);
    expect(aborted).toBe(true);
    expect(log).toEqual(['0 invoke campaign', '70 invoke close', '70 info', '70 ok', '70 closed']);
  });

  test('records nothing after the history is over', async () => {
    const { clock, log, driver } = scene(campaigner(), { holdMs: 100 });
    await clock.advanceTo(10);
    driver.stop();
    const before = log.length;
    await clock.advanceTo(1000);
    expect(log).toHaveLength(before);
  });
});

describe('a candidate that campaigns by itself', () => {
  test('every report is recorded, also a second elected and a lost that ends nothing', async () => {
    let report: LeadershipReport | undefined;
    const { clock, log } = scene({
      start: (given) => {
        report = given;
        return Promise.resolve();
      },
      resign: () => Promise.resolve(),
      close: () => Promise.resolve(),
    });
    await clock.advanceTo(1);
    report?.elected();
    report?.elected({ term: 2n });
    report?.lost('a');
    report?.lost('b');
    expect(log).toEqual(['0 invoke start', '1 elected #1', '1 elected #2', '1 lost #2', '1 lost #0']);
  });

  test('is started again after a resign, once it has rested', async () => {
    const { clock, log } = scene(
      {
        start: (report) => {
          report.elected();
          return Promise.resolve();
        },
        resign: () => Promise.resolve(),
        close: () => Promise.resolve(),
      },
      { holdMs: 100 },
    );
    await clock.advanceTo(160);
    expect(log).toEqual([
      '0 invoke start',
      '0 elected #1',
      '100 invoke resign',
      '100 ok',
      '100 ok',
      '150 invoke start',
      '150 elected #2',
    ]);
  });
});
