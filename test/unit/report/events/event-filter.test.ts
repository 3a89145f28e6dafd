/**
 * The filter of the history's table. Method: what a text means is checked on the hand-written run, whose events are few
 * enough to name; what is wrong with a token is checked word by word, since a reader learns the grammar from it.
 */
import { describe, expect, test } from 'vitest';
import type { HistoryEvent } from '../../../../spec/history.ts';
import { parseEventFilter, writtenToken } from '../../../../src/report/events/event-filter.ts';
import { indexEvents } from '../../../../src/report/events/event-index.ts';
import { matcherOf } from '../../../../src/report/events/event-matcher.ts';
import { counterexample, history } from '../example-run.ts';

const witness = counterexample.witness.events;

/** The events that pass, as `time in ms, who, type`. */
function shown(text: string, events: readonly HistoryEvent[] = history.events): readonly string[] {
  return positions(text, events).map((position) => {
    const event = events[position];
    const at = event === undefined ? 0 : typeof event.at === 'number' ? event.at : event.at[0];
    return `${at / 1_000} ${event?.who} ${event?.type}`;
  });
}

function positions(text: string, events: readonly HistoryEvent[] = history.events): readonly number[] {
  const index = indexEvents(events, events === history.events ? witness : []);
  const filter = parseEventFilter(text, index.names);
  expect(filter.problems).toEqual([]);
  const matches = matcherOf(filter, events, index);
  return [...events.keys()].filter(matches);
}

function problems(text: string): readonly string[] {
  return parseEventFilter(text, ['a#0', 'a', 'b#0', 'b', 'store', 'nemesis']).problems.map(
    ({ token, says }) => `${token}: ${says}`,
  );
}

describe('what passes', () => {
  test('an empty filter passes everything', () => {
    expect(positions('  ')).toHaveLength(history.events.length);
  });

  test('who: one process, or all incarnations of a candidate', () => {
    expect(new Set(shown('who:a#0').map((line) => line.split(' ')[1]))).toEqual(new Set(['a#0']));
    expect(new Set(shown('who:c').map((line) => line.split(' ')[1]))).toEqual(new Set(['c#0', 'c#1']));
    expect(positions('who:c#0,c#1')).toEqual(positions('who:c'));
    expect(shown('who:store')[0]).toBe('1208 store granted');
  });

  test('words are joined by and, values by or, ! negates', () => {
    expect(shown('who:a#0 type:elected,lost')).toEqual(['1210 a#0 elected', '10420 a#0 lost']);
    expect(shown('who:a#0,b#0 type:elected !who:b')).toEqual(['1210 a#0 elected']);
    expect(positions('!who:a').length + positions('who:a').length).toBe(history.events.length);
  });

  test('f: the invocation and its completion', () => {
    expect(shown('f:campaign who:a')).toEqual(['2 a#0 invoke', '1210 a#0 ok']);
  });

  test('fault: the events of the fault, and everything while it is there', () => {
    const during = shown('fault:pause');
    expect(during[0]).toBe('3312 nemesis fault-start');
    expect(during.at(-1)).toBe('9312 nemesis fault-stop');
    expect(during).toContain('8104 b#0 elected');
    expect(during).not.toContain('10420 a#0 lost');
    expect(positions('fault:cut')).toEqual([]);
  });

  test('step: what the witness names, by its number', () => {
    expect(positions('step:2')).toEqual([witness[1]]);
    expect(positions('is:witness')).toEqual([...witness].sort((left, right) => left - right));
  });

  test('op:, token: and is:open', () => {
    const events: readonly HistoryEvent[] = [
      { at: 1, who: 'a#0', type: 'invoke', op: 12, f: 'campaign' },
      { at: 2, who: 'a#0', type: 'invoke', op: 13, f: 'write', value: { token: '5' } },
      { at: 3, who: 'a#0', type: 'ok', op: 12, value: { token: '6' } },
      { at: 4, who: 'b#0', type: 'elected', leadership: 1, term: '5' },
    ];
    expect(positions('op:12', events)).toEqual([0, 2]);
    expect(positions('token:5', events)).toEqual([1, 3]);
    expect(positions('is:open', events)).toEqual([1]);
    expect(positions('f:write,campaign', events)).toEqual([0, 1, 2]);
  });

  test('text, in any case, over who and what; in quotes with spaces', () => {
    expect(shown('who:a "BELIEVES THAT it leads" !longer')).toEqual(['1210 a#0 elected']);
    expect(positions('"b longer"')).toEqual([]);
    expect(positions('.*')).toEqual([]);
  });
});

describe('stretches of time', () => {
  const at = (...moments: readonly HistoryEvent['at'][]): readonly HistoryEvent[] =>
    moments.map((moment) => ({ at: moment, who: 'a#0', type: 'lost', leadership: 0 }));

  test('both ends, one end, either of several', () => {
    const events = at(1_000_000, 2_000_000, 3_000_000, 4_000_000);
    expect(positions('@2-3', events)).toEqual([1, 2]);
    expect(positions('@-2', events)).toEqual([0, 1]);
    expect(positions('@3-', events)).toEqual([2, 3]);
    expect(positions('@-1,3.5-4', events)).toEqual([0, 3]);
    expect(positions('!@2-3', events)).toEqual([0, 3]);
  });

  test('a single time means all that is written like it', () => {
    const events = at(11_999_000, 12_000_000, 12_500_000, 12_599_000, 12_999_000, 13_000_000);
    expect(positions('@12', events)).toEqual([1, 2, 3, 4]);
    expect(positions('@12.5', events)).toEqual([2, 3]);
    expect(positions('@12.599', events)).toEqual([3]);
  });

  test('times are compared as they are shown, rounded to milliseconds, unless more digits are given', () => {
    const events = at(12_802_499, 12_802_500, 12_803_499, 12_803_500);
    expect(positions('@12.803', events)).toEqual([1, 2]);
    expect(positions('@12.803-12.803', events)).toEqual([1, 2]);
    expect(positions('@12.803499', events)).toEqual([2]);
    expect(positions('@12.8034990-12.8035', events)).toEqual([2, 3]);
  });

  test('an uncertain moment passes where it may lie in the stretch', () => {
    const events = at([1_000_000, 2_000_000], [1_500_000, 5_000_000]);
    expect(positions('@1.9-3', events)).toEqual([0, 1]);
    expect(positions('@2.1-3', events)).toEqual([1]);
  });
});

describe('what is wrong', () => {
  test('an unknown key, with the nearest known one', () => {
    expect(problems('tpye:info')).toEqual([
      'tpye:info: there is no key “tpye”, did you mean type:info? Keys are who, type, f, fault, op, token, step, is; in quotes it is looked for as text.',
    ]);
    expect(problems('colour:red')[0]).toContain('there is no key “colour”. Keys are who');
  });

  test('an unknown value, with the nearest known one', () => {
    expect(problems('type:inof')[0]).toContain(
      'type:inof: no event has the type “inof”, did you mean info? Types are invoke, ok',
    );
    expect(problems('fault:cat')[0]).toContain('there is no fault “cat”, did you mean cut?');
    expect(problems('f:champaign')[0]).toContain('did you mean campaign?');
    expect(problems('who:b#9')).toEqual([
      'who:b#9: nobody here is called “b#9”, did you mean b#0? There are a#0, a, b#0, b, store, nemesis.',
    ]);
    expect(problems('is:wintess')[0]).toContain('did you mean witness?');
  });

  test('numbers, times, values and quotation marks that are none', () => {
    expect(problems('op:x step:0 token:1,y')).toEqual([
      'op:x: “x” is no number; expected one as in op:12.',
      'step:0: “0” is no number from 1; expected one as in step:2.',
      'token:1,y: “y” is no number; expected one as in token:5.',
    ]);
    expect(problems('@12-x')[0]).toContain('expected seconds, as in @12.5-14, @12.5-, @-14 or @12.5');
    expect(problems('@-')[0]).toContain('expected seconds');
    expect(problems('@14-12')).toEqual(['@14-12: 14 s is after 12 s.']);
    expect(problems('who:')).toEqual(['who:: nothing follows the colon; expected a value as in who:a#0.']);
    expect(problems('!')).toEqual(['!: nothing follows that could be negated.']);
    expect(problems('who:a "leads')).toEqual(['"leads: the quotation mark is not closed.']);
  });

  test('the rest still applies, also the other values of the same token', () => {
    const filter = parseEventFilter('tpye:info who:a,z !op:1 "lea', ['a']);
    expect(filter.terms).toEqual([
      { about: 'who', values: ['a'], isNegated: false },
      { about: 'op', values: ['1'], isNegated: true },
      { about: 'text', text: 'lea', isNegated: false },
    ]);
    expect(filter.problems.map(({ token }) => token)).toEqual(['tpye:info', 'who:a,z', '"lea']);
  });

  test('a colon that follows no word of letters is text, and so is everything in quotes', () => {
    expect(parseEventFilter('10:30 "type:x" ::', []).terms).toEqual([
      { about: 'text', text: '10:30', isNegated: false },
      { about: 'text', text: 'type:x', isNegated: false },
      { about: 'text', text: '::', isNegated: false },
    ]);
  });
});

test.each(['b#0', 'a b', 'a,b', 'say "so"', 'back\\slash', '', '!x', 'ends\\'])(
  'a token that was written for %j reads back',
  (name) => {
    expect(parseEventFilter(writtenToken('who', name), [name]).terms).toEqual([
      { about: 'who', values: [name], isNegated: false },
    ]);
  },
);

test('the index knows the other half of each operation and when faults were there', () => {
  const events: readonly HistoryEvent[] = [
    { at: 1, who: 'a#0', type: 'invoke', op: 1, f: 'campaign' },
    { at: 2, who: 'b#0', type: 'invoke', op: 1, f: 'campaign' },
    { at: 3, who: 'nemesis', type: 'fault-start', fault: 0, kind: 'cut', intendedUs: 3, from: 'a', to: 'store' },
    { at: 4, who: 'nemesis', type: 'fault-start', fault: 1, kind: 'reset', intendedUs: 4, from: 'b', to: 'store' },
    { at: 5, who: 'a#0', type: 'ok', op: 1 },
    { at: [6, 8], who: 'nemesis', type: 'fault-stop', fault: 0, kind: 'cut', intendedUs: 6, from: 'a', to: 'store' },
    { at: 9, who: 'nemesis', type: 'fault-start', fault: 2, kind: 'cut', intendedUs: 9, from: 'b', to: 'store' },
  ];
  const index = indexEvents(events, [4]);
  expect([...index.otherHalf]).toEqual([4, -1, -1, -1, 0, -1, -1]);
  expect(index.faults).toEqual([
    { kind: 'cut', name: 'cut a ⇄ store', event: 2, fromUs: 3, toUs: 8 },
    { kind: 'reset', name: 'reset b ⇄ store', event: 3, fromUs: 4, toUs: 4 },
    { kind: 'cut', name: 'cut b ⇄ store', event: 6, fromUs: 9, toUs: Infinity },
  ]);
  expect(index.names).toEqual(['a#0', 'b#0', 'a', 'b', 'nemesis']);
  expect(index.types).toEqual(['invoke', 'fault-start', 'ok', 'fault-stop']);
  expect(index.stepOf(4)).toBe(1);
  expect(index.stepOf(0)).toBeUndefined();
});
