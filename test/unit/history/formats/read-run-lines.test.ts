/** The history of one of Scrutineer's own runs as what its clients did. */
import { expect, test } from 'vitest';
import { encodeHistory } from '../../../../src/history/json-lines.ts';
import type { HistoryEvent } from '../../../../spec/history.ts';
import type { ClientFunction } from '../../../../src/history/client-history.ts';
import { parseClientHistory } from '../../../../src/history/formats/read-client-history.ts';
import { sampleHeader } from '../sample-header.ts';
import { told } from './told.ts';

function read(events: readonly HistoryEvent[], functions?: readonly ClientFunction[]): ReturnType<typeof told> {
  const text = encodeHistory({ header: sampleHeader(), events });
  return told(parseClientHistory(text, functions === undefined ? {} : { functions }).history);
}

const locks: readonly ClientFunction[] = ['acquire', 'release', 'observe', 'read'];

test('campaigns acquire, resignations release, views observe; all other events are passed over', () => {
  const history = read(
    [
      { at: 10, who: 'a#0', type: 'started' },
      { at: 20, who: 'a#0', type: 'invoke', op: 0, f: 'campaign' },
      { at: [25, 28], who: 'store', type: 'granted', g: 1, holder: 'a#0', token: '7' },
      { at: 30, who: 'a#0', type: 'ok', op: 0, value: { token: '7' } },
      { at: 30, who: 'a#0', type: 'elected', leadership: 1, token: '7' },
      { at: 40, who: 'b#0', type: 'invoke', op: 0, f: 'leader' },
      { at: 45, who: 'b#0', type: 'invoke', op: 1, f: 'is-leader' },
      { at: 50, who: 'b#0', type: 'ok', op: 0, value: { holder: 'a', token: '7' } },
      { at: 55, who: 'b#0', type: 'ok', op: 1, value: { leading: false } },
      { at: 60, who: 'a#0', type: 'invoke', op: 1, f: 'resign' },
      { at: 70, who: 'a#0', type: 'ok', op: 1 },
      { at: 80, who: 'b#0', type: 'invoke', op: 2, f: 'leader' },
      { at: 90, who: 'b#0', type: 'ok', op: 2 },
      { at: 95, who: 'b#0', type: 'invoke', op: 3, f: 'close' },
    ],
    locks,
  );
  expect(history).toEqual([
    { process: 'a#0', f: 'acquire', outcome: 'ok', input: { owner: 'a' }, output: { token: '7' }, call: 0, end: 1 },
    { process: 'b#0', f: 'observe', outcome: 'ok', output: { owner: 'a', token: '7' }, call: 2, end: 3 },
    { process: 'a#0', f: 'release', outcome: 'ok', input: { owner: 'a', token: '7' }, call: 4, end: 5 },
    { process: 'b#0', f: 'observe', outcome: 'ok', output: null, call: 6, end: 7 },
  ]);
});

test('operations of one process that overlap, or go on after one of unknown end, are those of several processes', () => {
  const history = read([
    { at: 10, who: 'a#0', type: 'invoke', op: 0, f: 'campaign' },
    { at: 20, who: 'a#0', type: 'invoke', op: 1, f: 'leader' },
    { at: 30, who: 'a#0', type: 'info', op: 0 },
    { at: 40, who: 'a#0', type: 'invoke', op: 2, f: 'campaign' },
    { at: 50, who: 'a#0', type: 'ok', op: 1 },
    { at: 60, who: 'a#0', type: 'fail', op: 2 },
    { at: 70, who: 'a#0', type: 'invoke', op: 3, f: 'leader' },
  ]);
  expect(history.map(({ process, f, outcome }) => [process, f, outcome])).toEqual([
    ['a#0', 'acquire', 'info'],
    ['a#0/2', 'observe', 'ok'],
    ['a#0/3', 'acquire', 'fail'],
    ['a#0/2', 'observe', 'info'],
  ]);
});

test('writes carry their token, and what the resource said', () => {
  const history = read(
    [
      { at: 10, who: 'a#0', type: 'invoke', op: 0, f: 'write', value: { token: '3', leadership: 1 } },
      { at: 20, who: 'resource', type: 'refused', n: 1, by: 'a#0', leadership: 1, token: '3' },
      { at: 30, who: 'a#0', type: 'ok', op: 0, value: { outcome: 'refused' } },
      { at: 35, who: 'a#0', type: 'invoke', op: 1, f: 'campaign' },
      { at: 40, who: 'a#0', type: 'invoke', op: 2, f: 'write', value: { term: '4' } },
      { at: 50, who: 'a#0', type: 'ok', op: 2, value: { outcome: 'applied' } },
    ],
    ['write', 'read'],
  );
  expect(history).toEqual([
    {
      process: 'a#0',
      f: 'write',
      outcome: 'ok',
      input: { token: '3' },
      output: { outcome: 'refused' },
      call: 0,
      end: 1,
    },
    { process: 'a#0', f: 'write', outcome: 'ok', input: { token: '4' }, call: 2, end: 3 },
  ]);
});

test('a candidate that campaigns by itself acquires between two elections, and is campaigning at the end', () => {
  const history = read(
    [
      { at: 10, who: 'a#0', type: 'invoke', op: 0, f: 'start' },
      { at: 30, who: 'a#0', type: 'elected', leadership: 1, token: '1' },
      { at: 40, who: 'a#0', type: 'lost', leadership: 1, token: '1' },
      { at: 60, who: 'a#0', type: 'elected', leadership: 2, token: '5' },
    ],
    locks,
  );
  const campaign = { f: 'acquire', input: { owner: 'a' } };
  expect(history).toEqual([
    { ...campaign, process: 'a#0', outcome: 'ok', output: { token: '1' }, call: 0, end: 2 },
    { ...campaign, process: 'a#0', outcome: 'ok', output: { token: '5' }, call: 1, end: 4 },
    { ...campaign, process: 'a#0', outcome: 'info', call: 3 },
  ]);
});

test('clocks that differ make operations longer, and those of one process may then overlap', () => {
  const events: readonly HistoryEvent[] = [
    { at: 100, who: 'a#0', type: 'invoke', op: 0, f: 'leader' },
    { at: [110, 120], who: 'a#0', type: 'ok', op: 0 },
    { at: 125, who: 'a#0', type: 'invoke', op: 1, f: 'leader' },
    { at: 130, who: 'a#0', type: 'ok', op: 1 },
    { at: 140, who: 'a#0', type: 'invoke', op: 2, f: 'leader' },
  ];
  const { history } = parseClientHistory(encodeHistory({ header: sampleHeader({ uncertaintyUs: 10 }), events }));
  expect(Array.from(history.times?.callUs ?? [])).toEqual([90, 115, 130]);
  expect(Array.from(history.times?.endUs ?? [])).toEqual([130, 140, Infinity]);
  expect(told(history).map(({ process }) => process)).toEqual(['a#0', 'a#0/2', 'a#0']);
});

test('a line that no run writes is refused with its place', () => {
  const text = `${JSON.stringify(sampleHeader())}\n{"at":1,"who":"a#0","type":"invoke","op":0,"f":"fly"}\n`;
  expect(() => parseClientHistory(text, { source: 'x' })).toThrow(/^x, line 2, field f: expected "campaign" or/);
});
