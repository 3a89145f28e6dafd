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
