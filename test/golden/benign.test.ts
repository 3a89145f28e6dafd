/**
 * Goal: none of the benign behaviours is flagged by any monitor. Method: each is written as a history, with the number of
 * its catalogue entry as the name of the test, and judged by all monitors at once, by those of safety each alone too.
 */
import { describe, expect, test } from 'vitest';
import type { History } from '../../spec/history.ts';
import { judge } from '../../src/judge/judge.ts';
import { historyOf } from './build-history.ts';
import { judgeAlone, judgeSafety, safety, violations } from './judge-safety.ts';

/** a leads from the first second with token 1, renews, and resigns in the order that it should. */
function quietLeadership(): ReturnType<typeof historyOf> {
  return historyOf()
    .campaigns(900, 'a#0')
    .granted(1000, 'a#0', { token: 1 })
    .ended(1010, 'a#0', 'campaign')
    .elected(1010, 'a#0', 1)
    .wrote(1500, 'a#0')
    .asked(2000, 'a#0', true)
    .renewed(4000)
    .renewed(7000)
    .invoked(9000, 'a#0', 'resign')
    .lost(9000, 'a#0')
    .released(9020)
    .ended(9040, 'a#0', 'resign');
}

const benign: Readonly<Record<string, () => History>> = {
  'V00 a leadership without trouble': () => quietLeadership().build(),

  'V01 tokens have gaps: 1, 2, 7': () =>
    quietLeadership()
      .campaigns(9500, 'b#0')
      .granted(9600, 'b#0', { token: 2 })
      .ended(9610, 'b#0', 'campaign')
      .elected(9610, 'b#0', 2)
      .invoked(12_000, 'b#0', 'resign')
      .lost(12_000, 'b#0')
      .released(12_010)
      .ended(12_020, 'b#0', 'resign')
      .campaigns(12_500, 'a#0')
      .granted(13_000, 'a#0', { token: 7 })
      .elected(13_020, 'a#0', 7)
      .wrote(13_100, 'a#0')
      .build(15_000),

  'V02 a pause shorter than the lease, and the leader goes on': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .paused(2000, 7000, 'a#0')
      .renewed(7010)
      .asked(8500, 'a#0', true)
      .build(12_000),

  'V03 the leader changes after a resign, without a fault': () =>
    quietLeadership()
      .campaigns(5000, 'b#0')
      .granted(9100, 'b#0', { token: 2 })
      .elected(9110, 'b#0', 2)
      .wrote(9200, 'b#0')
      .build(12_000),

  'V04 a campaign of unknown outcome took effect and expired, and nobody acted on it': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .ended(1900, 'a#0', 'campaign', 'info')
      .expired([11_000, 11_050])
      .campaigns(11_500, 'b#0')
      .granted(12_000, 'b#0', { token: 2 })
      .elected(12_010, 'b#0', 2)
      .build(15_000),

  'V05 a renewal whose reply was lost did extend, and the leader gives up early': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .renewed(4000)
      .fault(6900, 12_000, 'cut-responses', { from: 'a', to: 'store' })
      .renewed(7000)
      .lost(11_980, 'a#0')
      .expired([17_000, 17_080])
      .build(20_000),

  'V05 a renewal whose reply was lost did extend, and the waiter comes in when the record has gone': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .ended(1010, 'a#0', 'campaign')
      .elected(1010, 'a#0', 1)
      .campaigns(2000, 'b#0')
      .fault(6900, 12_000, 'cut-responses', { from: 'a', to: 'store' })
      .renewed(7000)
      .lost(11_980, 'a#0')
      .expired([17_000, 17_080])
      .granted(18_200, 'b#0', { token: 2 })
      .ended(18_210, 'b#0', 'campaign')
      .elected(18_210, 'b#0', 2)
      .build(25_000),

  'V06 the same candidate is elected again with a larger token': () =>
    quietLeadership()
      .campaigns(10_000, 'a#0')
      .granted(10_100, 'a#0', { token: 2 })
      .elected(10_110, 'a#0', 2)
      .wrote(10_200, 'a#0')
      .build(12_000),

  'V07 a deposed leader writes with its old token and is refused': () =>
    quietLeadership()
      .granted(9100, 'b#0', { token: 2 })
      .elected(9110, 'b#0', 2)
      .wrote(9200, 'b#0')
      .wrote(9300, 'a#0', 'refused')
      .build(12_000),

  'V08 work goes on after lost was announced, without an accepted effect': () =>
    quietLeadership()
      .granted(9100, 'b#0', { token: 2 })
      .elected(9110, 'b#0', 2)
      .wrote(9150, 'b#0')
      .invoked(9300, 'a#0', 'write')
      .wrote(9350, 'a#0', 'refused')
      .ended(9400, 'a#0', 'write', 'fail')
      .build(12_000),

  'V09 nobody leads while the store is cut off': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .fault(950, 30_000, 'cut', { from: 'a', to: 'store' })
      .ended(1900, 'a#0', 'campaign', 'info')
      .campaigns(29_000, 'a#0')
      .granted(30_500, 'a#0', { token: 1 })
      .elected(30_510, 'a#0', 1)
      .build(35_000),

  'V10 a restart of the store grants the full lifetime again': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .crashed(2000, 'a#0')
      .storeStopped(8000)
      .storeStarted(9000, true)
      .expired([18_990, 19_060])
      .build(20_000),

  'V10 a restart of the store grants the full lifetime again, and the waiter waits for all of it': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .ended(1010, 'a#0', 'campaign')
      .elected(1010, 'a#0', 1)
      .campaigns(1100, 'b#0')
      .crashed(2000, 'a#0')
      .storeStopped(8000)
      .storeStarted(9000, true)
      .expired([18_990, 19_060])
      .granted(20_200, 'b#0', { token: 2 })
      .ended(20_210, 'b#0', 'campaign')
      .elected(20_210, 'b#0', 2)
      .build(26_000),

  'V12 a killed leader never reports lost, and a paused one is silent until it resumes': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .paused(2000, 15_000, 'a#0')
      .expired([11_000, 11_040])
      .campaigns(11_000, 'b#0')
      .granted(11_500, 'b#0', { token: 2 })
      .elected(11_510, 'b#0', 2)
      .asked([15_000, 15_001], 'a#0', false)
      .lost(15_002, 'a#0')
      .crashed(16_000, 'b#0')
      .expired([21_500, 21_560])
      .campaigns(22_000, 'a#0')
      .granted(22_100, 'a#0', { token: 3 })
      .elected(22_110, 'a#0', 3)
      .build(25_000),

  'V13 resigns of one that does not lead, twice, and after the record has expired': () =>
    quietLeadership()
      .invoked(9100, 'a#0', 'resign')
      .ended(9120, 'a#0', 'resign')
      .invoked(9200, 'b#0', 'resign')
      .ended(9220, 'b#0', 'resign')
      .build(12_000),

  'V14 an observer is told the old leader for a while': () =>
    quietLeadership()
      .campaigns(5000, 'b#0')
      .granted(9100, 'b#0', { token: 2 })
      .elected(9110, 'b#0', 2)
      .invoked(9200, 'a#0', 'leader')
      .ended(9210, 'a#0', 'leader', 'ok', { holder: 'a', token: '1' })
      .build(12_000),

  'V15 a wall clock steps while deadlines are monotonic': () =>
    quietLeadership().fault(3000, undefined, 'wall-step', { on: 'a#0', amount: -10_000_000 }).build(12_000),

  'V16 an overlap that is smaller than the clocks may differ, and equal stamps': () =>
    historyOf({ uncertaintyMs: 5 })
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .invoked(3000, 'a#0', 'resign')
      .released([3000, 3002])
      .lost(3003, 'a#0')
      .ended(3003, 'a#0', 'resign')
      .campaigns(2900, 'b#0')
      .granted([3001, 3003], 'b#0', { token: 2 })
      .elected([2999, 3004], 'b#0', 2)
      .build(6000),

  'V17 a waiting candidate is killed': () =>
    quietLeadership().campaigns(2000, 'b#0').crashed(3000, 'b#0').build(12_000),

  'V18 all waiters wake together, and one of them gets it': () =>
    quietLeadership()
      .campaigns(5000, 'b#0')
      .campaigns(5000, 'c#0')
      .campaigns(5000, 'd#0')
      .granted(9030, 'c#0', { token: 2 })
      .elected(9040, 'c#0', 2)
      .build(12_000),

  'V20 terms jump after a partition without a change of leader': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0')
      .elected(1010, 'a#0', undefined, 3)
      .fault(2000, 5900, 'cut', { from: 'a', to: 'b' })
      .lost(5000, 'a#0')
      .released(5010)
      .campaigns(6000, 'a#0')
      .granted(6100, 'a#0')
      .elected(6110, 'a#0', undefined, 42)
      .build(9000),

  'V21 a candidate restarts and goes on with a new grant': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .crashed(2000, 'a#0')
      .campaigns(3000, 'a#1')
      .expired([11_000, 11_030])
      .granted(11_500, 'a#1', { token: 2 })
      .elected(11_510, 'a#1', 2)
      .build(15_000),

  'V22 a stall is judged like a pause': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .stalled(1500, 12_000, 'a#0')
      .expired([11_000, 11_040])
      .campaigns(11_000, 'b#0')
      .granted(11_100, 'b#0', { token: 2 })
      .elected(11_110, 'b#0', 2)
      .lost(12_001, 'a#0')
      .build(15_000),

  'V23 the forward step of the store clock frees a record early, and ST1 allows for it': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .fault(2000, undefined, 'store-step', { on: 'store', amount: 6_000_000 })
      .lost(4900, 'a#0')
      .expired([5000, 5040])
      .build(9000),

  'V24 a report that may be as late as the campaign which follows it': () =>
    historyOf({ ledger: false })
      .campaigns(900, 'a#0')
      .elected([2000, 3000], 'a#0', 2)
      .invoked(3000, 'a#0', 'resign')
      .lost(3000, 'a#0')
      .ended(3000, 'a#0', 'resign')
      .campaigns(2500, 'b#0')
      .elected(4000, 'b#0', 1)
      .build(6000),

  'V25 a report that is stamped before its grant by less than the clocks may differ': () =>
    historyOf({ uncertaintyMs: 5 })
      .campaigns(900, 'a#0')
      .elected(997, 'a#0', 1)
      .granted(1000, 'a#0', { token: 1 })
      .build(6000),

  'V26 a candidate that overslept is elected by its old reply, notices, and gives up at once': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .paused(1005, 14_000, 'a#0')
      .expired([11_000, 11_040])
      .elected(14_001, 'a#0', 1)
      .lost(14_001, 'a#0')
      .build(20_000),

  'V27 a leader owes its report in running time: it stood still while its record ended': () =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .ended(1010, 'a#0', 'campaign')
      .elected(1010, 'a#0', 1)
      .paused(10_000, 40_000, 'a#0')
      .expired([11_000, 11_040])
      .lost(40_001, 'a#0')
      .build(),
};

describe.each(Object.keys(benign))('%s', (name) => {
  const history = benign[name]?.() ?? historyOf().build();

  test('is flagged by no monitor', () => {
    // What nobody promised may be otherwise: V14 is about observers that may lag.
    expect(violations(history)).toEqual(name.startsWith('V14') ? { 'S5-V4': expect.any(String) } : {});
  });

  test('is flagged by nothing that is judged, liveness included', () => {
    const broken = judge(history, { holdTo: 'claims' }).filter(({ verdict }) => verdict === 'violated');
    expect(broken.map(({ property, witness }) => `${property}: ${witness?.sentence ?? ''}`)).toEqual([]);
  });

  test('is judged alike by each monitor alone', () => {
    const together = judgeSafety(history);
    for (const property of safety) expect(judgeAlone(property, history)).toEqual(together.get(property.id));
  });
});

test('V11 an isolated leader of a lower term: what is not claimed is not held against it', () => {
  const history = historyOf({ claims: { exclusivity: 'none' } })
    .campaigns(900, 'a#0')
    .granted(1000, 'a#0')
    .elected(1010, 'a#0', undefined, 3)
    .fault(2000, undefined, 'cut', { from: 'a', to: 'store' })
    .expired([11_000, 11_040])
    .campaigns(11_500, 'b#0')
    .granted(12_000, 'b#0')
    .elected(12_010, 'b#0', undefined, 4)
    .build(15_000);
  const claimed = safety.filter((property) => property.claimed(history.header.claims));
  const judgements = judgeSafety(
    history,
    claimed.filter(({ id }) => !['W1-weak', 'W1-strong'].includes(id)),
  );
  expect([...judgements.values()].flatMap(({ witness }) => witness?.sentence ?? [])).toEqual([]);
});

test('V16 is counted as undecided, not passed over', () => {
  const history = benign['V16 an overlap that is smaller than the clocks may differ, and equal stamps']?.();
  expect(history && judgeSafety(history).get('S4')?.inconclusive).toBe(1);
});

test('V19 two elections with different names may have equal tokens: a history is one election', () => {
  const one = quietLeadership().build();
  const other = quietLeadership().build();
  expect(violations(one)).toEqual({});
  expect(violations(other)).toEqual({});
});
