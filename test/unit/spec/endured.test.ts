// Goal: what happened to a candidate is measured by what that candidate tolerates, and added up where it adds up.
import { describe, expect, test } from 'vitest';
import { mayJudge } from '../../../spec/assumptions.ts';
import type { Circumstance } from '../../../spec/faults.ts';
import type { History, HistoryHeader } from '../../../spec/history.ts';
import { labelHistory } from '../../../spec/history-labels.ts';
import type { Party } from '../../../spec/endured.ts';
import { claims, historyOf, type HistoryBuilder } from '../../golden/build-history.ts';

const labels = (history: History): readonly Circumstance[] => [...labelHistory(history).circumstances].sort();
const partyOf = (history: History, place = 0): Party => {
  const party = labelHistory(history).parties[place];
  if (party === undefined) throw new Error('nothing happened');
  return party;
};

/** The same history with other facts about a candidate. */
function withCandidate(history: History, id: string, changes: Partial<HistoryHeader['candidates'][number]>): History {
  const candidates = history.header.candidates.map((each) => (each.id === id ? { ...each, ...changes } : each));
  return { ...history, header: { ...history.header, candidates } };
}

describe('pauses', () => {
  test('each candidate has a tolerance of its own', () => {
    const impatient = { ...claims, tolerates: { ...claims.tolerates, pauseMs: 500 } };
    const paused = (who: string): History =>
      withCandidate(historyOf().paused(1000, 1800, who).build(), 'b', { claims: impatient });
    expect(labels(paused('a#0'))).toEqual(['pause-bounded']);
    expect(labels(paused('b#0'))).toEqual(['pause-unbounded']);
    expect(mayJudge('S3u', labelHistory(paused('b#0')))).toMatchObject({ judge: false, under: 'pause-unbounded' });
  });

  test('pauses that overlap are one, those that follow each other are two', () => {
    expect(labels(historyOf().paused(1000, 1800, 'a#0').paused(1500, 2400, 'a#0').build())).toEqual([
      'pause-unbounded',
    ]);
    expect(labels(historyOf().paused(1000, 1800, 'a#0').paused(1900, 2800, 'a#0').build())).toEqual(['pause-bounded']);
    expect(labels(historyOf().paused(1000, 1800, 'a#0').paused(1500, 2400, 'b#0').build())).toEqual(['pause-bounded']);
    expect(labels(historyOf().paused(1000, 1800, 'a#0').stalled(1500, 2400, 'a#0').build())).toEqual([
      'pause-unbounded',
    ]);
  });

  test('a stall that follows another at once is one of its own: the process ran in between', () => {
    expect(labels(historyOf().stalled(1000, 1800, 'a#0').stalled(1800, 2600, 'a#0').build())).toEqual([
      'pause-bounded',
    ]);
    // Of pauses nobody can say that: the next may have begun before the process had run.
    expect(labels(historyOf().paused(1000, 1800, 'a#0').paused(1800, 2600, 'a#0').build())).toEqual([
      'pause-unbounded',
    ]);
  });
});

describe('clock rates', () => {
  const rate = (history: HistoryBuilder, [fromMs, toMs]: readonly [number, number], amount: number): HistoryBuilder =>
    history.fault(fromMs, toMs, 'clock-rate', { on: 'a', amount });

  test('rates of one direction add up while they last together', () => {
    expect(labels(rate(rate(historyOf(), [1000, 3000], 600), [2000, 4000], 600).build())).toEqual(['rate-unbounded']);
    expect(labels(rate(rate(historyOf(), [1000, 2000], 600), [3000, 4000], 600).build())).toEqual(['rate-bounded']);
    expect(labels(rate(rate(historyOf(), [1000, 3000], 600), [2000, 4000], -600).build())).toEqual(['rate-bounded']);
  });

  test('the rate that a clock has from the start counts', () => {
    const slow = (ppm: number, history = historyOf()): History =>
      withCandidate(history.build(), 'a', { clockRatePpm: ppm });
    expect(labels(slow(-900))).toEqual(['rate-bounded']);
    expect(labels(slow(-1001))).toEqual(['rate-unbounded']);
    expect(labels(slow(-600, rate(historyOf(), [1000, 2000], -600)))).toEqual(['rate-unbounded']);
    expect(partyOf(slow(-600, rate(historyOf(), [1000, 2000], 500))).worst.clockRatePpm).toBe(600);
  });
});

describe('delays', () => {
  test('what a fault adds comes on top of the delay of a healthy link', () => {
    const slowed = historyOf().fault(1000, 2000, 'slow', { from: 'store', to: 'a', amount: 100_000 }).build();
    expect(partyOf(slowed).worst.responseDelayUs).toBe(150_000);
    const late = historyOf().fault(1000, 2000, 'slow-resource', { from: 'a', to: 'resource', amount: 100_000 }).build();
    expect(partyOf(late)).toMatchObject({ resourceDelayUs: 150_000, worst: { responseDelayUs: 50_000 } });
  });

  test('delays add up while they last together', () => {
    const slow = (history: HistoryBuilder, [fromMs, toMs]: readonly [number, number]): HistoryBuilder =>
      history.fault(fromMs, toMs, 'slow', { from: 'a', to: 'store', amount: 100_000 });
    const delayUs = (history: HistoryBuilder): number => partyOf(history.build()).worst.responseDelayUs;
    expect(delayUs(slow(slow(historyOf(), [1000, 3000]), [2000, 4000]))).toBe(250_000);
    expect(delayUs(slow(slow(historyOf(), [1000, 2000]), [3000, 4000]))).toBe(150_000);
    expect(delayUs(slow(historyOf(), [1000, 3000]).fault(2500, 2700, 'hold', { from: 'a', to: 'store' }))).toBe(
      350_000,
    );
  });
});

describe('steps of the store’s clock', () => {
  const stepped = (...steps: readonly (readonly [ms: number, byMs: number])[]): History => {
    const history = historyOf();
    for (const [ms, byMs] of steps) history.fault(ms, undefined, 'store-step', { on: 'store', amount: byMs * 1000 });
    return history.build();
  };

  test('only those within one lease add up, and only forward ones', () => {
    expect(partyOf(stepped([1000, 600], [9000, 600])).worst.storeStepUs).toBe(1_200_000);
    expect(partyOf(stepped([1000, 600], [11_001, 600])).worst.storeStepUs).toBe(600_000);
    expect(partyOf(stepped([1000, 600], [2000, -600])).worst.storeStepUs).toBe(600_000);
    expect(mayJudge('S4', labelHistory(stepped([1000, 600], [11_001, 600]))).judge).toBe(true);
    expect(mayJudge('S4', labelHistory(stepped([1000, 600], [9000, 600]))).judge).toBe(false);
  });
});

describe('tokens after a loss', () => {
  const after = (token: number | undefined, ledger = true): boolean =>
    labelHistory(
      historyOf({ ledger })
        .granted(1000, 'a#0', { token: 3 })
        .fault(2000, 2100, 'store-wipe', { on: 'store' })
        .storeStopped(2000)
        .storeStarted(2100, false)
        .granted(3000, 'b#0', token === undefined ? {} : { token })
        .build(),
    ).tokensSurvived;

  test('they survive where they go on rising, as far as anybody can see', () => {
    expect(after(4)).toBe(true);
    expect(after(3)).toBe(false);
    expect(after(1)).toBe(false);
    expect(after(undefined)).toBe(false);
    expect(after(4, false)).toBe(false);
  });
});
