/**
 * Goal: what could be trouble's doing, or has nothing to be judged by, is held against nobody.
 * Method: for each such case the history beside the one in which the same would be a violation.
 */
import { describe, expect, test } from 'vitest';
import type { History } from '../../spec/history.ts';
import { judgeSafety, violations } from './judge-safety.ts';
import { lateReplyHistory, led, ledUnfenced } from './led-histories.ts';

describe('W1-strong does not stand up to a late reply', () => {
  test.each<[string, boolean, History]>([
    [
      'the reply was held while it was awaited',
      false,
      lateReplyHistory(11_500).fault(10_500, 11_490, 'hold', { from: 'a', to: 'store' }).build(),
    ],
    [
      'the link of another was in trouble',
      true,
      lateReplyHistory(11_500).fault(10_500, 11_490, 'hold', { from: 'b', to: 'store' }).build(),
    ],
    [
      'the trouble was over before anything was asked',
      true,
      lateReplyHistory(11_500).fault(100, 500, 'hold', { from: 'a', to: 'store' }).build(),
    ],
  ])('%s: violated %s', (_what, isViolated, history) => {
    const judgement = judgeSafety(history).get('W1-strong');
    expect(judgement?.witness !== undefined).toBe(isViolated);
    expect(judgement?.inconclusive).toBe(isViolated ? 0 : 1);
  });
});

test('S2a leaves out grants for which no token was told', () => {
  const history = ledUnfenced().lost(5000, 'a#0').released(5010).granted(6000, 'a#0').elected(6010, 'a#0').build();
  expect(judgeSafety(history).get('S2a')).toEqual({ judged: 0, inconclusive: 0 });
});

test('ST3 does not ask a store that lost its data how long it kept it', () => {
  const lost = (stoppedMs: number): History => led().storeStopped(stoppedMs).storeStarted(30_000, false).build(40_000);
  expect(violations(lost(5000)).ST3).toBeUndefined();
  expect(violations(lost(15_000)).ST3).toMatch(/should have been gone by .* and was still there at 15.000 s/);
});

describe('S3u does not stand up to a write that was late on its way', () => {
  /** b is elected at 12 s and writes at 12.5 s; a write of a arrives at 13 s. */
  const staleWrite = (sentMs: number): History => {
    const history = ledUnfenced()
      .expired([11_000, 11_040])
      .campaigns(11_500, 'b#0')
      .granted(11_900, 'b#0')
      .elected(12_000, 'b#0')
      .wrote(12_500, 'b#0')
      .wrote(13_000, 'a#0')
      .build();
    const events = history.events.map((event) =>
      event.type === 'applied' && event.by === 'a#0' ? { ...event, sentAt: sentMs * 1000 } : event,
    );
    return { ...history, events };
  };

  test.each([
    ['was sent when the newer leader had written', 12_600, true],
    ['was sent just before, and took no longer than tolerated', 12_499, true],
    ['would have come first in the time that is tolerated', 11_000, false],
  ])('a stale write that %s', (_what, sentMs, isViolated) => {
    const judgement = judgeSafety(staleWrite(sentMs)).get('S3u');
    expect(judgement?.witness !== undefined).toBe(isViolated);
    expect(judgement?.inconclusive).toBe(isViolated ? 0 : 1);
  });
});

describe('S3u does not ask who resigns to outrun its own writes', () => {
  /** a gives up at 9 s, b is elected at once and writes at 9.03 s, a write of a arrives at 9.035 s. */
  const staleWrite = (end: 'resign' | 'lost', sentMs: number): History => {
    const ended = ledUnfenced();
    if (end === 'resign') ended.invoked(9000, 'a#0', 'resign');
    const history = ended
      .lost(9000, 'a#0')
      .released(9005)
      .campaigns(8000, 'b#0')
      .granted(9010, 'b#0')
      .elected(9015, 'b#0')
      .wrote(9030, 'b#0')
      .wrote(9035, 'a#0')
      .build();
    const events = history.events.map((event) =>
      event.type === 'applied' && event.by === 'a#0' ? { ...event, sentAt: sentMs * 1000 } : event,
    );
    return { ...history, events };
  };

  test.each<[string, 'resign' | 'lost', number, boolean]>([
    ['it resigned while the write was on its way', 'resign', 8990, false],
    ['it resigned and wrote then', 'resign', 9025, true],
    ['it lost while the write was on its way', 'lost', 8990, true],
  ])('%s: violated %s', (_what, end, sentMs, isViolated) => {
    const judgement = judgeSafety(staleWrite(end, sentMs)).get('S3u');
    expect(judgement?.witness !== undefined).toBe(isViolated);
    expect(judgement?.inconclusive).toBe(isViolated ? 0 : 1);
  });
});
