// Goal: what observers are told about the leader is held against an implementation only where no order of what was recorded
// makes it right. Each bad history stands beside the good one that differs from it in one event, time or name.
import { describe, expect, test } from 'vitest';
import type { Claims } from '../../spec/claims.ts';
import type { History } from '../../spec/history.ts';
import { propertyById } from '../../spec/properties.ts';
import type { Judgement, PropertyId } from '../../spec/property.ts';
import { claims, historyOf, type AtMs, type HistoryBuilder, type HistoryOptions } from './build-history.ts';
import { judgeSafety } from './judge-safety.ts';
import { judged, said } from './judged.ts';
import { led } from './led-histories.ts';

/** `who` asks at the first time and is told at the second. */
function told(
  history: HistoryBuilder,
  [askedMs, at]: readonly [number, AtMs],
  [who, holder, token]: readonly [string, string | undefined, (number | undefined)?],
): HistoryBuilder {
  const value = {
    ...(holder === undefined ? {} : { holder }),
    ...(token === undefined ? {} : { token: String(token) }),
  };
  return history.invoked(askedMs, who, 'leader').ended(at, who, 'leader', 'ok', value);
}

describe('S5-V1, no phantom', () => {
  test('whoever holds, or held, the election may be named', () => {
    const history = told(told(led(), [2000, 2010], ['b#0', 'a#0', 1]), [30_000, 30_010], ['b#0', 'a#0', 1]).build();
    expect(judged('S5-V1', history)).toEqual({ judged: 2, inconclusive: 0 });
  });

  test('a candidate that never held it may not', () => {
    expect(said('S5-V1', told(led(), [2000, 2010], ['b#0', 'b#0', 2]).build())).toBe(
      'b#0 was told at 2.010 s that b#0 with token 2 leads, but the store had not granted the election to b#0 with token 2 by then.',
    );
    expect(said('S5-V1', told(led(), [2000, 2010], ['b#0', 'b#0']).build())).toMatch(/^b#0 was told/);
  });

  test('nor may the holder with a number that it never had', () => {
    expect(said('S5-V1', told(led(), [2000, 2010], ['b#0', 'a#0', 7]).build())).toMatch(/a#0 with token 7 leads/);
    expect(said('S5-V1', told(led(), [2000, 2010], ['b#0', 'a#0', 1]).build())).toBeUndefined();
  });

  test('an answer before the grant is one; an answer that may have come after it is none', () => {
    const view = (at: AtMs): History => told(led(), [900, at], ['b#0', 'a#0', 1]).build();
    expect(said('S5-V1', view(999))).toMatch(/had not granted/);
    expect(said('S5-V1', view([999, 1000]))).toBeUndefined();
    expect(said('S5-V1', view([999, 1000]))).toBeUndefined();
    const unsure = told(led({ uncertaintyMs: 2 }), [900, 999], ['b#0', 'a#0', 1]).build();
    expect(said('S5-V1', unsure)).toBeUndefined();
  });

  test('a restarted candidate may still be named by its earlier incarnation, and by its bare name', () => {
    const history = told(told(led(), [2000, 2010], ['b#0', 'a#1', 1]), [3000, 3010], ['b#0', 'a', 1]).build();
    expect(judged('S5-V1', history)).toEqual({ judged: 2, inconclusive: 0 });
  });

  test('a name of the implementation’s own is a phantom only where nobody can be meant', () => {
    expect(said('S5-V1', told(historyOf(), [10, 20], ['b#0', 'uuid-1']).build())).toMatch(/uuid-1 leads/);
    expect(judged('S5-V1', told(led(), [2000, 2010], ['b#0', 'uuid-1', 1]).build())).toEqual({
      judged: 0,
      inconclusive: 1,
    });
    const named = historyOf().granted(1000, 'uuid-1', { token: 1, by: 'a#0' });
    const other = told(told(named, [2000, 2010], ['b#0', 'uuid-1', 1]), [3000, 3010], ['b#0', 'a#0', 1]);
    expect(judged('S5-V1', other.build())).toEqual({ judged: 2, inconclusive: 0 });
    expect(said('S5-V1', told(named, [4000, 4010], ['b#0', 'uuid-2', 1]).build())).toMatch(/uuid-2 with token 1/);
  });

  test('a number of which the record knows nothing decides nothing', () => {
    const history = told(historyOf().granted(1000, 'a#0'), [2000, 2010], ['b#0', 'a#0', 7]).build();
    expect(judged('S5-V1', history)).toEqual({ judged: 0, inconclusive: 1 });
  });

  test('nobody is no phantom, and an answer that failed is no answer', () => {
    const history = told(historyOf(), [10, 20], ['b#0', undefined]).invoked(30, 'b#0', 'leader');
    const failed = history.ended(40, 'b#0', 'leader', 'info', { holder: 'x' }).build();
    expect(judged('S5-V1', failed)).toEqual({ judged: 0, inconclusive: 0 });
  });

  test('without a ledger nobody can tell', () => {
    const history = told(led({ ledger: false }), [2000, 2010], ['b#0', 'b#0', 2]).build();
    expect(judgeSafety(history).has('S5-V1')).toBe(false);
  });
});

describe('S5-V2, monotone reads', () => {
  const views = (first: number, second: number, who = 'b#0'): History =>
    told(told(led(), [2000, 2010], ['b#0', 'a#0', first]), [3000, 3010], [who, 'a#0', second]).build();

  test('numbers that stay or rise are right', () => {
    expect(judged('S5-V2', views(1, 1))).toEqual({ judged: 1, inconclusive: 0 });
    expect(judged('S5-V2', views(9, 10))).toEqual({ judged: 1, inconclusive: 0 });
  });

  test('a number that falls is not', () => {
    expect(said('S5-V2', views(10, 9))).toBe(
      'b#0 was told at 2.010 s that a#0 with number 10 leads, and at 3.010 s, asked later, that a#0 with number 9 does.',
    );
  });

  test('another observer, or another incarnation, may be behind', () => {
    expect(said('S5-V2', views(2, 1, 'c#0'))).toBeUndefined();
    expect(said('S5-V2', views(2, 1, 'b#1'))).toBeUndefined();
  });

  test('nobody in between forgets nothing', () => {
    const history = told(told(led(), [2000, 2010], ['b#0', 'a#0', 2]), [3000, 3010], ['b#0', undefined]);
    expect(said('S5-V2', told(history, [4000, 4010], ['b#0', 'a#0', 1]).build())).toMatch(/number 1 does/);
  });

  test('the largest number counts, not the last one', () => {
    const history = told(told(led(), [2000, 2010], ['b#0', 'a#0', 3]), [3000, 3010], ['b#0', 'a#0', 1]);
    const sentence = said('S5-V2', told(history, [4000, 4010], ['b#0', 'a#0', 2]).build());
    expect(sentence).toMatch(/number 3 leads/);
  });

  test('answers without a number say nothing', () => {
    const history = told(told(led(), [2000, 2010], ['b#0', 'a#0']), [3000, 3010], ['b#0', 'b#0']).build();
    expect(judged('S5-V2', history)).toEqual({ judged: 0, inconclusive: 0 });
  });
});

describe('S5-V3, staleness of 500 ms', () => {
  const options: HistoryOptions = { claims: { leaderView: { staleMsMax: 500 } } };
  /** a held from 1 s to between 11 s and 11.04 s, b from 12 s on. */
  const succession = (): HistoryBuilder =>
    led(options).lost(9000, 'a#0').expired([11_000, 11_040]).granted(12_000, 'b#0', { token: 2 });
  const view = (atMs: number, holder: string | undefined, token?: number): History =>
    told(succession(), [atMs - 10, atMs], ['b#0', holder, token]).build();

  test('what was so within the bound is fresh', () => {
    expect(judged('S5-V3', view(11_540, 'a#0', 1))).toEqual({ judged: 1, inconclusive: 0 });
    expect(judged('S5-V3', view(12_500, undefined))).toEqual({ judged: 1, inconclusive: 0 });
    expect(judged('S5-V3', view(12_100, 'b#0', 2))).toEqual({ judged: 1, inconclusive: 0 });
  });

  test('what was so before that is stale: the bound is stretched by the tolerated clock rate', () => {
    expect(said('S5-V3', view(11_542, 'a#0', 1))).toBe(
      'b#0 was told at 11.542 s that a#0 with token 1 leads, which was not so at any time since 11.041 s; an answer may be 501 ms old.',
    );
    expect(said('S5-V3', view(12_502, undefined))).toMatch(/that nobody leads, which was not so/);
    expect(said('S5-V3', view(5000, undefined))).toMatch(/that nobody leads/);
  });

  test('what is so only later was never so', () => {
    expect(said('S5-V3', view(11_900, 'b#0', 2))).toMatch(/b#0 with token 2 leads, which was not so/);
  });

  test('one record that replaces another leaves no moment without a holder', () => {
    const replaced = led(options).granted(5000, 'b#0', { token: 2, replaced: 'a#0' });
    expect(said('S5-V3', told(replaced, [5090, 5100], ['c#0', undefined]).build())).toMatch(/nobody leads/);
    const released = led(options).released(4999).granted(5000, 'b#0', { token: 2 });
    expect(said('S5-V3', told(released, [5090, 5100], ['c#0', undefined]).build())).toBeUndefined();
  });

  test('trouble of the observer or of the store decides nothing', () => {
    const stale = (history: HistoryBuilder): Judgement =>
      judged('S5-V3', told(history, [20_000, 20_010], ['b#0', 'a#0', 1]).build());
    expect(stale(succession()).witness).toBeDefined();
    const cut = succession().fault(18_000, 18_600, 'cut', { from: 'b', to: 'store' });
    expect(stale(cut)).toEqual({ judged: 0, inconclusive: 1 });
    const restarted = succession().fault(18_000, 18_600, 'store-restart', { on: 'store' });
    expect(stale(restarted)).toEqual({ judged: 0, inconclusive: 1 });
    const long = succession().fault(17_000, 18_000, 'cut', { from: 'b', to: 'store' });
    expect(stale(long).witness).toBeDefined();
    const others = succession().fault(18_000, 18_600, 'cut', { from: 'a', to: 'store' });
    expect(stale(others).witness).toBeDefined();
  });

  test('who claims no staleness is asked for none', () => {
    const history = told(led(), [30_000, 30_010], ['b#0', 'b#0', 9]).build();
    expect(judged('S5-V3', history)).toEqual({ judged: 0, inconclusive: 0 });
  });
});

test.each<[Claims['leaderView'], readonly PropertyId[]]>([
  ['none', []],
  ['no-phantom', ['S5-V1']],
  ['monotonic', ['S5-V1', 'S5-V2']],
  ['linearizable', ['S5-V1', 'S5-V2', 'S5-V4']],
  [{ staleMsMax: 100 }, ['S5-V1', 'S5-V3']],
])('leaderView %o claims %o', (leaderView, expected) => {
  const levels: readonly PropertyId[] = ['S5-V1', 'S5-V2', 'S5-V3', 'S5-V4'];
  expect(levels.filter((id) => propertyById(id).claimed({ ...claims, leaderView }))).toEqual(expected);
});
