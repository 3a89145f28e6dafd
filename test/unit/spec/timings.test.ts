// Goal: each measure tells what its monitor judged, by number: how long it took, and the bound from the same instant, so
// that their quotient is above one exactly where the promise is broken. Histories are written by hand.
// Bounds (10 s lease, G 0.1 s, Q 1.2 s, tau 1 s, delta 50 ms): lease and granularity 10.1 s, F = B = H, demotion D + P.
import { describe, expect, test } from 'vitest';
import {
  demotionAfterCutUs,
  demotionBoundUs,
  failoverBoundUs,
  factsOf,
  handoverBoundUs,
} from '../../../spec/bounds.ts';
import type { History } from '../../../spec/history.ts';
import type { TimedMeasure, TimedPiece } from '../../../spec/timed-piece.ts';
import { Timings } from '../../../spec/timings.ts';
import { judge } from '../../../src/judge/judge.ts';
import { historyOf, type HistoryBuilder, type HistoryOptions } from '../../golden/build-history.ts';

function measured(history: History): Timings {
  const timings = new Timings();
  judge(history, { holdTo: 'claims', timings });
  return timings;
}

function pieces(measure: TimedMeasure, history: History): readonly Omit<TimedPiece, 'measure'>[] {
  return measured(history)
    .pieces.filter((piece) => piece.measure === measure)
    .map(({ tookUs, boundUs, isOpen }) => ({ tookUs, boundUs, isOpen }));
}

/** `a` leads from 0.1 s on, `b` campaigns from 0.2 s on. */
function aLeads(options: HistoryOptions = {}): HistoryBuilder {
  return historyOf(options)
    .campaigns(0, 'a#0')
    .granted(99, 'a#0', { token: 1 })
    .ended(100, 'a#0', 'campaign')
    .elected(100, 'a#0', 1)
    .campaigns(200, 'b#0');
}

const { header } = aLeads().build();
const F = failoverBoundUs(factsOf(header));
const LEASE = 10_100_000;
const DELTA = 50_000;
const s = (seconds: number): number => seconds * 1e6;

describe('failover', () => {
  const crashed = (): HistoryBuilder => aLeads().crashed(5_000, 'a#0');

  test('goes from the crash to the next leader; its bound begins when the record must be over', () => {
    const history = crashed().elected(16_000, 'b#0', 2).build();
    expect(pieces('failover', history)).toEqual([{ tookUs: s(11), boundUs: DELTA + LEASE + F, isOpen: false }]);
  });

  test('before the record must be over the bound is the same', () => {
    const history = crashed().elected(6_000, 'b#0', 2).build();
    expect(pieces('failover', history)).toEqual([{ tookUs: s(1), boundUs: DELTA + LEASE + F, isOpen: false }]);
  });

  test('what never came took as long as the history, and more than its bound', () => {
    const [piece] = pieces('failover', crashed().build(40_000));
    expect(piece).toEqual({ tookUs: s(35), boundUs: DELTA + LEASE + F, isOpen: true });
  });

  test('what came too late is beyond its bound', () => {
    const [piece] = pieces('failover', crashed().elected(18_000, 'b#0', 2).build());
    expect(piece?.tookUs).toBe(s(13));
    expect(piece?.boundUs).toBe(DELTA + LEASE + F);
  });

  test('what is undecided is not measured', () => {
    expect(pieces('failover', crashed().build(16_000))).toEqual([]);
  });
});

describe('handover', () => {
  const resigned = (): HistoryBuilder =>
    aLeads().invoked(5_000, 'a#0', 'resign').lost(5_010, 'a#0').released(5_010).ended(5_020, 'a#0', 'resign');
  const H = handoverBoundUs(header.claims);

  test('goes from the ok of the resign to the next leader, without a lease in between', () => {
    const history = resigned().elected(6_020, 'b#0', 2).build();
    expect(pieces('handover', history)).toEqual([{ tookUs: s(1), boundUs: H, isOpen: false }]);
  });

  test('a leader before the resign has settled took no time', () => {
    const history = resigned().elected(5_015, 'b#0', 2).build();
    expect(pieces('handover', history)).toEqual([{ tookUs: 0, boundUs: H, isOpen: false }]);
  });
});

describe('demotion', () => {
  const D = demotionBoundUs(header.claims);

  test('goes from the last renewal to the end of belief', () => {
    const history = aLeads().renewed(3_000).lost(9_000, 'a#0').build(11_000);
    expect(pieces('demotion', history)).toEqual([{ tookUs: s(6), boundUs: D, isOpen: false }]);
  });

  test('in running time: a pause, and the grace after it, do not count', () => {
    const history = aLeads().renewed(3_000).paused(4_000, 4_500, 'a#0').lost(9_000, 'a#0').build(11_000);
    expect(pieces('demotion', history)).toEqual([{ tookUs: s(4.5), boundUs: D, isOpen: false }]);
  });

  test('a resign is no demotion, nor is the end of the history', () => {
    const resigned = aLeads()
      .renewed(3_000)
      .invoked(5_000, 'a#0', 'resign')
      .lost(5_010, 'a#0')
      .ended(5_020, 'a#0', 'resign');
    expect(pieces('demotion', resigned.build(7_000))).toEqual([]);
    expect(pieces('demotion', aLeads().renewed(3_000).build(9_000))).toEqual([]);
  });

  test('who never stops is beyond the bound, and not over', () => {
    expect(pieces('demotion', aLeads().renewed(3_000).build(20_000))).toEqual([
      { tookUs: s(17), boundUs: D, isOpen: true },
    ]);
  });

  test('where renewals cannot be seen it begins with the cut', () => {
    const history = aLeads({ ledger: false })
      .fault(2_000, undefined, 'cut', { from: 'a', to: 'store' })
      .lost(9_000, 'a#0')
      .build(11_000);
    expect(pieces('demotion', history)).toEqual([
      { tookUs: s(7), boundUs: demotionAfterCutUs(header.claims), isOpen: false },
    ]);
  });
});

describe('leaderless', () => {
  test('stretches while somebody waits, each beside its bound', () => {
    const history = aLeads().crashed(5_000, 'a#0').elected(16_000, 'b#0', 2).build();
    expect(pieces('leaderless', history)).toEqual([
      { tookUs: 100_000, boundUs: F, isOpen: false },
      { tookUs: s(11), boundUs: DELTA + LEASE + F, isOpen: false },
    ]);
  });

  test('all time without a leader counts in the share, judged or not', () => {
    const history = aLeads().crashed(5_000, 'a#0').elected(16_000, 'b#0', 2).build(20_000);
    expect(measured(history).leaderless).toEqual({
      us: s(11.1),
      stillUs: 0,
      ofUs: s(20),
      stretches: 2,
      longestUs: s(11),
    });
  });

  test('time in which a believer stands still counts by itself, and once where two do', () => {
    const history = aLeads().paused(5_000, 6_000, 'a#0').build(20_000);
    expect(measured(history).leaderless).toEqual({
      us: 100_000,
      stillUs: s(1),
      ofUs: s(20),
      stretches: 1,
      longestUs: 100_000,
    });
  });
});

test('nothing is measured against a bound where nothing is promised', () => {
  const history = aLeads({ claims: { liveness: false, exclusivity: 'none' } })
    .crashed(5_000, 'a#0')
    .build();
  const timings = measured(history);
  expect(timings.pieces).toEqual([]);
  expect(timings.leaderless?.us).toBe(s(55.1));
});
