/** Text that is no history: every message says where, what was expected, what was found and what to do; never a verdict. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseClientHistory, readClientHistory } from '../../../../src/history/formats/read-client-history.ts';
import { MalformedInputError, type InputProblem } from '../../../../src/schemas/malformed-input.ts';

function problemOf(read: () => unknown): InputProblem {
  try {
    read();
  } catch (error) {
    if (error instanceof MalformedInputError) return error.problem;
    throw error;
  }
  throw new Error('it was read');
}

const invoke = '{"who":"a","type":"invoke","f":"read"}';
const ok = '{"who":"a","type":"ok","value":1}';
const ednInvoke = '{:process 0 :type :invoke :f :read}';
const ednOk = '{:process 0 :type :ok :f :read :value 1}';
const log = 'INFO  jepsen.util - 0\t:invoke\t:read\tnil';

/** What it is, the text, the line and the column, and what the message says was expected and found. */
const cases: readonly (readonly [string, string, number, number, RegExp, RegExp])[] = [
  [
    'an EDN vector that is cut short',
    `[${ednInvoke}\n`,
    2,
    1,
    /the end of the list that begins in line 1, column 1/,
    /the end of the file/,
  ],
  [
    'an EDN operation that is cut short',
    `[${ednInvoke}\n {:process 0 :type :ok :f :read :value [1`,
    2,
    42,
    /the end of the operation that begins in line 2, column 2/,
    /the end of the file/,
  ],
  [
    'an EDN string that does not end',
    `[${ednInvoke}\n {:process 0 :type :ok :value "1}]`,
    2,
    35,
    /the end of the operation/,
    /the end of the file/,
  ],
  ['a bracket of another kind', `[${ednInvoke}\n {:process 0 :value [1 2}]`, 2, 25, /"]" or a value/, /^"}]"/],
  ['a bracket too many', `[${ednInvoke}]\n]`, 2, 1, /nothing after the list/, /^"]"/],
  ['a second list', `[${ednInvoke}]\n[${ednOk}]`, 2, 1, /nothing after the list/, /process 0/],
  ['a bracket too many in a stream', `${ednInvoke}}\n`, 1, 36, /the map of an operation/, /^"}"/],
  ['an entry that is no map', `[${ednInvoke}\n 17]`, 2, 2, /the map of an operation/, /17/],
  ['a key without a value', '[{:process 0 :type}]', 1, 19, /a value for :type/, /^"}]"/],
  [
    'a type that there is not',
    '[{:process 0 :type :begin :f :read}]',
    1,
    20,
    /:type :invoke, :ok, :fail or :info/,
    /:begin/,
  ],
  ['an EDN operation without a process', '[{:type :invoke :f :read}]', 1, 2, /a :process/, /:type :invoke/],
  ['an EDN operation of nobody', '[{:type :invoke :f :read :process nil}]', 1, 35, /a process/, /nil/],
  ['an EDN operation without a type', '[{:process 0 :f :read}]', 1, 2, /a :type/, /:process/],
  ['an EDN invocation without a function', '[{:process 0 :type :invoke}]', 1, 2, /an :f/, /:process/],
  [
    'an unknown function in EDN',
    `[${ednInvoke}\n{:process 1 :type :invoke :f :enqueue}]`,
    2,
    30,
    /one of read, write, cas/,
    /:enqueue/,
  ],
  ['a number that is none', '[{:process 0 :type :invoke :f :write :value 12ab}]', 1, 45, /a number/, /12ab/],
  [
    'an escape that there is not',
    '[{:process 0 :type :invoke :f :write :value "\\q"}]',
    1,
    45,
    /escapes of EDN/,
    /\\q/,
  ],
  ['an EDN completion alone', `[${ednOk}]`, 1, 2, /an invocation by this process/, /a completion alone/],
  [
    'a second EDN invocation',
    `[${ednInvoke}\n${ednInvoke}]`,
    2,
    1,
    /the completion of the operation/,
    /another invocation/,
  ],
  [
    'the completion of another function',
    `[${ednInvoke}\n{:process 0 :type :ok :f :write :value 1}]`,
    2,
    1,
    /the completion of read/,
    /one of write/,
  ],
  ['EDN without operations', '[]', 1, 1, /a history in EDN/, /no operation/],
  ['a comment alone', '; nothing\n', 1, 1, /a history/, /nothing/],
  ['a last JSON line that is cut short', `${invoke}\n{"who":"a","type":"ok","val`, 2, 24, /JSON/, /"val/],
  ['JSON that is none', `${invoke}\n{"who":"a","type":"ok","value":{"x":tru}}`, 2, 37, /JSON/, /tru/],
  ['a value that is no JSON', `${invoke}\n{"who":"a","type":"ok","value":[1 2]}`, 2, 35, /JSON/, /2\]/],
  ['JSON lines joined', `${invoke}${ok}`, 1, 39, /JSON/, /\{/],
  ['a JSON list', `[${invoke},${ok}]`, 1, 1, /an event/, /a list/],
  ['a line that is no object', `${invoke}\n17`, 2, 1, /an event/, /17/],
  ['an unknown type', `${invoke}\n{"who":"a","type":"done"}`, 2, 12, /"invoke", "ok", "fail", "info"/, /"done"/],
  ['no type', `${invoke}\n{"who":"a"}`, 2, 1, /"invoke"/, /nothing/],
  ['no process', '{"type":"invoke","f":"read"}', 1, 1, /a process/, /nothing/],
  ['a process that is none', '{"who":[1],"type":"invoke","f":"read"}', 1, 2, /a process/, /\[1\]/],
  ['an unknown function', `${invoke}\n{"who":"b","type":"invoke","f":"fly"}`, 2, 28, /one of read, write/, /"fly"/],
  ['no function', '{"who":"b","type":"invoke"}', 1, 1, /one of read/, /nothing/],
  ['a function that is no name', '{"who":"b","type":"invoke","f":3}', 1, 28, /one of read/, /3/],
  ['a key that is no name', '{"who":"b","type":"invoke","f":"read","key":[1]}', 1, 39, /a name or a number/, /\[1\]/],
  [
    'an operation number that is none',
    '{"who":"b","type":"invoke","f":"read","op":"x"}',
    1,
    39,
    /number of an operation/,
    /"x"/,
  ],
  ['a time that is none', '{"at":"now","who":"b","type":"invoke","f":"read"}', 1, 2, /microseconds/, /"now"/],
  [
    'an interval that ends before it begins',
    '{"at":[5,3],"who":"b","type":"invoke","f":"read"}',
    1,
    2,
    /microseconds/,
    /\[5,3\]/,
  ],
  [
    'a time missing',
    '{"at":5,"who":"b","type":"invoke","f":"read"}\n{"who":"b","type":"ok"}',
    2,
    1,
    /a time/,
    /nothing/,
  ],
  ['a time too many', `${invoke}\n{"who":"a","type":"ok","at":5}`, 2, 24, /no time/, /5/],
  [
    'invocations out of order',
    '{"at":5,"who":"a","type":"invoke","f":"read"}\n{"at":4,"who":"b","type":"invoke","f":"read"}',
    2,
    2,
    /not before/,
    /4/,
  ],
  ['a completion alone', ok, 1, 1, /an invocation by this process/, /a completion alone/],
  ['a second invocation', `${invoke}\n${invoke}`, 2, 1, /the completion of the operation/, /another invocation/],
  [
    'the completion of another operation',
    '{"who":"a","type":"invoke","f":"read","op":1}\n{"who":"a","type":"ok","op":2}',
    2,
    1,
    /operation 1/,
    /operation 2/,
  ],
  ['a header alone', '{"schema":"scrutineer/history@1"}', 1, 1, /JSON lines/, /no operation/],
  ['a log line that is cut short', `${log}\nINFO  jepsen.util - 0\t:o`, 2, 1, /a line break/, /:o/],
  ['a log line that lost a digit, perhaps', 'INFO  jepsen.util - 0\t:invoke\t:write\t1', 1, 1, /a line break/, /write/],
  ['a log line that says too little', `INFO  jepsen.util - 0\t:o\n`, 1, 21, /a process, a type/, /:o/],
  ['a log line cut short before its mark', `${log}\nINFO  jepsen.u`, 2, 1, /a line break/, /jepsen\.u/],
  [
    'a log with an unknown function',
    `${log}\nINFO  jepsen.util - 1\t:invoke\t:enqueue\t1\n`,
    2,
    21,
    /one of read/,
    /enqueue/,
  ],
  ['a log of something else', 'INFO  jepsen.util - hello\n', 1, 21, /a process/, /hello/],
  ['text', 'hello\n', 1, 1, /Jepsen EDN/, /hello/],
  ['nothing', ' \n', 1, 1, /a history/, /an empty file/],
  ['binary data', '{"who"\u0000', 1, 1, /a history/, /binary/],
];

test.each(cases)('%s', (_, text, line, column, expected, found) => {
  const problem = problemOf(() => parseClientHistory(text, { source: 'x' }));
  expect(problem).toMatchObject({ source: 'x', line, column });
  expect(problem.expected).toMatch(expected);
  expect(problem.found).toMatch(found);
  expect(problem.next).toMatch(/\w+.*\.$/);
});

test.each([
  ['EDN', `{:process 0 :type :invoke :f :write :value ${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
  ['JSON', `{"who":"a","type":"invoke","f":"write","value":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
])('a value that is nested too deeply in %s', (_, text) => {
  expect(problemOf(() => parseClientHistory(text))).toMatchObject({ found: expect.stringMatching(/nested/) });
});

test('a newer schema', () => {
  const text = '{"schema":"scrutineer/history@2"}';
  expect(problemOf(() => parseClientHistory(text))).toMatchObject({
    line: 1,
    field: 'schema',
    next: expect.stringContaining('upgrade'),
  });
});

describe('files', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'scrutineer-malformed-'));
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('a gzip file is read as what it holds, and named where it is cut short', () => {
    const file = join(folder, 'history.jsonl.gz');
    const packed = gzipSync(`${invoke}\n${ok}\n`);
    writeFileSync(file, packed);
    expect(readClientHistory(file).history).toMatchObject({ source: file, count: 1 });
    writeFileSync(file, packed.subarray(0, packed.length - 12));
    expect(problemOf(() => readClientHistory(file))).toMatchObject({
      source: file,
      found: expect.stringContaining('unexpected end of file'),
      next: /gunzip/,
    });
  });

  test('gzip data where text must be', () => {
    expect(problemOf(() => parseClientHistory(gzipSync(`${invoke}\n${ok}\n`)))).toMatchObject({ found: 'gzip data' });
  });

  test('a directory', () => {
    expect(problemOf(() => readClientHistory(folder))).toMatchObject({ source: folder, found: 'a directory' });
  });

  test('a missing file', () => {
    expect(problemOf(() => readClientHistory(join(folder, 'none.edn')))).toMatchObject({ found: 'no such file' });
  });

  test('a format that was named wrongly', () => {
    const file = join(folder, 'history.edn');
    writeFileSync(file, `[${ednInvoke}]`);
    expect(problemOf(() => readClientHistory(file, { format: 'jsonl' }))).toMatchObject({ line: 1, column: 3 });
    expect(readClientHistory(file).history.count).toBe(1);
  });

  test('the place is right far into a large file', () => {
    const file = join(folder, 'large.jsonl');
    writeFileSync(file, `${`${invoke}\n${ok}\n`.repeat(30_000)}{"who":"a","type":"invoke","f":"fly"}\n`);
    expect(problemOf(() => readClientHistory(file))).toMatchObject({ line: 60_001, column: 28 });
    const edn = join(folder, 'large.edn');
    writeFileSync(edn, `[${`${ednInvoke}\n${ednOk}\n`.repeat(30_000)} {:process 0 :type :invoke :f :fly}]\n`);
    expect(problemOf(() => readClientHistory(edn))).toMatchObject({ line: 60_001, column: 31 });
  });
});
