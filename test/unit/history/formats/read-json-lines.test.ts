/** JSON lines: the plain form, which is read from its bytes, and every other, which must mean the same. */
import { describe, expect, test } from 'vitest';
import { ByteWindow, bytesOf } from '../../../../src/history/formats/byte-window.ts';
import { parseClientHistory } from '../../../../src/history/formats/read-client-history.ts';
import { readJsonLines } from '../../../../src/history/formats/read-json-lines.ts';
import { told } from './told.ts';

const lines = [
  '{"at":10,"who":"a","type":"invoke","op":0,"f":"acquire"}',
  '{"at":20,"who":"b","type":"invoke","op":1,"f":"observe"}',
  '{"at":30,"who":"a","type":"ok","op":0,"value":{"token":"1","owner":"a"}}',
  '{"at":30,"who":"c","type":"invoke","op":2,"f":"write","key":"k","value":-5}',
  '{"at":40,"who":"b","type":"ok","op":1,"value":null}',
  '{"at":50,"who":"c","type":"info","op":2}',
];

const expected = [
  { process: 'a', f: 'acquire', outcome: 'ok', output: { token: '1', owner: 'a' }, call: 0, end: 3 },
  { process: 'b', f: 'observe', outcome: 'ok', output: null, call: 1, end: 4 },
  { process: 'c', f: 'write', outcome: 'info', key: 'k', input: -5, call: 2 },
];

function read(text: string): ReturnType<typeof told> {
  const { history, format } = parseClientHistory(text);
  expect(format).toBe('jsonl');
  return told(history);
}

/** The same event, fields in another order and written in another way. */
function strange(line: string): string {
  const fields = Object.entries(JSON.parse(line) as Record<string, unknown>).reverse();
  const named = fields.map(([name, value]) => [
    name === 'who' ? 'process' : name,
    name === 'at' ? [value, value] : value,
  ]);
  return JSON.stringify(Object.fromEntries([['extra', { at: [1] }], ...named]), undefined, 1).replaceAll('\n', ' ');
}

describe('forms of a line', () => {
  test.each([
    ['as recorders write it', (line: string) => line],
    ['with spaces', (line: string) => ` ${line.replaceAll(/([:,{}])/g, ' $1\t')}\r`],
    ['with fields that mean nothing', (line: string) => line.replace('{', '{"error":"x","n":true,"time":17,')],
    ['in any order, times as intervals', strange],
    [
      'with escapes',
      (line: string) => line.replaceAll('"f"', String.raw`"\u0066"`).replaceAll('"a"', String.raw`"\u0061"`),
    ],
    ['with numbers of another form', (line: string) => line.replace('-5', '-50e-1')],
  ])('%s', (_, form) => {
    expect(read(lines.map(form).join('\n'))).toEqual(expected);
    expect(read(`\n${lines.map(form).join('\n\n')}\n  \n`)).toEqual(expected);
  });

  test('plain lines and others in one file', () => {
    expect(read(lines.map((line, index) => (index % 2 === 0 ? line : strange(line))).join('\n'))).toEqual(expected);
    expect(read(lines.map((line, index) => (index % 2 === 1 ? line : strange(line))).join('\n'))).toEqual(expected);
  });

  test('a window that holds less than a line changes nothing', () => {
    const text = lines.join('\n');
    for (let size = 2; size < 160; size += 1) {
      const window = new ByteWindow(bytesOf(text), size);
      const history = readJsonLines({ name: 'x', window });
      expect(told(history), `window of ${size} bytes`).toEqual(expected);
      expect(Array.from(history.invokedAt)).toEqual([1, 2, 4]);
    }
  });

  test('a field that is null is none, and a line that says twice whose it is means who', () => {
    const text = `{"who":"a","process":7,"type":"invoke","f":"read","key":null,"op":null,"at":null}
      {"process":7,"who":"a","type":"ok","f":null,"value":1}`;
    expect(read(text)).toEqual([{ process: 'a', f: 'read', outcome: 'ok', output: 1, call: 0, end: 1 }]);
  });

  test('a header is passed over', () => {
    expect(read(`{"schema":"scrutineer/history@1","adapter":"mine"}\n${lines.join('\n')}`)).toEqual(expected);
  });
});

describe('times', () => {
  test('give the order, and at one time invocations come first', () => {
    const { history } = parseClientHistory(lines.join('\n'));
    expect(Array.from(history.times?.callUs ?? [])).toEqual([10, 20, 30]);
    expect(Array.from(history.times?.endUs ?? [])).toEqual([30, 40, Infinity]);
  });

  test('without them the order of the lines does', () => {
    const untimed = lines.map((line) => line.replace(/"at":\d+,/, '')).join('\n');
    const { history } = parseClientHistory(untimed);
    expect(history.times).toBeUndefined();
    expect(told(history).map(({ call, end }) => [call, end])).toEqual([
      [0, 2],
      [1, 4],
      [3, undefined],
    ]);
  });

  test('microseconds since 1970 are exact, also the last that a double can hold', () => {
    const ats = [1_763_766_000_123_457, 9_007_199_254_740_990, Number.MAX_SAFE_INTEGER];
    const { history } = parseClientHistory(
      ats.map((at, index) => `{"at":${at},"who":"p${index}","type":"invoke","f":"read"}`).join('\n'),
    );
    expect(Array.from(history.times?.callUs ?? [])).toEqual(ats);
    const inexact = '{"at":9007199254740993,"who":"a","type":"invoke","f":"read"}';
    expect(() => parseClientHistory(inexact)).toThrow(/field at: expected microseconds/);
  });

  test('an interval counts from its earliest for a call, to its latest for an end', () => {
    const { history } = parseClientHistory(
      '{"at":[10,15],"who":"a","type":"invoke","f":"read"}\n{"at":[20,25],"who":"a","type":"ok","value":1}',
    );
    expect([history.times?.callUs[0], history.times?.endUs[0]]).toEqual([10, 25]);
  });
});

describe('values', () => {
  const valueOf = (text: string): unknown => read(`{"who":"a","type":"invoke","f":"write","value":${text}}`)[0]?.input;

  test.each([
    '0',
    '-0',
    '1.5',
    '1e3',
    '"é \\u00e9 \\""',
    'true',
    'null',
    '[1,[2]]',
    '{"b":{"c":[]},"a":1}',
    '{}',
    '{"a":1,"a":2}',
  ])('%s', (text) => {
    expect(valueOf(text)).toEqual(JSON.parse(text) === 0 ? 0 : JSON.parse(text));
  });

  test('integers that a double would round stay different', () => {
    expect(valueOf('{"token":9007199254740993}')).toEqual({ token: '9007199254740993' });
    expect(valueOf('18446744073709551615')).toBe('18446744073709551615');
    expect(valueOf('"18446744073709551615"')).toBe('18446744073709551615');
    expect(valueOf('0.12345678901234567')).toBeTypeOf('number');
  });

  test('one value has one index, however it is written', () => {
    const texts = [
      '{"token":"1","owner":"a"}',
      '{ "owner" : "a" , "token" : "1" }',
      String.raw`{"owner":"\u0061","token":"1"}`,
    ];
    const { history } = parseClientHistory(
      texts.map((text, index) => `{"who":"p${index}","type":"invoke","f":"write","value":${text}}`).join('\n'),
    );
    expect(new Set(history.input).size).toBe(1);
  });
});

test('what the nemesis does is no operation', () => {
  expect(read('{"who":"nemesis","type":"info","f":"cut"}\n{"who":"a","type":"invoke","f":"read"}')).toHaveLength(1);
});
