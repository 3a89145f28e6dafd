/**
 * Goal: losses of the store are told apart from mistakes of the implementation, for one store and for a majority of five.
 * Method: histories by hand, each judged as a whole.
 */
import { describe, expect, test } from 'vitest';
import type { History, HistoryEvent, StoreLifeEvent } from '../../spec/history.ts';
import type { PropertyId, Verdict } from '../../spec/property.ts';
import { judge } from '../../src/judge/judge.ts';
import { claims, historyOf, type HistoryBuilder } from './build-history.ts';

function verdictOf(history: History, property: PropertyId): Verdict {
  const found = judge(history, { holdTo: 'claims' }).find((verdict) => verdict.property === property);
  if (found === undefined) throw new Error(`no verdict on ${property}`);
  return found;
}

const violatedBy = (history: History): readonly PropertyId[] =>
  judge(history, { holdTo: 'claims' })
    .filter(({ verdict }) => verdict === 'violated')
    .map(({ property }) => property);

/** The store came back with what it had at `keptUntilMs`. */
function kept(history: History, keptUntilMs: number): History {
  return withStarts(history, { keptUntilUs: keptUntilMs * 1000 });
}

function withStarts(history: History, more: object, members?: number): History {
  const events = history.events.map((event): HistoryEvent =>
    event.type === 'store-started' || event.type === 'store-stopped' ? { ...event, ...more } : event,
  );
  const header =
    members === undefined ? history.header : { ...history.header, store: { ...history.header.store, members } };
  return { header, events };
}

describe('a failover of one store', () => {
  /** a is granted token 1 and believes; after the failover b is granted token 1 as well, and both believe. */
  const repeated = (): HistoryBuilder =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .campaigns(1100, 'b#0')
      .fault(1200, 1300, 'store-failover', { on: 'store', amount: 500_000 })
      .storeStopped(1200)
      .storeStarted(1300, false)
      .granted(1400, 'b#0', { token: 1 })
      .elected(1410, 'b#0', 1)
      .lost(8000, 'a#0')
      .lost(9300, 'b#0');

  test('that lost a grant is the fault of the store, and voids what rests on it', () => {
    const history = kept(repeated().build(), 700);
    expect(verdictOf(history, 'ST2')).toMatchObject({ verdict: 'store-fault' });
    expect(verdictOf(history, 'ST2').witness?.sentence).toBe(
      'The store came back at 1.300 s as it was at 0.700 s; what it acknowledged after that is lost, among it the grant to a#0 with token 1 at 1.000 s.',
    );
    for (const property of ['S1', 'S2a', 'S4', 'W1-weak', 'W2'] as const)
      expect(verdictOf(history, property)).toMatchObject({ verdict: 'inconclusive', judged: 0 });
    expect(violatedBy(history)).toEqual([]);
  });

  test('that lost only what came after the last grant says so', () => {
    const history = kept(repeated().build(), 1100);
    expect(verdictOf(history, 'ST2').witness?.sentence).toBe(
      'The store came back at 1.300 s as it was at 1.100 s; what it acknowledged after that is lost; the last grant before it was the grant to a#0 with token 1 at 1.000 s.',
    );
  });

  test('that kept everything excuses nobody', () => {
    const durable = historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .campaigns(1100, 'b#0')
      .fault(1200, 1300, 'store-failover', { on: 'store', amount: 0 })
      .storeStopped(1200)
      .storeStarted(1300, true)
      .granted(1400, 'b#0', { token: 1, replaced: 'a#0' })
      .elected(1410, 'b#0', 1)
      .lost(8000, 'a#0')
      .lost(9300, 'b#0')
      .build();
    expect(verdictOf(durable, 'ST2').verdict).toBe('holds');
    expect(violatedBy(durable)).toEqual(expect.arrayContaining(['S1', 'S2a', 'S4', 'S6']));
  });
});

describe('a store that forgets its counter', () => {
  /** a resigns its first term, and is granted another after the loss; then the release of the first arrives once more. */
  const lateRelease = (secondToken: number): History =>
    historyOf()
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0', { token: 1 })
      .elected(1010, 'a#0', 1)
      .fault(1200, 1300, 'store-wipe', { on: 'store' })
      .storeStopped(1200)
      .storeStarted(1300, false)
      .expired(1300)
      .lost(1400, 'a#0')
      .fault(1400, 1600, 'replay', { from: 'a', to: 'store' })
      .campaigns(1410, 'a#0')
      .granted(1420, 'a#0', { token: secondToken })
      .elected(1430, 'a#0', secondToken)
      .released(1600, { by: 'a#0' })
      .lost(1700, 'a#0')
      .build(2000);

  test('makes two records equal, so that the release of one frees the other and nobody is to blame', () => {
    expect(violatedBy(lateRelease(1))).toEqual([]);
  });

  test('is no excuse where the tokens went on rising', () => {
    expect(violatedBy(lateRelease(2))).toEqual(['S7']);
  });
});

describe('five stores', () => {
  const quorum = { fencing: 'none', timing: { ...claims.timing, kind: 'quorum' } } as const;

  /** a leads by a bare majority, of which a member comes back empty; b is granted the next one. */
  const secondMajority = (): HistoryBuilder =>
    historyOf({ claims: quorum, resource: 'open' })
      .campaigns(900, 'a#0')
      .granted(1000, 'a#0')
      .elected(1010, 'a#0')
      .campaigns(1100, 'b#0')
      .fault(1200, 1300, 'store-wipe', { on: 'store/2' })
      .storeStopped(1200)
      .storeStarted(1300, false)
      .expired(1300)
      .granted(1400, 'b#0')
      .elected(1410, 'b#0')
      .lost(8000, 'a#0')
      .lost(9300, 'b#0');

  test('one of which forgets make no excuse for two leaders', () => {
    const history = withStarts(secondMajority().build(), { member: 2 }, 5);
    expect(verdictOf(history, 'S4').verdict).toBe('violated');
    expect(verdictOf(history, 'ST1').verdict).not.toBe('store-fault');
    expect(verdictOf(history, 'ST2').verdict).toBe('holds');
  });

  test('all of which forget do', () => {
    const history = withStarts(secondMajority().build(), { member: 2 }, 5);
    const events = [2, 3, 4].flatMap((member) =>
      history.events
        .filter((event): event is StoreLifeEvent => event.type === 'store-started')
        .map((event) => ({ ...event, member })),
    );
    const place = history.events.findIndex((event) => event.type === 'store-started');
    const all = { ...history, events: history.events.toSpliced(place, 1, ...events) };
    expect(verdictOf(all, 'S4').verdict).toBe('inconclusive');
    expect(violatedBy(all)).toEqual([]);
  });

  test('one of which frees the record early, without having forgotten anything, broke its promise', () => {
    const history = withStarts(
      historyOf({ claims: quorum, resource: 'open' })
        .campaigns(900, 'a#0')
        .granted(1000, 'a#0')
        .elected(1010, 'a#0')
        .expired(2000)
        .lost(8000, 'a#0')
        .build(),
      {},
      5,
    );
    expect(verdictOf(history, 'ST1').verdict).toBe('store-fault');
  });

  /** Nobody leads although b campaigns all the time, while `down` members are away. */
  const vacant = (down: number): History => {
    const builder = historyOf({ claims: quorum, resource: 'open' }).campaigns(100, 'b#0');
    for (let member = 1; member <= down; member += 1)
      builder.fault(200 + member, 50_000, 'store-restart', { on: `store/${member}` });
    return withStarts(builder.build(60_000), {}, 5);
  };

  test.each([
    [0, 'violated'],
    [1, 'violated'],
    [2, 'violated'],
    [3, 'inconclusive'],
  ] as const)('%i of which are down leave an election %s', (down, verdict) => {
    expect(verdictOf(vacant(down), 'L1').verdict).toBe(verdict);
  });

  test('to one of which a candidate is cut off do not count it among those who must be elected', () => {
    const cutOff = historyOf({ claims: quorum, resource: 'open' })
      .campaigns(100, 'b#0')
      .fault(200, undefined, 'cut', { from: 'b', to: 'store/4' })
      .build(60_000);
    expect(verdictOf(withStarts(cutOff, {}, 5), 'L1').verdict).toBe('inconclusive');
  });
});
