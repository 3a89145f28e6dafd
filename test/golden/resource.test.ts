// Goal: the resource's own promise is broken only where no order of the writes explains what their senders were told, or
// where writes are numbered in an order in which they cannot have come; and whoever brought the resource is blamed for it.
import { describe, expect, test } from 'vitest';
import type { History } from '../../spec/history.ts';
import type { PropertyId, VerdictWord } from '../../spec/property.ts';
import { judge } from '../../src/judge/judge.ts';
import { historyOf, type HistoryBuilder, type HistoryOptions } from './build-history.ts';
import { judged, said } from './judged.ts';

const sentence = (history: HistoryBuilder): string | undefined => said('R1', history.build());

/** Tokens 1 and 2 are in use: the write with 2 is answered at 120 ms. */
function newer(options?: HistoryOptions): HistoryBuilder {
  return historyOf(options).writes([0, 10, 20], 'a#0', 1).writes([100, 110, 120], 'b#0', 2);
}

describe('fencing', () => {
  test('a smaller token is refused, and accepted only while the larger one is still on its way', () => {
    expect(judged('R1', newer().writes([200, 210, 220], 'a#0', 1, 'refused').build())).toEqual({
      judged: 3,
      inconclusive: 0,
    });
    expect(sentence(newer().writes([121, 210, 220], 'a#0', 1))).toBe(
      'A write of a#0 with token 1 was applied at 0.220 s, which fits into no order with this: a write of b#0 with token 2 was applied at 0.120 s.',
    );
    expect(sentence(newer().writes([120, 210, 220], 'a#0', 1))).toBeUndefined();
  });

  test('tokens are numbers, not text', () => {
    const history = (then: 'applied' | 'refused'): HistoryBuilder =>
      historyOf()
        .writes([0, 10, 20], 'a#0', 9)
        .writes([100, 110, 120], 'b#0', 10)
        .writes([200, 210, 220], 'a#0', 9, then);
    expect(sentence(history('applied'))).toMatch(/token 9 was applied .* token 10 was applied/);
    expect(sentence(history('refused'))).toBeUndefined();
  });

  test('nobody is refused who has the largest token', () => {
    expect(sentence(newer().writes([200, 210, 220], 'b#0', 2, 'refused'))).toMatch(/token 2 was refused at 0\.220 s/);
    expect(sentence(newer().writes([200, 210, 220], 'c#0', 3, 'refused'))).toMatch(/token 3 was refused at 0\.220 s/);
  });

  test('a refusal may rest on a write without a reply, which then took effect', () => {
    const lost = (): HistoryBuilder =>
      historyOf().writes([0, 10, 20], 'a#0', 1).writes([100, 110, undefined], 'b#0', 2);
    expect(sentence(lost().writes([200, 210, 220], 'a#0', 1, 'refused'))).toBeUndefined();
    expect(sentence(lost().writes([200, 210, 220], 'a#0', 1))).toBeUndefined();
    const both = lost().writes([200, 210, 220], 'a#0', 1, 'refused').writes([300, 310, 320], 'a#0', 1);
    expect(sentence(both)).toBeDefined();
    expect(sentence(historyOf().writes([0, 10, 20], 'a#0', 1).writes([90, 95, 99], 'a#0', 1, 'refused'))).toBeDefined();
  });

  test('a write whose error said that it had no effect may have had one all the same', () => {
    const failed = historyOf()
      .invoked(0, 'b#0', 'write', { leadership: 1, token: '2' })
      .ended(10, 'b#0', 'write', 'fail');
    expect(sentence(failed.writes([20, 30, 40], 'a#0', 1, 'refused'))).toBeUndefined();
  });

  test('a write without a token is applied until tokens are in use', () => {
    expect(sentence(historyOf().writes([0, 10, 20], 'a#0', 0).writes([30, 40, 50], 'a#0', 0))).toBeUndefined();
    expect(sentence(newer().writes([200, 210, 220], 'c#0', 0, 'refused'))).toBeUndefined();
    expect(sentence(newer().writes([200, 210, 220], 'c#0', 0))).toMatch(/write of c#0 without a token was applied/);
  });
});

describe('numbers', () => {
  const open = { resource: 'open' } as const;

  test('follow the order in which writes can have come', () => {
    const late = (sentMs: number): HistoryBuilder =>
      historyOf(open).writes([sentMs, 300, 320], 'a#0', 1).writes([100, 110, 120], 'b#0', 2);
    expect(judged('R1', late(90).build())).toEqual({ judged: 2, inconclusive: 0 });
    expect(sentence(late(111))).toBe(
      'The resource took a write of b#0 at 0.110 s as its number 2, and one of a#0 that was sent only at 0.111 s as its number 1.',
    );
    expect(sentence(late(110))).toBeUndefined();
  });

  test('an open resource has nothing to fence', () => {
    expect(sentence(newer(open).writes([200, 210, 220], 'a#0', 1))).toBeUndefined();
  });

  test('no two writes have the same one', () => {
    const twice = historyOf(open).writes([0, 10, 20], 'a#0', 1).build();
    const { events } = twice;
    const again = events.find(({ type }) => type === 'applied');
    if (again?.type !== 'applied') throw new Error('a write was applied');
    const history: History = {
      ...twice,
      events: [...events.slice(0, -1), { ...again, at: 15_000 }, ...events.slice(-1)],
    };
    expect(said('R1', history)).toBeDefined();
  });
});

describe('a resource of the adapter’s own', () => {
  const own = { ownResource: true } as const;

  test('may know newer tokens from elsewhere, and do with writes without a token what it will', () => {
    expect(sentence(newer(own).writes([200, 210, 220], 'b#0', 2, 'refused'))).toBeUndefined();
    expect(sentence(newer(own).writes([200, 210, 220], 'c#0', 0))).toBeUndefined();
  });

  test('may not apply an outdated token', () => {
    expect(sentence(newer(own).writes([200, 210, 220], 'a#0', 1))).toMatch(/token 1 was applied/);
  });
});

describe('blame', () => {
  const outdated = (options?: HistoryOptions): History =>
    newer({ ledger: false, ...options })
      .writes([200, 210, 220], 'a#0', 1)
      .build();
  const word = (history: History, id: PropertyId): VerdictWord | undefined =>
    judge(history, { holdTo: 'claims' }).find(({ property }) => property === id)?.verdict;

  test('the testbed’s resource excuses what rests on it', () => {
    expect(word(outdated(), 'R1')).toBe('store-fault');
    expect(word(outdated(), 'S3a')).toBe('store-fault');
  });

  test('the adapter’s own excuses nothing', () => {
    expect(word(outdated({ ownResource: true }), 'R1')).toBe('violated');
    expect(word(outdated({ ownResource: true }), 'S3a')).toBe('violated');
  });
});
