/** What keeps a history from being judged: each breach is named, with its place and what to do. */
import { describe, expect, test } from 'vitest';
import { findBreach, type Assumed, type Breach } from '../../../src/checker/assumptions.ts';
import { modelNamed } from '../../../src/checker/models.ts';
import { parseClientHistory } from '../../../src/history/formats/read-client-history.ts';

function breachOf(model: string, text: string, options: Partial<Assumed> = {}): Breach | undefined {
  const found = modelNamed(model);
  if (found === undefined) throw new Error(`there is no model ${model}`);
  return findBreach(parseClientHistory(text).history, { model: found, ...options });
}

const write = '{"at":10,"who":"a","type":"invoke","f":"write","value":1}';

test('a history that can be judged has none', () => {
  expect(breachOf('register', `${write}\n{"at":20,"who":"a","type":"ok"}`)).toBeUndefined();
});

describe('initial state', () => {
  test('the model says what it must be', () => {
    const breach = breachOf('fenced-lock', '{"who":"a","type":"invoke","f":"observe"}', { initial: true });
    expect(breach).toMatchObject({ assumption: 'initial-state', found: 'true' });
    expect(breach?.next).toMatch(/^The model fenced-lock begins with .*\.$/);
    expect(breach).not.toHaveProperty('line');
  });

  test('one that the model can begin in is none', () => {
    expect(
      breachOf('fenced-lock', '{"who":"a","type":"invoke","f":"observe"}', { initial: { token: 3 } }),
    ).toBeUndefined();
  });
});

describe('functions', () => {
  test('one that the model does not know', () => {
    const text = `${write}\n{"at":20,"who":"b","type":"invoke","f":"acquire"}`;
    expect(breachOf('register', text)).toMatchObject({
      assumption: 'known-function',
      operation: 1,
      line: 2,
      expected: expect.stringContaining('read, write'),
      found: 'acquire',
      next: expect.stringContaining('list models'),
    });
  });

  test('a failed operation counts, too: it was meant for another object', () => {
    const text = '[{:process 0 :type :invoke :f :cas :value [1 2]} {:process 0 :type :fail :f :cas :value [1 2]}]';
    expect(breachOf('register', text)).toMatchObject({ assumption: 'known-function', entry: 0 });
  });
});

test('several keys, where the model is of one object', () => {
  const of = (key: string): string =>
    `{"who":"${key}","type":"invoke","f":"write","key":"${key}","value":{"token":1,"owner":"x"}}`;
  expect(breachOf('set-once', `${of('k')}\n${of('l')}`)).toMatchObject({
    assumption: 'one-object',
    line: 2,
    found: 'the key "l" after "k"',
  });
  expect(breachOf('set-once', of('k'))).toBeUndefined();
  expect(breachOf('register', `${of('k')}\n${of('l')}`)).toBeUndefined();
});

test('an end before its beginning', () => {
  expect(breachOf('register', `${write}\n{"at":9,"who":"a","type":"ok"}`)).toMatchObject({
    assumption: 'call-before-return',
    operation: 0,
    line: 2,
    expected: 'an operation that ends after it begins, at 10 us',
    found: 'its end before that, at 9 us',
  });
  expect(breachOf('register', `${write}\n{"at":10,"who":"a","type":"ok"}`)).toBeUndefined();
});

describe('processes', () => {
  const second = (at: number): string => `{"at":${at},"who":"a","type":"invoke","f":"read"}`;

  test('one operation at a time', () => {
    const text = `${write}\n{"at":20,"who":"a","type":"ok"}\n${second(19)}`;
    expect(breachOf('register', text)).toMatchObject({
      assumption: 'sequential-process',
      operation: 1,
      line: 3,
      expected: 'one operation of process a at a time',
      found: 'a read before the end of its write in line 1',
    });
  });

  test('the next may begin when the last ends: clocks are coarse', () => {
    expect(breachOf('register', `${write}\n{"at":20,"who":"a","type":"ok"}\n${second(20)}`)).toBeUndefined();
  });

  test('none after one of unknown end', () => {
    const text = `${write}\n{"at":20,"who":"a","type":"info"}\n${second(30)}`;
    expect(breachOf('register', text)).toMatchObject({
      assumption: 'retired-after-info',
      operation: 1,
      line: 3,
      expected: expect.stringContaining('write in line 1'),
      next: expect.stringContaining('another name'),
    });
  });

  test('entries are named where the history counts them', () => {
    const text =
      '[{:process 0 :type :invoke :f :read} {:process 0 :type :info :f :read} {:process 0 :type :invoke :f :read}]';
    expect(breachOf('register', text)).toMatchObject({ assumption: 'retired-after-info', entry: 2 });
  });
});

describe('values', () => {
  const cas = '[{:process 0 :type :invoke :f :cas :value 3} {:process 0 :type :fail :f :cas :value 3}]';
  const acquire = (value: string, type = 'ok'): string =>
    `{"who":"a","type":"invoke","f":"acquire"}\n{"who":"a","type":"${type}"${value}}`;

  test('an ok acquisition without its token', () => {
    expect(breachOf('fenced-lock', acquire(''))).toMatchObject({
      assumption: 'fitting-value',
      operation: 0,
      line: 2,
      expected: expect.stringContaining('for acquire of the model fenced-lock the token'),
    });
    expect(breachOf('fenced-lock', acquire(',"value":{"token":"x"}'))).toMatchObject({ assumption: 'fitting-value' });
    expect(breachOf('fenced-lock', acquire(',"value":{"token":"7"}'))).toBeUndefined();
    expect(breachOf('fenced-lock', acquire('', 'info'))).toBeUndefined();
    expect(breachOf('fenced-lock', acquire('', 'fail'))).toBeUndefined();
  });

  test('a failed operation must fit only where it is evidence', () => {
    expect(breachOf('cas-register', cas)).toBeUndefined();
    expect(breachOf('cas-register', cas, { failed: 'evidence' })).toMatchObject({
      assumption: 'fitting-value',
      entry: 0,
    });
  });

  test('a misfit is found also where its value was seen before and fitted another function', () => {
    const text = `[{:process 0 :type :invoke :f :write :value 3} {:process 0 :type :ok :f :write :value 3}
      {:process 0 :type :invoke :f :write :value 3} {:process 0 :type :ok :f :write :value 3}
      {:process 0 :type :invoke :f :cas :value 3} {:process 0 :type :ok :f :cas :value 3}]`;
    expect(breachOf('cas-register', text)).toMatchObject({ assumption: 'fitting-value', operation: 2, entry: 5 });
  });

  test('two acquisitions with one token are for the engines: tokens are unique by specification', () => {
    const twice = `${acquire(',"value":{"token":"7"}')}\n${acquire(',"value":{"token":"7"}')}`;
    expect(breachOf('fenced-lock', twice)).toBeUndefined();
  });
});
