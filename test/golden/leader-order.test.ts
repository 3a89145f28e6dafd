// Goal: answers about the leader are held against an implementation only where no order of what its clients saw makes them
// right. Each bad history stands beside the good one that differs from it in one event, time or name.
import { describe, expect, test } from 'vitest';
import { historyOf, type AtMs, type HistoryBuilder, type HistoryOptions } from './build-history.ts';
import { judged, said } from './judged.ts';
import { led } from './led-histories.ts';

/** Whom somebody was told to lead; undefined: nobody does. */
type Told = readonly [who: string, holder: string | undefined, token?: number];

/** Somebody asks at the first time and is told at the second. */
function told(
  history: HistoryBuilder,
  [askedMs, at]: readonly [AtMs, AtMs],
  [who, holder, token]: Told,
): HistoryBuilder {
  const value = {
    ...(holder === undefined ? {} : { holder }),
    ...(token === undefined ? {} : { token: String(token) }),
  };
  return history.invoked(askedMs, who, 'leader').ended(at, who, 'leader', 'ok', value);
}

/** The record of a is freed at 11 s; b is granted token 2 at 12 s and hears of it at 12.1 s. */
function succeeded(options?: HistoryOptions): HistoryBuilder {
  return led(options)
    .lost(9000, 'a#0')
    .expired([11_000, 11_040])
    .campaigns(10_000, 'b#0')
    .granted(12_000, 'b#0', { token: 2 })
    .elected(12_100, 'b#0', 2);
}

const fair = { judged: 1, inconclusive: 0 };
const sentence = (history: HistoryBuilder): string | undefined => said('S5-V4', history.build());

describe('a former leader', () => {
  test('may not be named once its successor knows that it leads', () => {
    expect(sentence(told(succeeded(), [12_101, 12_110], ['c#0', 'a#0', 1]))).toBe(
      'c#0, asking at 12.101 s, was told at 12.110 s that a#0 with token 1 leads, after b#0 with token 2 had been elected at 12.100 s.',
    );
    expect(judged('S5-V4', told(succeeded(), [12_100, 12_110], ['c#0', 'a#0', 1]).build())).toEqual(fair);
  });

  test('nor once anybody was told of its successor, who itself may not know yet', () => {
    const seen = (history: HistoryBuilder): HistoryBuilder => told(history, [12_010, 12_020], ['c#0', 'b#0', 2]);
    expect(sentence(told(seen(succeeded()), [12_030, 12_040], ['d#0', 'a#0', 1]))).toBe(
      'd#0, asking at 12.030 s, was told at 12.040 s that a#0 with token 1 leads, after c#0 had been told at 12.020 s that b#0 with token 2 leads.',
    );
    expect(sentence(told(seen(succeeded()), [12_015, 12_040], ['d#0', 'a#0', 1]))).toBeUndefined();
  });

  test('may be named while its successor is granted the election and no client has heard of it', () => {
    expect(sentence(told(succeeded(), [12_050, 12_060], ['c#0', 'a#0', 1]))).toBeUndefined();
    const unheard = led().expired([11_000, 11_040]).campaigns(10_000, 'b#0').granted(12_000, 'b#0', { token: 2 });
    expect(sentence(told(unheard, [20_000, 20_010], ['c#0', 'a#0', 1]))).toBeUndefined();
  });

  test('may not be named after somebody was told that nobody leads', () => {
    const vacant = (): HistoryBuilder => told(succeeded(), [11_050, 11_060], ['c#0', undefined]);
    expect(sentence(told(vacant(), [11_070, 11_080], ['d#0', 'a#0', 1]))).toBe(
      'd#0, asking at 11.070 s, was told at 11.080 s that a#0 with token 1 leads, after c#0 had been told at 11.060 s that nobody leads.',
    );
    expect(sentence(told(vacant(), [11_060, 11_080], ['d#0', 'a#0', 1]))).toBeUndefined();
  });

  test('may not be named after it has resigned', () => {
    const resigned = (at: AtMs, type: 'ok' | 'info' = 'ok'): HistoryBuilder =>
      led().invoked(5000, 'a#0', 'resign').lost(5001, 'a#0').released(5010).ended(at, 'a#0', 'resign', type);
    expect(sentence(told(resigned(5020), [5021, 5030], ['c#0', 'a#0', 1]))).toBe(
      'c#0, asking at 5.021 s, was told at 5.030 s that a#0 with token 1 leads, after a#0 with token 1 had resigned at 5.020 s.',
    );
    expect(sentence(told(resigned(5020), [5020, 5030], ['c#0', 'a#0', 1]))).toBeUndefined();
    expect(sentence(told(resigned(5020, 'info'), [5021, 5030], ['c#0', 'a#0', 1]))).toBeUndefined();
  });

  test('a resignation of one that no longer leads says nothing about the record', () => {
    const late = led().lost(5000, 'a#0').invoked(5100, 'a#0', 'resign').ended(5101, 'a#0', 'resign').expired(11_000);
    expect(sentence(told(late, [6000, 6010], ['c#0', 'a#0', 1]))).toBeUndefined();
  });
});

describe('nobody', () => {
  test('may not be told while somebody provably leads', () => {
    expect(sentence(told(led().expired(11_000), [1011, 10_990], ['c#0', undefined]))).toBe(
      'c#0, asking at 1.011 s, was told at 10.990 s that nobody leads, after a#0 with token 1 had been elected at 1.010 s and while that leadership lasted without a gap.',
    );
    expect(sentence(told(led().expired(11_000), [1010, 10_990], ['c#0', undefined]))).toBeUndefined();
    expect(sentence(told(led().expired(11_000), [1011, 11_000], ['c#0', undefined]))).toBeUndefined();
  });

  test('may be told until the first time at which somebody knows of the leader', () => {
    const unheard = (): HistoryBuilder =>
      historyOf().campaigns(900, 'a#0').granted(1000, 'a#0', { token: 1 }).expired(11_000);
    expect(sentence(told(unheard(), [5000, 5010], ['c#0', undefined]))).toBeUndefined();
    const seen = told(unheard(), [2000, 2010], ['d#0', 'a#0', 1]);
    expect(sentence(told(seen, [5000, 5020], ['c#0', undefined]))).toMatch(/lasted without a gap/);
  });

  test('may be told from the moment at which a leader asks to give up, whatever becomes of that', () => {
    const asks = (f: 'resign' | 'close'): HistoryBuilder =>
      led().invoked(5000, 'a#0', f).ended(5500, 'a#0', f, 'info').expired(11_000);
    expect(sentence(told(asks('resign'), [5001, 5010], ['c#0', undefined]))).toBeUndefined();
    expect(sentence(told(asks('close'), [5001, 5010], ['c#0', undefined]))).toBeUndefined();
    expect(sentence(told(asks('resign'), [4900, 4990], ['c#0', undefined]))).toMatch(/nobody leads/);
  });

  test('may be told of a record that the history leaves behind, once its lifetime is over', () => {
    expect(sentence(told(led(), [11_000, 11_010], ['c#0', undefined]))).toBeUndefined();
    expect(sentence(told(led(), [10_000, 10_990], ['c#0', undefined]))).toMatch(/nobody leads/);
    const endless = historyOf().campaigns(900, 'a#0').granted(1000, 'a#0', { token: 1, leaseMs: null });
    const elected = endless.elected(1010, 'a#0', 1);
    expect(sentence(told(elected, [50_000, 50_010], ['c#0', undefined]))).toMatch(/nobody leads/);
  });
});

describe('a leader', () => {
  test('may be named before it knows of it, but not before it was granted', () => {
    const granted = (): HistoryBuilder =>
      historyOf().campaigns(900, 'a#0').granted(1000, 'a#0', { token: 1 }).elected(1500, 'a#0', 1);
    expect(judged('S5-V4', told(granted(), [1100, 1110], ['c#0', 'a#0', 1]).build())).toEqual(fair);
    expect(judged('S5-V4', told(granted(), [990, 1000], ['c#0', 'a#0', 1]).build())).toEqual(fair);
    expect(sentence(told(granted(), [980, 999], ['c#0', 'a#0', 1]))).toMatch(/before that leadership had begun\.$/);
  });

  test('whose campaign has no outcome may be named: then it took effect', () => {
    const lostReply = (): HistoryBuilder =>
      led()
        .expired([11_000, 11_040])
        .campaigns(10_000, 'b#0')
        .granted(12_000, 'b#0', { token: 2 })
        .ended(13_000, 'b#0', 'campaign', 'info');
    const seen = told(lostReply(), [14_000, 14_010], ['c#0', 'b#0', 2]);
    expect(judged('S5-V4', seen.build())).toEqual(fair);
    expect(sentence(told(seen, [15_000, 15_010], ['d#0', 'a#0', 1]))).toMatch(/after c#0 had been told/);
    expect(sentence(told(lostReply(), [15_000, 15_010], ['d#0', 'a#0', 1]))).toBeUndefined();
  });

  test('nobody was ever granted may not be named', () => {
    expect(sentence(told(led(), [2000, 2010], ['c#0', 'b#0', 2]))).toMatch(/b#0 with token 2 leads/);
  });
});

describe('two observers', () => {
  test('may not see two leaders in opposite orders, which S5-V2 allows', () => {
    const history = told(told(succeeded(), [12_001, 12_010], ['c#0', 'b#0', 2]), [12_020, 12_030], ['d#0', 'a#0', 1]);
    expect(said('S5-V2', history.build())).toBeUndefined();
    expect(sentence(history)).toBeDefined();
  });

  test('on different machines are compared only beyond what their clocks may differ by', () => {
    const view = (uncertaintyMs: number): HistoryBuilder =>
      told(succeeded({ uncertaintyMs }), [12_103, 12_110], ['c#0', 'a#0', 1]);
    expect(sentence(view(1))).toBeDefined();
    expect(sentence(view(2))).toBeUndefined();
  });
});

describe('answers without a number', () => {
  /** a leads from 1 s to 11 s, b from 12 s to 20 s, a again from 21 s on; none of them has a token. */
  const thrice = (): HistoryBuilder =>
    historyOf({ claims: { fencing: 'none' } })
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0')
      .elected(1010, 'a#0')
      .lost(9000, 'a#0')
      .expired(11_000)
      .campaigns(10_000, 'b#0')
      .granted(12_000, 'b#0')
      .elected(12_010, 'b#0')
      .lost(18_000, 'b#0')
      .expired(20_000)
      .campaigns(20_100, 'a#0')
      .granted(21_000, 'a#0')
      .elected(21_010, 'a#0');

  test('mean whichever leadership of the holder makes them right', () => {
    const told3 = (told1: HistoryBuilder): HistoryBuilder => told(told1, [22_000, 22_010], ['c#0', 'a#0']);
    expect(judged('S5-V4', told3(told(thrice(), [2000, 2010], ['c#0', 'a#0'])).build()).witness).toBeUndefined();
    const vacant = told(told(thrice(), [2000, 2010], ['c#0', 'a#0']), [20_050, 20_060], ['c#0', undefined]);
    expect(judged('S5-V4', told3(vacant).build())).toEqual({ judged: 3, inconclusive: 0 });
  });

  test('mean the next leadership once the one before was resigned', () => {
    const again = historyOf({ claims: { fencing: 'none' } })
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0')
      .elected(1010, 'a#0')
      .invoked(1200, 'a#0', 'resign')
      .released(1210)
      .lost(1215, 'a#0')
      .ended(1220, 'a#0', 'resign')
      .campaigns(1221, 'a#0')
      .granted(1230, 'a#0');
    expect(judged('S5-V4', told(again, [1240, 1250], ['c#0', 'a#0']).build())).toEqual(fair);
  });

  test('are wrong where none does', () => {
    expect(sentence(told(thrice(), [13_000, 13_010], ['c#0', 'a#0']))).toMatch(/before that leadership had begun/);
    expect(sentence(told(thrice(), [22_000, 22_010], ['c#0', 'b#0']))).toMatch(/that b#0 leads, after a#0 had been/);
  });

  test('in a name of the implementation’s own decide nothing', () => {
    expect(judged('S5-V4', told(thrice(), [13_000, 13_010], ['c#0', 'uuid-1']).build())).toEqual({
      judged: 0,
      inconclusive: 1,
    });
  });
});

describe('without a ledger', () => {
  const blind = { ledger: false } as const;

  test('numbers tell leaderships apart', () => {
    expect(sentence(told(succeeded(blind), [12_101, 12_110], ['c#0', 'a#0', 1]))).toMatch(
      /^c#0, asking at 12\.101 s, was told at 12\.110 s that a#0 with token 1 leads, after b#0 with number 2 had been/,
    );
    expect(judged('S5-V4', told(succeeded(blind), [12_100, 12_110], ['c#0', 'a#0', 1]).build())).toEqual(fair);
  });

  test('leadership may end at any time, and begins with the first campaign', () => {
    expect(sentence(told(led(blind), [2000, 2010], ['c#0', undefined]))).toBeUndefined();
    expect(sentence(told(led(blind), [890, 900], ['c#0', 'a#0', 1]))).toBeUndefined();
    expect(sentence(told(led(blind), [880, 899], ['c#0', 'a#0', 1]))).toMatch(/before that leadership had begun/);
  });

  test('a number of a campaign without an outcome belongs to whoever is named', () => {
    const open = led(blind).campaigns(2000, 'b#0');
    expect(sentence(told(open, [3000, 3010], ['c#0', 'b#0', 2]))).toBeUndefined();
    expect(sentence(told(led(blind), [3000, 3010], ['c#0', 'b#0', 2]))).toBeDefined();
    expect(sentence(told(led(blind), [3000, 3010], ['c#0', 'b#0', 1]))).toBeDefined();
  });

  test.each<[string, HistoryBuilder]>([
    ['a leadership without a number', historyOf(blind).campaigns(900, 'a#0').elected(1010, 'a#0')],
    ['one number for two leaderships', led(blind).lost(2000, 'a#0').campaigns(2100, 'a#0').elected(2200, 'a#0', 1)],
    ['tokens of which nobody says that they rise', led({ ...blind, claims: { fencing: 'none' } })],
  ])('%s decides nothing', (_, history) => {
    const judgement = judged('S5-V4', told(history, [3000, 3010], ['c#0', 'a#0', 1]).build());
    expect(judgement).toMatchObject({ judged: 0, inconclusive: 1 });
    expect(judgement.reason).toMatch(/ledger/);
  });
});

test('who is asked nothing is held to nothing', () => {
  expect(judged('S5-V4', led().build())).toEqual({ judged: 0, inconclusive: 0 });
});
