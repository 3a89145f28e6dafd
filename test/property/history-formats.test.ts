/** What is written is read back, in both formats; and a value is told by its bytes as by its parts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ClientHistoryBuilder, functionCode } from '../../src/history/client-history-builder.ts';
import { FAIL, INFO, NONE, OK, clientFunctions, type ClientHistory } from '../../src/history/client-history.ts';
import { JsonValueKey } from '../../src/history/formats/json-value-key.ts';
import { parseClientHistory } from '../../src/history/formats/read-client-history.ts';
import { writeEdn } from '../../src/history/formats/write-edn.ts';
import { writeJsonLines } from '../../src/history/formats/write-json-lines.ts';
import { valueKey, type Value } from '../../src/history/value.ts';
import { told } from '../unit/history/formats/told.ts';

const name = fc.oneof(
  fc.string({ minLength: 1, unit: 'binary' }),
  fc.constantFrom('token', 'owner', '"', '\\', 'é', '0'),
);
const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((number) => !Number.isInteger(number))
    .map((number) => number + 0),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('nil', ':a', '18446744073709551615', 'a b', '{}'),
);
const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

/** One step of the history: of a process, an invocation or the completion of what it has open, and the time since the last step. */
const step = fc.record({
  process: fc.nat(4),
  f: fc.constantFrom(...clientFunctions),
  outcome: fc.constantFrom(OK, OK, FAIL, INFO),
  value: fc.option(anyValue, { nil: undefined }),
  key: fc.option(name, { nil: undefined }),
  waitUs: fc.integer({ min: 1, max: 3 }),
});
const names = fc.uniqueArray(name, { minLength: 5, maxLength: 5, selector: (each) => each });

const carriesNull = new Set(['write', 'cas', 'append', 'txn']);
const READ = functionCode('read');
const OBSERVE = functionCode('observe');

/** As readers make it: null asks for nothing where nothing need be asked, and only `ok` has an answer, which repeats nothing. */
function historyOf(
  processes: readonly string[],
  steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[],
  timed: boolean,
): ClientHistory {
  const builder = new ClientHistoryBuilder({ source: 'x', placedBy: 'line', timed });
  const open = new Map<number, { operation: number; f: number; input: number }>();
  const incarnations = new Map<number, number>();
  let [at, place] = [0, 0];
  for (const { process, f, outcome, value, key, waitUs } of steps) {
    at += timed ? waitUs : 1;
    place += 1;
    const begun = open.get(process);
    const index = builder.valueIndex(value);
    if (begun === undefined) {
      const input = value === null && !carriesNull.has(f) ? NONE : index;
      const incarnation = incarnations.get(process) ?? 0;
      const operation = builder.invoke({
        f: functionCode(f),
        process: builder.processIndex(`${processes[process] ?? ''}${'x'.repeat(incarnation)}`),
        key: key === undefined ? NONE : builder.keyIndex(key),
        input,
        at,
        place,
      });
      open.set(process, { operation, f: functionCode(f), input });
      continue;
    }
    open.delete(process);
    if (outcome === INFO) incarnations.set(process, (incarnations.get(process) ?? 0) + 1);
    const isRead = begun.f === READ || begun.f === OBSERVE;
    const output = outcome !== OK || (!isRead && (value === null || index === begun.input)) ? NONE : index;
    builder.complete(begun.operation, { outcome, output, at, place });
  }
  return builder.finish();
}

const cases = fc.record({ names, steps: fc.array(step, { minLength: 1, maxLength: 30 }), timed: fc.boolean() });

/** Processes whose names are prefixes of others would be confused by their incarnations. */
function isPlain(processes: readonly string[]): boolean {
  return processes.every((each) => each !== 'nemesis' && !each.endsWith('x') && !each.startsWith(':'));
}

describe('round trip', () => {
  test('JSON lines', () => {
    fc.assert(
      fc.property(cases, ({ names: processes, steps, timed }) => {
        fc.pre(isPlain(processes));
        const history = historyOf(processes, steps, timed);
        const back = parseClientHistory([...writeJsonLines(history)].join(''), { format: 'jsonl' }).history;
        expect(told(back)).toEqual(told(history));
        expect(back.times?.callUs).toEqual(history.times?.callUs);
        expect(back.times?.endUs).toEqual(history.times?.endUs);
      }),
      { numRuns: 2_000 },
    );
  });

  test('EDN', () => {
    fc.assert(
      fc.property(cases, ({ names: processes, steps, timed }) => {
        fc.pre(isPlain(processes));
        const history = historyOf(processes, steps, timed);
        const back = parseClientHistory([...writeEdn(history)].join(''), { format: 'edn' }).history;
        expect(told(back)).toEqual(told(history));
      }),
      { numRuns: 2_000 },
    );
  });
});

test('who ends one operation and begins the next at the same time can be read back', () => {
  const builder = new ClientHistoryBuilder({ source: 'x', placedBy: 'line', timed: true });
  const process = builder.processIndex('a');
  const read = { f: READ, process, key: NONE, input: NONE };
  const first = builder.invoke({ ...read, at: 1, place: 1 });
  const second = builder.invoke({ ...read, at: 5, place: 2 });
  builder.complete(first, { outcome: OK, output: NONE, at: 5, place: 3 });
  const other = builder.invoke({ ...read, process: builder.processIndex('b'), at: 5, place: 4 });
  builder.complete(second, { outcome: OK, output: NONE, at: 5, place: 5 });
  builder.complete(other, { outcome: OK, output: NONE, at: 6, place: 6 });
  const history = builder.finish();
  const back = parseClientHistory([...writeJsonLines(history)].join('')).history;
  const timesOf = ({ times, process: of, processes, count }: ClientHistory): readonly unknown[] =>
    Array.from({ length: count }, (_, place) => [processes[of[place] ?? 0], times?.callUs[place], times?.endUs[place]]);
  expect(timesOf(back)).toEqual(expect.arrayContaining([...timesOf(history)]));
  expect(back.count).toBe(3);
  // In EDN, which has no times, it is at least the process's own order that stays.
  expect(parseClientHistory([...writeEdn(history)].join('')).history.count).toBe(3);
});

test('the key of a flat value, written from its bytes, is its key', () => {
  const key = new JsonValueKey();
  let flat = 0;
  fc.assert(
    fc.property(anyValue, fc.boolean(), (value, spaced) => {
      const text = spaced ? JSON.stringify(value, undefined, 1).replaceAll('\n', ' ') : JSON.stringify(value);
      const bytes = Buffer.from(`..${text}..`);
      const length = key.write(bytes, 2, bytes.length - 2);
      if (length < 0) return;
      flat += 1;
      expect(key.bytes.toString('utf8', 0, length)).toBe(valueKey(value));
    }),
    { numRuns: 5_000 },
  );
  expect(flat).toBeGreaterThan(1_000);
});
