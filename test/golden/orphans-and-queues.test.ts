// Goal: a grant that nobody believes in is found once it must be over, and a candidate that is passed over too often is
// found; neither where trouble, or a doubt about what was recorded, may be the reason. Bounds of these histories (10 s
// lease, G 0.1 s, rho 1000 ppm, Q 1.2 s, tau 1 s, delta 50 ms): O = 10.1 s + F = 12.452 s; a candidate has asked after
// H + tau + delta = 3.404 s.
import { describe, expect, test } from 'vitest';
import type { History } from '../../spec/history.ts';
import { propertyById } from '../../spec/properties.ts';
import { historyOf, type HistoryBuilder, type HistoryOptions } from './build-history.ts';
import { judgeSafety } from './judge-safety.ts';
import { judged, said } from './judged.ts';

describe('L5, no orphan', () => {
  /** a is granted the election at 1 s and never hears of it. */
  const orphan = (options?: HistoryOptions): HistoryBuilder =>
    historyOf(options).campaigns(900, 'a#0').granted(1000, 'a#0', { token: 1 });

  test('a lost reply leaves a record that expires', () => {
    expect(judged('L5', orphan().expired([11_000, 11_050]).build())).toEqual({ judged: 1, inconclusive: 0 });
  });

  test('a record that somebody keeps alive is an orphan', () => {
    const kept = (): HistoryBuilder => orphan().renewed(5000).renewed(9000).renewed(13_000);
    expect(said('L5', kept().build(14_000))).toBe(
      'a#0 was granted the election with token 1 at 1.000 s and never believed in it; without trouble from 1.000 s on the record should have been over within 12.452 s, and it was still there at 14.000 s.',
    );
    expect(judged('L5', kept().build(13_400))).toEqual({ judged: 0, inconclusive: 1 });
  });

  test('belief, release and the next grant end the wait', () => {
    const kept = (): HistoryBuilder => orphan().renewed(9000).renewed(16_000);
    expect(said('L5', kept().build(20_000))).toBeDefined();
    expect(judged('L5', kept().elected(13_000, 'a#0', 1).build(20_000)).judged).toBe(1);
    expect(said('L5', kept().elected(13_000, 'a#0', 2).build(20_000))).toBeDefined();
    expect(said('L5', kept().elected(13_000, 'b#0', 1).build(20_000))).toBeDefined();
    expect(said('L5', kept().elected(13_500, 'a#0', 1).build(20_000))).toMatch(/still there at 13\.500 s/);
    expect(judged('L5', orphan().renewed(5000).released(13_000).build(20_000)).judged).toBe(1);
    const next = orphan().renewed(5000).granted(13_000, 'b#0', { token: 2, replaced: 'a#0' }).elected(13_010, 'b#0', 2);
    expect(judged('L5', next.build(20_000))).toEqual({ judged: 2, inconclusive: 0 });
  });

  test('who still believes in its last leadership believes in a grant without a number', () => {
    const again = historyOf()
      .granted(1000, 'a#0')
      .elected(1010, 'a#0')
      .expired([11_000, 11_050])
      .granted(12_000, 'a#0');
    expect(judged('L5', again.renewed(20_000).renewed(28_000).build(40_000)).witness).toBeUndefined();
  });

  test('trouble in which messages may arrive, and trouble of the store, begin the wait anew', () => {
    const kept = (): HistoryBuilder => orphan().renewed(9000).renewed(16_000);
    const slow = kept().fault(5000, 8000, 'slow', { from: 'a', to: 'store', amount: 900_000 });
    expect(judged('L5', slow.build(20_000))).toEqual({ judged: 0, inconclusive: 1 });
    const store = kept().fault(5000, 8000, 'store-restart', { on: 'store' });
    expect(judged('L5', store.build(20_000))).toEqual({ judged: 0, inconclusive: 1 });
    const dropped = kept().fault(8000, undefined, 'drop', { from: 'store', to: 'a' });
    expect(judged('L5', dropped.build(20_000))).toEqual({ judged: 0, inconclusive: 1 });
    expect(said('L5', kept().fault(2000, 3000, 'slow', { from: 'a', amount: 900_000 }).build(20_000))).toMatch(
      /without trouble from 3\.900 s/,
    );
  });

  test('the record of a candidate that is dead or cut off must expire all the same', () => {
    const dead = (): HistoryBuilder => orphan().crashed(3000, 'a#0').fault(3000, undefined, 'crash', { on: 'a#0' });
    expect(judged('L5', dead().expired([11_000, 11_050]).build()).judged).toBe(1);
    expect(said('L5', dead().renewed(10_000, { by: 'b#0' }).build(19_000))).toMatch(/without trouble from 3\.000 s/);
    expect(judged('L5', dead().renewed(10_000, { by: 'b#0' }).build(15_000))).toEqual({ judged: 0, inconclusive: 1 });
  });

  test('a record of nobody knows whom decides nothing', () => {
    const foreign = historyOf().granted(1000, 'somebody', { by: 'somebody' }).renewed(9000).renewed(18_000);
    expect(judged('L5', foreign.build(25_000))).toEqual({ judged: 0, inconclusive: 1 });
  });

  test('is promised with liveness, and needs a ledger', () => {
    expect(propertyById('L5').needsLedger).toBe(true);
    expect(judgeSafety(orphan({ ledger: false }).build(), [propertyById('L5')]).size).toBe(0);
  });
});

describe('L7, at most two bypasses', () => {
  const options: HistoryOptions = { claims: { bypassesMax: 2 } };
  /** b campaigns from 0.2 s on, while a is elected and lost at these times. */
  const passed = (electedMs: readonly number[], own: HistoryOptions = options): HistoryBuilder => {
    const history = historyOf(own).campaigns(200, 'b#0');
    for (const [place, ms] of electedMs.entries()) {
      history
        .campaigns(ms - 50, 'a#0')
        .granted(ms - 1, 'a#0', { token: place + 1 })
        .ended(ms, 'a#0', 'campaign')
        .elected(ms, 'a#0', place + 1)
        .lost(ms + 500, 'a#0');
    }
    return history;
  };
  const elected = (history: HistoryBuilder, ms: number): History =>
    history.granted(ms, 'b#0', { token: 9 }).ended(ms, 'b#0', 'campaign').elected(ms, 'b#0', 9).build(40_000);

  test('two elections of others and then its own are in order', () => {
    expect(judged('L7', elected(passed([5000, 8000]), 11_000))).toEqual({ judged: 1, inconclusive: 0 });
  });

  test('a third one is too many, whether it is elected then or not', () => {
    expect(said('L7', elected(passed([5000, 8000, 11_000]), 14_000))).toBe(
      'b#0 campaigns without hindrance from 0.200 s on, and by 11.000 s others (a) have been elected 3 times; it should be passed over at most 2 times.',
    );
    expect(said('L7', passed([5000, 8000, 11_000]).build(12_000))).toMatch(/^b#0 campaigns/);
  });

  test('who still waits has not been refused for good', () => {
    expect(judged('L7', passed([5000, 8000]).build(12_000))).toEqual({ judged: 0, inconclusive: 1 });
  });

  test('elections before it is certain to have asked do not count', () => {
    expect(judged('L7', elected(passed([1000, 2000, 3000, 5000]), 14_000)).witness).toBeUndefined();
  });

  test('trouble of the one who waits costs it its place', () => {
    const cut = passed([5000, 8000, 11_000]).fault(7000, 7100, 'cut', { from: 'b', to: 'store' });
    expect(judged('L7', elected(cut, 14_000)).witness).toBeUndefined();
  });

  test('an election that may be older than its report does not count', () => {
    const paused = passed([5000, 8000, 11_000]).paused(10_960, 10_990, 'a#0');
    expect(judged('L7', elected(paused, 14_000)).witness).toBeUndefined();
  });

  test('a candidate that campaigns by itself waits between its leaderships', () => {
    const history = historyOf(options).invoked(0, 'b#0', 'start').campaigns(100, 'a#0');
    for (let turn = 1; turn <= 6; turn += 1) {
      history.elected(turn * 8000, 'a#0', 2 * turn).lost(turn * 8000 + 3000, 'a#0');
      history.elected(turn * 8000 + 3500, 'b#0', 2 * turn + 1).lost(turn * 8000 + 4000, 'b#0');
    }
    // Either of them is elected after each of its six waits, and begins a seventh.
    expect(judged('L7', history.build(60_000))).toEqual({ judged: 12, inconclusive: 2 });
  });

  test('is claimed by who names a number', () => {
    const { claimed } = propertyById('L7');
    const { claims } = historyOf().build().header;
    expect(claimed(claims)).toBe(false);
    expect(claimed({ ...claims, bypassesMax: 0 })).toBe(true);
  });
});
