/**
 * The validator refuses every certificate that is none. Method: one good order, and then each single thing that can be
 * wrong with one.
 */
import { describe, expect, test } from 'vitest';
import type { ObjectOrder } from '../../../src/checker/check-result.ts';
import { modelNamed } from '../../../src/checker/models.ts';
import { validateOrders } from '../../../src/checker/order-validator.ts';
import type { ClientHistory } from '../../../src/history/client-history.ts';
import { parseClientHistory } from '../../../src/history/formats/read-client-history.ts';
import type { Value } from '../../../src/history/value.ts';

/** One event a line: process, type, function, value. */
function historyOf(
  ...events: readonly (readonly [process: number, type: string, f: string, value?: Value])[]
): ClientHistory {
  const lines = events.map(([process, type, f, value = null]) => JSON.stringify({ process, type, f, value }));
  return parseClientHistory(lines.join('\n'), { format: 'jsonl' }).history;
}

function problem(
  history: ClientHistory,
  name: string,
  orders: readonly Partial<ObjectOrder & { readonly places: readonly number[] }>[],
  failed: 'no-effect' | 'evidence' = 'no-effect',
): string | undefined {
  const model = modelNamed(name);
  if (model === undefined) throw new Error(`there is no model ${name}`);
  const all = orders.map(({ places = [], ...rest }) => ({ ...rest, order: Int32Array.from(places) }));
  return validateOrders(history, model, { initial: undefined, failed }, all);
}

const register = historyOf(
  [0, 'invoke', 'write', 1],
  [0, 'ok', 'write', 1],
  [1, 'invoke', 'write', 2],
  [2, 'invoke', 'read'],
  [1, 'info', 'write', 2],
  [2, 'ok', 'read', 2],
  [3, 'invoke', 'write', 3],
  [3, 'fail', 'write', 3],
);

describe('of a register', () => {
  test('an order that the model allows is no problem', () => {
    expect(problem(register, 'register', [{ places: [0, 1, 2] }])).toBeUndefined();
  });

  test('an ok operation must be there', () => {
    expect(problem(register, 'register', [{ places: [0] }])).toBe('operation 2 is ok, and in no order');
  });

  test('an operation takes effect once, also in several orders', () => {
    expect(problem(register, 'register', [{ places: [0, 0, 1, 2] }])).toBe('operation 0 takes effect twice');
    expect(problem(register, 'register', [{ places: [0, 1, 2] }, { object: 'x', places: [1] }])).toBe(
      'operation 1 takes effect twice',
    );
  });

  test('what had ended before comes before', () => {
    expect(problem(register, 'register', [{ places: [1, 0, 2] }])).toMatch(
      /^operation 0 comes after one that it precedes/,
    );
  });

  test('the model must allow each step', () => {
    expect(problem(register, 'register', [{ places: [0, 2] }])).toBe('operation 2 cannot follow 1');
  });

  test('a failed operation has no effect', () => {
    expect(problem(register, 'register', [{ places: [0, 1, 2, 3] }])).toBe('operation 3 failed, and takes effect');
  });

  test('places that do not exist are refused', () => {
    expect(problem(register, 'register', [{ places: [0, 1, 2, 9] }])).toBe('there is no operation 9');
    expect(problem(register, 'register', [{ places: [-1] }])).toBe('there is no operation -1');
  });
});

test('a failed cas is evidence where that is asked for', () => {
  const history = historyOf(
    [0, 'invoke', 'write', 1],
    [0, 'ok', 'write', 1],
    [1, 'invoke', 'cas', [1, 2]],
    [1, 'fail', 'cas', [1, 2]],
  );
  expect(problem(history, 'cas-register', [{ places: [0] }])).toBeUndefined();
  expect(problem(history, 'cas-register', [{ places: [0, 1] }], 'evidence')).toMatch(/^operation 1 cannot follow 1/);
  expect(problem(history, 'cas-register', [{ places: [0] }], 'evidence')).toBe(
    'operation 1 is evidence, and in no order',
  );
});

test('an operation belongs to the order of its own object', () => {
  const history = parseClientHistory(
    [
      { process: 0, type: 'invoke', f: 'write', key: 'x', value: 'a' },
      { process: 0, type: 'ok', f: 'write', key: 'x', value: 'a' },
    ]
      .map((event) => JSON.stringify(event))
      .join('\n'),
    { format: 'jsonl' },
  ).history;
  expect(problem(history, 'kv', [{ object: 'x', places: [0] }])).toBeUndefined();
  expect(problem(history, 'kv', [{ object: 'y', places: [0] }])).toMatch(/^operation 0 is about x, not about y/);
});

test('an object begins once', () => {
  const orders = [{ places: [0] }, { places: [1, 2] }];
  expect(problem(register, 'register', orders)).toBe('an object has several orders');
});

describe('values that were found out', () => {
  const lock = historyOf(
    [0, 'invoke', 'acquire'],
    [1, 'invoke', 'observe'],
    [1, 'ok', 'observe', { token: '1', owner: '0' }],
    [2, 'invoke', 'acquire'],
    [2, 'ok', 'acquire', { token: '2' }],
    [2, 'invoke', 'release'],
    [2, 'ok', 'release'],
  );

  test('an acquisition that never returned may be given its token', () => {
    const given = new Map([[0, { output: { token: '1' } }]]);
    expect(problem(lock, 'fenced-lock', [{ places: [0, 1, 2, 3], given }])).toBeUndefined();
    expect(problem(lock, 'fenced-lock', [{ places: [0, 1, 2, 3] }])).toMatch(/^operation 0 cannot follow/);
  });

  test('what a client recorded stands', () => {
    const first = [0, { output: { token: '1' } }] as const;
    const answered = new Map([first, [2, { output: { token: '7' } }]]);
    expect(problem(lock, 'fenced-lock', [{ places: [0, 1, 2, 3], given: answered }])).toMatch(/given another answer/);
    const asked = new Map<number, { input?: Value; output?: Value }>([first, [1, { input: { token: '1' } }]]);
    expect(problem(lock, 'fenced-lock', [{ places: [0, 1, 2, 3], given: asked }])).toMatch(
      /given something else to do/,
    );
  });
});
