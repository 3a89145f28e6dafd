import { describe, expect, test } from 'vitest';
import type { Limits } from '../../../../src/checker/engine.ts';
import { casRegister } from '../../../../src/checker/models/cas-register.ts';
import { fencedLock } from '../../../../src/checker/models/fenced-lock.ts';
import { kv } from '../../../../src/checker/models/kv.ts';
import { register } from '../../../../src/checker/models/register.ts';
import type { AnyModel } from '../../../../src/checker/model.ts';
import { ObjectSearch, searchObject } from '../../../../src/checker/search/object-search.ts';
import { allRules } from '../../../../src/checker/search/rules.ts';
import type { Subject } from '../../../../src/checker/subject.ts';
import type { ClientFunction } from '../../../../src/history/client-history.ts';
import type { Value } from '../../../../src/history/value.ts';
import { historyOf } from '../../../support/drafted-history.ts';

const unlimited: Limits = { bytesMax: 2 ** 28, isOver: () => false };
const wide = { ...allRules, narrow: false };

/** An operation from `callAt` to `endAt`; without an end it is indeterminate. */
interface Interval {
  readonly f: ClientFunction;
  readonly input?: Value;
  readonly output?: Value;
  readonly callAt: number;
  readonly endAt?: number;
}

const write = (input: Value, callAt: number, endAt?: number): Interval => ({
  f: 'write',
  input,
  callAt,
  ...(endAt === undefined ? {} : { endAt }),
});
const read = (output: Value, callAt: number, endAt: number): Interval => ({ f: 'read', output, callAt, endAt });

function subject(model: AnyModel, intervals: readonly Interval[]): Subject {
  const drafts = intervals.map(({ f, input, output, callAt, endAt }, process) => ({
    f,
    process,
    key: undefined,
    input,
    output,
    outcome: endAt === undefined ? ('info' as const) : ('ok' as const),
    callAt,
    endAt: endAt ?? Infinity,
  }));
  const history = historyOf(drafts, 'written by hand');
  return { model, initial: undefined, history, operations: Int32Array.from(intervals, (_, place) => place) };
}

describe.each([
  ['narrow', allRules],
  ['wide', wide],
] as const)('the %s search', (_name, rules) => {
  test('gives an order of all operations that took effect', () => {
    const answer = searchObject(
      subject(register, [write(1, 0, 10), write(2, 1, 9), read(1, 2, 3), read(2, 11, 12)]),
      unlimited,
      rules,
    );
    expect(answer).toMatchObject({ verdict: 'linearizable', order: Int32Array.of(0, 2, 1, 3) });
  });

  test('leaves out an indeterminate write that nobody saw, and places one that somebody did', () => {
    const unseen = searchObject(subject(register, [write(1, 0), write(2, 1, 2), read(2, 3, 4)]), unlimited, rules);
    expect(unseen).toMatchObject({ order: Int32Array.of(1, 2) });
    const seen = searchObject(subject(register, [write(1, 0), write(2, 1, 2), read(1, 3, 4)]), unlimited, rules);
    expect(seen).toMatchObject({ order: Int32Array.of(1, 0, 2) });
  });

  test('an indeterminate write takes effect once', () => {
    const history = [write(1, 0), write(2, 1, 2), read(1, 3, 4), write(2, 5, 6), read(1, 7, 8)];
    expect(searchObject(subject(register, history), unlimited, rules).verdict).toBe('not-linearizable');
  });

  test('names what is open where the longest order ends, the operation that completes first before all', () => {
    const answer = searchObject(
      subject(register, [write(1, 0, 1), write(2, 2, 3), read(1, 4, 6), read(1, 5, 9)]),
      unlimited,
      rules,
    );
    expect(answer).toEqual({ verdict: 'not-linearizable', culprits: [2, 3], prefix: Int32Array.of(0, 1) });
  });

  test('an object without operations has an order', () => {
    expect(searchObject(subject(register, []), unlimited, rules)).toEqual({
      verdict: 'linearizable',
      order: new Int32Array(0),
    });
  });
});

test('counting shows at once that a value is needed that nothing brings', () => {
  const answer = searchObject(subject(casRegister, [write(1, 0, 1), read(7, 2, 3), read(1, 4, 5)]), unlimited, wide);
  expect(answer).toEqual({
    verdict: 'not-linearizable',
    culprits: [1],
    reason: 'an operation needs 7 to be there, and nothing brings it',
  });
});

test('counting shows that a value is taken more often than it is brought', () => {
  const cas = (from: number, to: number, callAt: number): Interval => ({
    f: 'cas',
    input: [from, to],
    callAt,
    endAt: 50 + callAt,
  });
  const answer = searchObject(subject(casRegister, [write(1, 0, 60), cas(1, 2, 1), cas(1, 3, 2)]), unlimited, wide);
  expect(answer).toMatchObject({ culprits: [1, 2, 0], reason: 'more operations replace 1 than bring it' });
});

test('acquisitions that are all open at once are tried in the order of their tokens', () => {
  const count = 60;
  const acquisitions = Array.from({ length: count }, (_, token): Interval => ({
    f: 'acquire',
    output: { token: String(token + 1) },
    callAt: token,
    endAt: 1000 - token,
  }));
  const stale: Interval = { f: 'observe', output: { token: '1', owner: '0' }, callAt: 2000, endAt: 2001 };
  const good = new ObjectSearch(subject(fencedLock, acquisitions), unlimited);
  expect(good.advance(10_000)?.verdict).toBe('linearizable');
  const bad = new ObjectSearch(subject(fencedLock, [...acquisitions, stale]), unlimited);
  expect(bad.advance(10_000)?.verdict).toBe('not-linearizable');
});

/** Twenty appends that are open at once, each leaving another text for each order, and a read of none of these texts. */
function hardSubject(): Subject {
  const appends = Array.from({ length: 20 }, (_, place): Interval => ({
    f: 'append',
    input: String.fromCharCode(97 + place),
    callAt: place,
    endAt: 100 + place,
  }));
  return subject(kv, [...appends, read('nonsense', 200, 201)]);
}

describe('a search that reaches a limit', () => {
  test('of time says so, with the longest order so far', () => {
    let looks = 0;
    const limits: Limits = { bytesMax: 2 ** 28, isOver: () => (looks += 1) > 20 };
    const answer = searchObject(hardSubject(), limits, wide);
    expect(answer).toMatchObject({ verdict: 'unknown', limit: 'time' });
    expect('prefix' in answer && answer.prefix?.length).toBeGreaterThan(0);
  });

  test('of memory says so', () => {
    const answer = searchObject(hardSubject(), { bytesMax: 400_000, isOver: () => false }, wide);
    expect(answer).toMatchObject({ verdict: 'unknown', limit: 'memory' });
  });

  test('of time before it has begun has no order to show', () => {
    const { model, history, operations } = hardSubject();
    const answer = searchObject(
      { model, initial: undefined, history, operations },
      { bytesMax: 2 ** 28, isOver: () => true },
    );
    expect(answer).toEqual({ verdict: 'unknown', limit: 'time', prefix: new Int32Array(0) });
  });
});

test('a search goes on where its slice of work ended', () => {
  const search = new ObjectSearch(hardSubject(), { bytesMax: 2 ** 28, isOver: () => false }, wide);
  expect(search.advance(100)).toBeUndefined();
  const { configurations } = search;
  expect(configurations).toBeGreaterThanOrEqual(100);
  expect(search.advance(100)).toBeUndefined();
  expect(search.configurations).toBeGreaterThan(configurations);
  expect(search.giveUp('memory')).toMatchObject({ verdict: 'unknown', limit: 'memory' });
});

test('a hundred thousand operations in a row need no stack', () => {
  const count = 100_000;
  const intervals = Array.from({ length: count }, (_, place) =>
    place % 2 === 0 ? write(place % 5, 2 * place, 2 * place + 1) : read((place - 1) % 5, 2 * place, 2 * place + 1),
  );
  const answer = searchObject(subject(register, intervals), unlimited, { ...wide, demand: false });
  expect(answer.verdict === 'linearizable' && answer.order.length).toBe(count);
});
