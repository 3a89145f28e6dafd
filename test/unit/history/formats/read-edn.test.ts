/** EDN in the shapes in which histories are found: what each means, and that the size of the window means nothing. */
import { describe, expect, test } from 'vitest';
import { ByteWindow, bytesOf } from '../../../../src/history/formats/byte-window.ts';
import { parseClientHistory } from '../../../../src/history/formats/read-client-history.ts';
import { readEdn } from '../../../../src/history/formats/read-edn.ts';
import { told } from './told.ts';

function read(text: string): ReturnType<typeof told> {
  const { history, format } = parseClientHistory(text);
  expect(format).toBe('edn');
  return told(history);
}

const written = { process: '0', f: 'write', outcome: 'ok', input: 3, call: 0, end: 1 };

describe('shapes', () => {
  const invocation = '{:process 0, :type :invoke, :f :write, :value 3}';
  const completion = '{:process 0, :type :ok, :f :write, :value 3}';

  test.each([
    ['a vector', `[${invocation}\n ${completion}]`],
    ['a list', `(${invocation} ${completion})\n`],
    ['a stream of maps', `${invocation}\n${completion}`],
    ['a stream without space', `${invocation}${completion}`],
    ['comments', `; of a longer one\n[${invocation} ; the write\n ${completion}] ; the end`],
    ['discarded forms', `[#_ {:process 9} ${invocation} #_ #_ 1 [2 {3 4}] ${completion} #_ \\]]`],
    ['records', `#jepsen.history.Op${invocation} #jepsen.history.Op ${completion}`],
    ['namespaces', `[{:jepsen/value 9 ${invocation.slice(1)} {:jepsen/f :read ${completion.slice(1)}]`],
    ['other fields', `[{:time 3.5e3 :error [:a "b}" \\}] ${invocation.slice(1)} {:index 1 ${completion.slice(1)}]`],
  ])('%s', (_, text) => {
    expect(read(text)).toEqual([written]);
  });

  test('a window that holds less than an entry changes nothing', () => {
    const text =
      `; comment\n[#_ {:a "]"} ${invocation}\n; another ]\n {:f :write :value 3 :type :ok :process 0}\n #inst "2020"\n]`.replace(
        '#inst "2020"\n',
        '',
      );
    for (let size = 2; size < 120; size += 1) {
      const window = new ByteWindow(bytesOf(text), size);
      expect(told(readEdn({ name: 'x', window }, 'entry')), `window of ${size} bytes`).toEqual([written]);
    }
  });
});

describe('values', () => {
  const valueOf = (text: string): unknown => read(`{:process 0 :type :invoke :f :write :value ${text}}`)[0]?.input;

  test.each([
    ['nil', null],
    ['true', true],
    ['-7', -7],
    ['+7', 7],
    ['7N', 7],
    ['2.50', 2.5],
    ['1e3M', 1000],
    ['1/3', '1/3'],
    [':a-name', 'a-name'],
    [':ns/name', 'ns/name'],
    ['symbol', 'symbol'],
    ['\\a', 'a'],
    ['\\newline', '\n'],
    ['\\u00e9', 'é'],
    ['"tab\\t quote\\" é \\u00e9"', 'tab\t quote" é é'],
    ['[1 [2, nil]]', [1, [2, null]]],
    ['(1 2)', [1, 2]],
    ['#{1 2}', [1, 2]],
    ['{:token "3", "owner" :a}', { token: '3', owner: 'a' }],
    ['{[1] 2}', { '[1]': 2 }],
    ['#inst "2020-01-01"', '2020-01-01'],
    ['#a/tag #another {:x 1}', { x: 1 }],
    ['##Inf', 'Inf'],
    ['[]', []],
    ['{}', {}],
    ['#{}', []],
  ])('%s', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  test('integers that a double would round stay different', () => {
    expect(valueOf('9007199254740992')).toBe('9007199254740992');
    expect(valueOf('9007199254740993')).toBe('9007199254740993');
    expect(valueOf('9007199254740991')).toBe(9007199254740991);
  });

  test('one value has one index, however it is written', () => {
    const { history } = parseClientHistory(
      '[{:process 0 :type :invoke :f :write :value {:a 1, :b 2}} {:process 1 :type :invoke :f :write :value {"b" 2 "a" +1}}]',
    );
    expect(history.input[0]).toBe(history.input[1]);
  });
});

describe('events', () => {
  test('what the nemesis does is no operation, and an operation may have no value', () => {
    const text = `[{:type :info :f :start :process :nemesis :value nil}
      {:type :invoke :f :acquire :process 1} {:process :nemesis :type :info :f :stop}
      {:type :fail :f :acquire :process 1 :error :held} {:type :invoke :f :release :process 2}]`;
    expect(read(text)).toEqual([
      { process: '1', f: 'acquire', outcome: 'fail', call: 0, end: 1 },
      { process: '2', f: 'release', outcome: 'info', call: 2 },
    ]);
  });

  test('a history of the nemesis alone is empty', () => {
    expect(read('[{:process :nemesis, :type :info, :f :kill}]')).toEqual([]);
  });

  test('only ok says what was returned, and repeating what was asked is no answer', () => {
    const text = `{:process 0 :type :invoke :f :cas :value [1 2]} {:process 0 :type :ok :f :cas :value [1 2]}
      {:process 1 :type :invoke :f :read :value nil} {:process 1 :type :info :f :read :value :timed-out}
      {:process 2 :type :invoke :f :read} {:process 2 :type :ok :f :read :value nil}`;
    expect(read(text).map(({ f, input, output }) => ({ f, input, output }))).toEqual([
      { f: 'cas', input: [1, 2], output: undefined },
      { f: 'read', input: undefined, output: undefined },
      { f: 'read', input: undefined, output: null },
    ]);
  });

  test('operations are named by entry, those of the nemesis counted', () => {
    const { history } = parseClientHistory(
      '[{:process :nemesis :type :info :f :start} {:process 0 :type :invoke :f :read} {:process 0 :type :ok :f :read}]',
    );
    expect(history.placedBy).toBe('entry');
    expect([history.invokedAt[0], history.completedAt[0]]).toEqual([1, 2]);
  });

  test('transactions of several registers', () => {
    const text =
      '[{:process 0 :type :invoke :f :txn :value [[:read :x nil] [:write :y 2]]} {:process 0 :type :ok :f :txn :value [[:read :x 1] [:write :y 2]]}]';
    expect(read(text)).toEqual([
      {
        process: '0',
        f: 'txn',
        outcome: 'ok',
        input: [
          ['read', 'x', null],
          ['write', 'y', 2],
        ],
        output: [
          ['read', 'x', 1],
          ['write', 'y', 2],
        ],
        call: 0,
        end: 1,
      },
    ]);
  });
});

describe('independent keys', () => {
  test('tuples become keys where a read or a cas shows that they are such', () => {
    const text = `[{:process 0 :type :invoke :f :write :value [:k 1]} {:process 0 :type :ok :f :write :value [:k 1]}
      {:process 1 :type :invoke :f :read :value [7 nil]} {:process 1 :type :ok :f :read :value [7 nil]}
      {:process 2 :type :invoke :f :cas :value [7 [1 2]]}]`;
    expect(read(text)).toEqual([
      { process: '0', f: 'write', outcome: 'ok', key: 'k', input: 1, call: 0, end: 1 },
      { process: '1', f: 'read', outcome: 'ok', key: '7', output: null, call: 2, end: 3 },
      { process: '2', f: 'cas', outcome: 'info', key: '7', input: [1, 2], call: 4 },
    ]);
  });

  test.each([
    ['a cas of one register', '{:process 0 :type :invoke :f :cas :value [1 2]}'],
    ['writes of pairs alone', '{:process 0 :type :invoke :f :write :value [1 2]}'],
    [
      'a read that asks for nothing',
      '{:process 0 :type :invoke :f :write :value [1 2]} {:process 1 :type :invoke :f :read :value nil}',
    ],
  ])('not in %s', (_, text) => {
    expect(read(text)[0]?.key).toBeUndefined();
  });

  test('a field :key names the key', () => {
    expect(
      read(
        '[{:process 0 :type :invoke :f :append :key "a b" :value "x"} {:process 1 :type :invoke :f :read :key 3}]',
      ).map(({ key }) => key),
    ).toEqual(['a b', '3']);
  });
});

describe('kv logs', () => {
  test('gets and puts are reads and writes, named by line', () => {
    const { history, format } = parseClientHistory(
      '{:process 0, :type :invoke, :f :put, :key "0", :value "x"}\n{:process 0, :type :ok, :f :put, :key "0", :value "x"}\n\n{:process 1, :type :invoke, :f :get, :key "0", :value nil}\n{:process 1, :type :ok, :f :get, :key "0", :value "x"}\n',
    );
    expect(format).toBe('kv-log');
    expect(history.placedBy).toBe('line');
    expect(Array.from(history.invokedAt)).toEqual([1, 4]);
    expect(told(history)).toEqual([
      { process: '0', f: 'write', outcome: 'ok', key: '0', input: 'x', call: 0, end: 1 },
      { process: '1', f: 'read', outcome: 'ok', key: '0', output: 'x', call: 2, end: 3 },
    ]);
  });
});
