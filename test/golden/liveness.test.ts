// Goal: each monitor of liveness passes a history that keeps its promise, finds one that breaks it, and stays silent
// where the premise does not hold. Bounds of these histories (10 s lease, G 0.1 s, Q 1.2 s, tau 1 s, delta 50 ms):
// lease and granularity 10.1 s, F = B = H = 2.353 s, demotion 9.008 s.
import { describe, expect, test } from 'vitest';
import type { Claims } from '../../spec/claims.ts';
import type { History } from '../../spec/history.ts';
import type { Judgement, PropertyId } from '../../spec/property.ts';
import { propertyById } from '../../spec/properties.ts';
import { claims, historyOf, type HistoryBuilder, type HistoryOptions } from './build-history.ts';

function judged(id: PropertyId, history: History): Judgement {
  const property = propertyById(id);
  const monitor = property.start({ header: history.header });
  history.events.forEach((event, index) => {
    if (property.reads.includes(event.type)) monitor.step(event, index);
  });
  const last = history.events.at(-1)?.at;
  const judgement = monitor.end(typeof last === 'number' ? last : (last?.[1] ?? 0));
  const { witness } = judgement;
  if (witness !== undefined) {
    expect(witness.steps).toHaveLength(witness.events.length);
    expect(witness.events.every((index) => history.events[index] !== undefined)).toBe(true);
    expect(witness.sentence).toMatch(/^[a-z]#?.*\.$|^Nobody.*\.$/);
    expect(witness.toUs).toBeGreaterThanOrEqual(witness.fromUs);
  }
  return judgement;
}

const holds = (id: PropertyId, history: History): void => {
  const judgement = judged(id, history);
  expect(judgement.witness?.sentence).toBeUndefined();
  expect(judgement.judged).toBeGreaterThan(0);
};
const violated = (id: PropertyId, history: History): string => {
  const { witness } = judged(id, history);
  expect(witness).toBeDefined();
  return witness?.sentence ?? '';
};
const undecided = (id: PropertyId, history: History): void => {
  const judgement = judged(id, history);
  expect(judgement.witness?.sentence).toBeUndefined();
  expect(judgement.inconclusive).toBeGreaterThan(0);
};
const exempt = (id: PropertyId, history: History): void => {
  const judgement = judged(id, history);
  expect(judgement.witness?.sentence).toBeUndefined();
};

/** `a` leads from 0.1 s on, `b` campaigns from 0.2 s on. */
function aLeads(options: HistoryOptions = {}): HistoryBuilder {
  return historyOf(options)
    .campaigns(0, 'a#0')
    .granted(99, 'a#0', { token: 1 })
    .ended(100, 'a#0', 'campaign')
    .elected(100, 'a#0', 1)
    .campaigns(200, 'b#0');
}

describe('L1, eventual leader', () => {
  test('holds when someone is elected in time, and while somebody leads', () => {
    holds('L1', aLeads().build());
  });

  test('is violated when a candidate campaigns without hindrance and nobody is ever elected', () => {
    const sentence = violated('L1', historyOf().campaigns(0, 'a#0').build());
    expect(sentence).toContain('a#0 campaigns without hindrance from 0.000 s');
  });

  test('is violated after a loss once the lease of the former leader must be over', () => {
    violated('L1', aLeads().lost(5_000, 'a#0').build(18_000));
  });

  test('is undecided while that lease may still be there', () => {
    undecided('L1', aLeads().lost(5_000, 'a#0').build(17_000));
  });

  test('is undecided while nobody campaigns without hindrance', () => {
    exempt('L1', aLeads().lost(5_000, 'a#0').fault(300, undefined, 'cut', { from: 'b', to: 'store' }).build());
  });

  test('is undecided where the store was away', () => {
    exempt('L1', historyOf().fault(0, 50_000, 'store-restart', { on: 'store' }).campaigns(10, 'a#0').build(60_000));
  });

  test('is violated in a degraded phase: the cut-off candidate is outside, the core goes on', () => {
    const history = aLeads().lost(5_000, 'a#0').fault(6_000, undefined, 'cut', { from: 'a', to: 'store' });
    violated('L1', history.build(30_000));
  });

  test('is undecided while a candidate that hears nothing may still win again and again', () => {
    const history = aLeads().lost(5_000, 'a#0').fault(6_000, undefined, 'cut-responses', { from: 'store', to: 'a' });
    undecided('L1', history.campaigns(6_100, 'a#0').build(60_000));
  });

  test('is undecided where a resign never became certain', () => {
    const history = aLeads().invoked(5_000, 'a#0', 'resign').lost(5_000, 'a#0').ended(6_000, 'a#0', 'resign', 'info');
    undecided('L1', history.build(60_000));
  });

  test('is undecided where the network is slower than the claims tolerate', () => {
    const slow: Claims = { ...claims, tolerates: { ...claims.tolerates, networkDelayMs: 1 } };
    undecided('L1', historyOf({ claims: slow }).campaigns(0, 'a#0').build());
  });

  test('counts the cancelled campaign of another: its late grant may block for one lease', () => {
    const history = historyOf().campaigns(0, 'b#0').campaigns(0, 'a#0').ended(2_000, 'b#0', 'campaign', 'info');
    undecided('L1', history.build(14_000));
  });

  test('prolongs the bound by tolerated stalls of the waiting process', () => {
    undecided('L1', historyOf().campaigns(0, 'a#0').stalled(1_000, 1_900, 'a#0').build(3_000));
    violated('L1', historyOf().campaigns(0, 'a#0').stalled(1_000, 1_900, 'a#0').build(4_000));
  });
});

describe('L2, failover', () => {
  const crash = (): HistoryBuilder => aLeads().fault(5_000, undefined, 'crash', { on: 'a#0' }).crashed(5_000, 'a#0');

  test('holds when another is elected after the lease', () => {
    holds('L2', crash().elected(16_000, 'b#0', 2).build());
  });

  test('is violated when nobody takes over', () => {
    expect(violated('L2', crash().build())).toContain('a#0, the leader with token 1, crashes at 5.000 s');
  });

  test('is undecided before one lease, granularity and F have passed', () => {
    undecided('L2', crash().build(17_000));
    violated('L2', crash().build(18_000));
  });

  test('is violated when the leader stays cut off for good and nobody takes over', () => {
    const cut = aLeads().fault(5_000, undefined, 'cut', { from: 'a', to: 'store' }).lost(13_000, 'a#0');
    expect(violated('L2', cut.build())).toContain('is cut off at 5.000 s');
  });

  test('is undecided when the cut heals', () => {
    undecided('L2', aLeads().fault(5_000, 12_000, 'cut', { from: 'a', to: 'store' }).build());
  });

  test('is undecided when every restart of the store starts the lease again', () => {
    undecided('L2', crash().fault(14_000, 15_000, 'store-restart', { on: 'store' }).build(26_000));
  });
});

describe('L3, demotion', () => {
  test('holds when belief ends in time', () => {
    holds('L3', aLeads().renewed(3_000).lost(11_500, 'a#0').build());
  });

  test('is violated when belief outlives the last renewal', () => {
    const sentence = violated('L3', aLeads().renewed(3_000).lost(12_100, 'a#0').build());
    expect(sentence).toContain('the last renewal for a#0 is applied at 3.000 s');
  });

  test('is violated also where a later renewal came too late', () => {
    violated('L3', aLeads().renewed(3_000).renewed(13_000).build(14_000));
  });

  test('counts running time only', () => {
    exempt('L3', aLeads().renewed(3_000).paused(4_000, 20_000, 'a#0').lost(21_000, 'a#0').build());
    violated('L3', aLeads().renewed(3_000).paused(4_000, 20_000, 'a#0').lost(32_000, 'a#0').build());
  });

  test('a crashed leader owes nothing', () => {
    holds('L3', aLeads().renewed(3_000).crashed(4_000, 'a#0').build());
  });

  test('adds the delay of the reply where validity counts from its receipt', () => {
    const receipt: Claims = { ...claims, timing: { ...claims.timing, anchor: 'receipt' } };
    violated('L3', aLeads().renewed(3_000).lost(12_020, 'a#0').build());
    holds('L3', aLeads({ claims: receipt }).renewed(3_000).lost(12_020, 'a#0').build());
  });

  test('without a ledger it counts from the cut, with one renewal in flight', () => {
    const cut = (lostMs: number): History =>
      aLeads({ ledger: false }).fault(5_000, undefined, 'cut', { from: 'a', to: 'store' }).lost(lostMs, 'a#0').build();
    holds('L3', cut(15_000));
    violated('L3', cut(15_100));
    undecided('L3', aLeads({ ledger: false }).lost(40_000, 'a#0').build());
  });
});

describe('L4, handover', () => {
  const resigned = (): HistoryBuilder =>
    aLeads().invoked(5_000, 'a#0', 'resign').lost(5_010, 'a#0').released(5_020).ended(5_030, 'a#0', 'resign');

  test('holds when another is elected soon', () => {
    holds('L4', resigned().elected(6_000, 'b#0', 2).build());
  });

  test('is violated when those who wait must wait for the lease', () => {
    expect(violated('L4', resigned().elected(15_100, 'b#0', 2).build())).toContain('a#0 has resigned at 5.030 s');
  });

  test('is undecided where a dead waiter may stand in front', () => {
    const history = resigned().crashed(4_000, 'c#0');
    undecided('L4', history.build(12_000));
  });

  test('is exempt when nobody else waits', () => {
    const alone = historyOf().campaigns(0, 'a#0').ended(100, 'a#0', 'campaign').elected(100, 'a#0', 1);
    exempt('L4', alone.invoked(5_000, 'a#0', 'resign').lost(5_010, 'a#0').ended(5_030, 'a#0', 'resign').build());
  });
});

describe('L6, stability', () => {
  test('holds when a leader stays through a quiet time', () => {
    holds('L6', aLeads().build());
  });

  test('is violated by a loss without cause', () => {
    expect(violated('L6', aLeads().lost(25_000, 'a#0').build())).toContain('ceases to lead at 25.000 s');
  });

  test('is exempt after a resign', () => {
    exempt('L6', aLeads().invoked(24_990, 'a#0', 'resign').lost(25_000, 'a#0').ended(25_010, 'a#0', 'resign').build());
  });

  test('is exempt within one lease after trouble', () => {
    exempt('L6', aLeads().fault(10_000, 16_000, 'cut', { from: 'b', to: 'store' }).lost(25_000, 'a#0').build());
  });

  test('is violated when only a candidate that was cut off long ago is in trouble', () => {
    violated(
      'L6',
      aLeads().renewed(20_000).fault(5_000, undefined, 'cut', { from: 'b', to: 'store' }).lost(25_000, 'a#0').build(),
    );
  });

  test('is exempt where nothing shows that its record outlived the trouble', () => {
    const lateNotice = (renewedMs: number): History =>
      aLeads().fault(5_000, 6_000, 'cut', { from: 'a', to: 'store' }).renewed(renewedMs).lost(25_000, 'a#0').build();
    exempt('L6', lateNotice(4_000));
    violated('L6', lateNotice(7_000));
  });

  test('holds a leader to delays that are tolerated, not to several of them that add up', () => {
    const patient: Claims = { ...claims, tolerates: { ...claims.tolerates, networkDelayMs: 200 } };
    const slow = { from: 'a', to: 'store', amount: 100_000 };
    const slowed = aLeads({ claims: patient }).fault(10_000, 40_000, 'slow', slow).renewed(24_000);
    violated('L6', slowed.lost(25_000, 'a#0').build());
    const twice = aLeads({ claims: patient }).fault(10_000, 40_000, 'slow', slow).fault(20_000, 40_000, 'slow', slow);
    exempt('L6', twice.renewed(24_000).lost(25_000, 'a#0').build());
  });

  test('counts what is still on the way after a slow link', () => {
    const slow = { from: 'a', to: 'store', amount: 4_000_000 };
    exempt('L6', aLeads().fault(5_000, 13_000, 'slow', slow).renewed(18_000).lost(25_000, 'a#0').build());
    violated('L6', aLeads().fault(5_000, 10_000, 'slow', slow).renewed(18_000).lost(25_000, 'a#0').build());
  });

  test('without a ledger it waits until the leader would have noticed', () => {
    const cut = (stopMs: number): History =>
      aLeads({ ledger: false }).fault(1_000, stopMs, 'cut', { from: 'a', to: 'store' }).lost(25_000, 'a#0').build();
    exempt('L6', cut(6_000));
    violated('L6', cut(4_000));
  });

  test('is exempt where the leader itself stalled', () => {
    exempt('L6', aLeads().stalled(20_000, 20_200, 'a#0').lost(25_000, 'a#0').build());
  });

  test('a tolerated pause leaves it standing, of the leader and of others', () => {
    violated('L6', aLeads().paused(20_000, 21_000, 'a#0').lost(25_000, 'a#0').build());
    violated('L6', aLeads().paused(20_000, 21_000, 'b#0').lost(25_000, 'a#0').build());
    holds('L6', aLeads().paused(20_000, 21_000, 'a#0').build());
  });

  test('is exempt after a longer pause, and after two of the leader within one validity', () => {
    exempt('L6', aLeads().paused(20_000, 21_001, 'a#0').lost(25_000, 'a#0').build());
    exempt('L6', aLeads().paused(18_000, 19_000, 'a#0').paused(20_000, 21_000, 'a#0').lost(25_000, 'a#0').build());
    violated('L6', aLeads().paused(16_000, 16_500, 'b#0').paused(20_000, 21_000, 'a#0').lost(25_000, 'a#0').build());
  });

  test('is undecided where renewals cannot keep up with the validity', () => {
    const hasty: Claims = { ...claims, timing: { ...claims.timing, validityMs: 3_000 } };
    undecided('L6', aLeads({ claims: hasty }).lost(25_000, 'a#0').build());
  });
});
