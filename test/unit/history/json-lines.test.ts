// Goal: what is encoded is decoded again unchanged, and whatever is not a history is refused with its place and cause.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { History, HistoryEvent } from '../../../spec/history.ts';
import { decodeHistory, encodeHistory, hashHistory } from '../../../src/history/json-lines.ts';
import { readHistoryFile, writeHistoryFile } from '../../../src/history/history-file.ts';
import { sampleHeader } from './sample-header.ts';

const events: readonly HistoryEvent[] = [
  { at: 0, who: 'nemesis', type: 'phase', phase: 'trouble' },
  { at: 10, who: 'a#0', type: 'started' },
  { at: 20, who: 'a#0', type: 'invoke', op: 0, f: 'campaign' },
  { at: [25, 30], who: 'store', type: 'granted', g: 1, holder: 'a#0', token: '18446744073709551615', leaseUs: null },
  { at: 40, who: 'a#0', type: 'ok', op: 0, value: { token: '18446744073709551615' } },
  { at: 40, who: 'a#0', type: 'elected', leadership: 1, token: '18446744073709551615' },
  { at: 50, who: 'resource', type: 'applied', n: 1, by: 'a#0', leadership: 1, sentAt: 45 },
  { at: [60, 90], who: 'a#0', type: 'stall' },
  { at: 70, who: 'nemesis', type: 'fault-start', fault: 0, kind: 'cut', intendedUs: 70, from: 'a', to: 'store' },
  { at: 99, who: 'nemesis', type: 'phase', phase: 'end' },
];
const history: History = { header: sampleHeader(), events };

test('a history survives encoding and decoding', () => {
  expect(decodeHistory(encodeHistory(history), 'x.jsonl')).toEqual(history);
});

test('a history survives a compressed file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'history-'));
  try {
    const path = join(folder, 'x.jsonl.gz');
    await writeHistoryFile(path, history);
    expect(await readHistoryFile(path)).toEqual(history);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the orders of store and resource may differ from that of the lines where times are intervals', () => {
  const store = (g: number, at: HistoryEvent['at']): HistoryEvent =>
    g === 2 ? { at, who: 'store', type: 'expired', g, holder: 'a#0' } : { at, who: 'store', type: 'store-stopped', g };
  const of = (events: readonly HistoryEvent[]): string => encodeHistory({ header: history.header, events });
  // What expired between 10 and 90 was noticed after the stop at 20.
  const apart = [store(2, [10, 90]), store(1, 20)];
  expect(decodeHistory(of(apart), 'x.jsonl').events).toEqual(apart);
  expect(() => decodeHistory(of([store(2, [10, 19]), store(1, 20)]), 'x.jsonl')).toThrow(
    /field g: expected more than 2/,
  );
  expect(() => decodeHistory(of([store(1, [10, 90]), store(1, 20)]), 'x.jsonl')).toThrow(
    /field g: expected more than 1/,
  );
});

test('the hash is of the events, all of them and in their order', () => {
  const hash = hashHistory(history);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  expect(hashHistory({ header: { ...history.header, seed: 99 }, events })).toBe(hash);
  expect(hashHistory({ header: history.header, events: events.slice(1) })).not.toBe(hash);
});

describe('malformed histories', () => {
  const lines = encodeHistory(history).trimEnd().split('\n');
  const without = (line: number, replacement: string): string => lines.with(line - 1, replacement).join('\n');

  test.each([
    ['nothing at all', '', /line 1: expected a header and events.*found nothing/],
    ['text that is not JSON', without(3, '{"at":10,"who":}'), /line 3, column 16: expected JSON, found "}"/],
    ['a line that was cut short', without(3, '{"at":10,"who":"a#'), /line 3, column 16: expected JSON, found "\\"a#"/],
    [
      'a missing header',
      lines.slice(1).join('\n'),
      /line 1, field schema: expected "scrutineer\/history@1", found nothing/,
    ],
    [
      'a field of a wrong type',
      without(3, '{"at":"10","who":"a#0","type":"started"}'),
      /line 3, field at: expected .*number.*, found "10"/,
    ],
    [
      'an unknown type',
      without(3, '{"at":10,"who":"a#0","type":"begun"}'),
      /line 3, field type: expected .*"started".*found "begun"/,
    ],
    [
      'an unknown field',
      without(3, '{"at":10,"who":"a#0","type":"started","x":1}'),
      /line 3: expected no field named "x"/,
    ],
    [
      'a reversed interval',
      without(3, '{"at":[11,10],"who":"a#0","type":"stall"}'),
      /line 3, field at: expected an interval/,
    ],
    [
      'events out of order',
      without(3, '{"at":30,"who":"a#0","type":"started"}'),
      /line 4, field at: expected at least 30.*found 20/,
    ],
    [
      'a completion of nothing',
      without(6, '{"at":40,"who":"a#0","type":"ok","op":7}'),
      /line 6, field op: expected an operation that was invoked/,
    ],
    [
      'an operation that ends twice',
      without(7, '{"at":40,"who":"a#0","type":"ok","op":0}'),
      /line 7, field op: expected an operation that has not ended/,
    ],
    [
      'an operation number used twice',
      without(7, '{"at":40,"who":"a#0","type":"invoke","op":0,"f":"close"}'),
      /line 7, field op/,
    ],
    [
      'a store order that goes back',
      without(7, '{"at":40,"who":"store","type":"expired","g":1,"holder":"a#0"}'),
      /line 7, field g: expected more than 1/,
    ],
  ])('%s', (_, text, message) => {
    expect(() => decodeHistory(text, 'x.jsonl')).toThrow(message);
    expect(() => decodeHistory(text, 'x.jsonl')).toThrow(/^x\.jsonl, /);
  });

  test('a newer schema is refused with the advice to upgrade', () => {
    const newer = encodeHistory(history).replace('history@1', 'history@2');
    expect(() => decodeHistory(newer, 'x.jsonl')).toThrow(/found "scrutineer\/history@2".*upgrade scrutineer/);
  });
});
