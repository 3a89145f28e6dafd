/** What can be found out about operations before anybody judges them: what is left out, and who got which token. */
import { describe, expect, test } from 'vitest';
import { modelNamed } from '../../../../src/checker/models.ts';
import { normalise } from '../../../../src/checker/normalise/normalise.ts';
import type { NormalisedHistory } from '../../../../src/checker/normalise/normalised-history.ts';
import { inputOf, outputOf } from '../../../../src/history/client-history.ts';
import { parseClientHistory } from '../../../../src/history/formats/read-client-history.ts';
import type { Value } from '../../../../src/history/value.ts';

type Event = readonly [
  process: string,
  type: 'invoke' | 'ok' | 'fail' | 'info',
  f: string,
  value?: Value,
  key?: string | undefined,
];

function normalised(
  name: string,
  events: readonly Event[],
  options: { readonly failed?: 'no-effect' | 'evidence'; readonly initial?: Value } = {},
): NormalisedHistory {
  const model = modelNamed(name);
  if (model === undefined) throw new Error(`there is no model ${name}`);
  const lines = events.map(([process, type, f, value = null, key]) => JSON.stringify({ process, type, f, value, key }));
  const { history } = parseClientHistory(lines.join('\n'), { format: 'jsonl' });
  return normalise(history, model, { failed: 'no-effect', ...options });
}

/** What the operations that count returned. */
function outputs({ history, operations }: NormalisedHistory): readonly (Value | undefined)[] {
  return Array.from(operations, (place) => outputOf(history, place));
}

describe('what counts', () => {
  const cas: readonly Event[] = [
    ['a', 'invoke', 'cas', [1, 2]],
    ['a', 'fail', 'cas'],
    ['b', 'invoke', 'read'],
    ['b', 'info', 'read'],
    ['c', 'invoke', 'write', 1],
    ['c', 'info', 'write', 1],
  ];

  test('not what failed, and not a read that never returned', () => {
    expect([...normalised('cas-register', cas).operations]).toEqual([2]);
  });

  test('a failed cas, where failures are evidence', () => {
    const { history, operations } = normalised('cas-register', cas, { failed: 'evidence' });
    expect([...operations]).toEqual([0, 2]);
    expect(outputOf(history, 0)).toBe(false);
    expect(history.outcome[0]).toBe(0);
  });

  test('a failed write of a fencing-guarded store, where failures are evidence', () => {
    const events: readonly Event[] = [
      ['a', 'invoke', 'write', { token: 1 }],
      ['a', 'fail', 'write'],
    ];
    expect(outputs(normalised('fenced-store', events))).toEqual([]);
    expect(outputs(normalised('fenced-store', events, { failed: 'evidence' }))).toEqual([{ outcome: 'refused' }]);
  });

  test('not the release of a lock that expires by itself; but that of a mutex', () => {
    const events: readonly Event[] = [
      ['a', 'invoke', 'release'],
      ['a', 'info', 'release'],
    ];
    expect(normalised('fenced-lock', events).operations).toHaveLength(0);
    expect(normalised('mutex', events).operations).toHaveLength(1);
  });
});

test('a release is about the last acquisition of its process, with the owner for whom that was', () => {
  const { history } = normalised('fenced-lock', [
    ['a', 'invoke', 'acquire', { owner: 'n' }],
    ['a', 'ok', 'acquire', { token: 1 }],
    ['b', 'invoke', 'acquire'],
    ['b', 'ok', 'acquire', { token: 2, owner: 'b' }],
    ['a', 'invoke', 'release'],
    ['a', 'ok', 'release'],
    ['b', 'invoke', 'release'],
    ['b', 'ok', 'release'],
    ['c', 'invoke', 'release'],
    ['c', 'ok', 'release'],
  ]);
  expect(inputOf(history, 2)).toEqual({ token: '1', owner: 'n' });
  expect(inputOf(history, 3)).toEqual({ token: 2, owner: 'b' });
  expect(inputOf(history, 4) ?? null).toBeNull();
});

/** Acquisitions of these processes that never return, one after the other. */
function lost(...processes: readonly string[]): readonly Event[] {
  return processes.flatMap((process): Event[] => [
    [process, 'invoke', 'acquire'],
    [process, 'info', 'acquire'],
  ]);
}

function seen(value: Value, key?: string): readonly Event[] {
  return [
    ['o', 'invoke', 'observe', null, key],
    ['o', 'ok', 'observe', value, key],
  ];
}

describe('acquisitions that never returned', () => {
  test('are linked by owner, whatever the order of their calls', () => {
    const events = [...lost('a', 'b'), ...seen({ token: 3, owner: 'b' }), ...seen({ token: 5, owner: 'a' })];
    expect(outputs(normalised('fenced-lock', events)).slice(0, 2)).toEqual([
      { token: 5, owner: 'a' },
      { token: 3, owner: 'b' },
    ]);
  });

  test('get the tokens that nobody else got in the order of their calls where no owner was seen', () => {
    const events = [...lost('a', 'b', 'c'), ...seen({ token: 5 }), ...seen({ token: '03' })];
    for (const name of ['fenced-lock', 'leader-lease', 'monotonic-token']) {
      const { history, operations } = normalised(name, events);
      expect([...operations]).toEqual([0, 1, 3, 4]);
      expect([outputOf(history, 0), outputOf(history, 1)]).toEqual([{ token: '03' }, { token: 5 }]);
    }
  });

  test('are left out where their token was never seen, or another got it', () => {
    const events: readonly Event[] = [
      ...lost('a'),
      ['b', 'invoke', 'acquire'],
      ['b', 'ok', 'acquire', { token: 1 }],
      ...seen({ token: 1 }),
    ];
    expect([...normalised('fenced-lock', events).operations]).toEqual([1, 2]);
  });

  test('do not get the token with which the history begins', () => {
    const events = [...lost('a'), ...seen({ token: 4 })];
    expect(normalised('fenced-lock', events, { initial: { token: '4' } }).operations).toHaveLength(1);
  });

  test('get tokens of their own object only', () => {
    const acquired = (process: string, key: string): readonly Event[] => [
      [process, 'invoke', 'acquire', null, key],
      [process, 'info', 'acquire', null, key],
    ];
    const events = [
      ...acquired('a', 'x'),
      ...acquired('b', 'y'),
      ...seen({ token: 1 }, 'y'),
      ...seen({ token: 2 }, 'x'),
    ];
    expect(outputs(normalised('fenced-lock', events)).slice(0, 2)).toEqual([{ token: 2 }, { token: 1 }]);
  });

  test('of an owner of several: a token without an owner leaves open which of them got it', () => {
    const asOwner = (process: string, owner: string): readonly Event[] => [
      [process, 'invoke', 'acquire', { owner }],
      [process, 'info', 'acquire'],
    ];
    const both = [...asOwner('a', 'n'), ...asOwner('b', 'n')];
    expect(normalised('fenced-lock', [...both, ...seen({ token: 2, owner: 'n' })])).not.toHaveProperty('uncertain');
    const events = [...both, ...asOwner('c', 'm'), ...seen({ token: 1 }), ...seen({ token: 2, owner: 'n' })];
    expect(normalised('fenced-lock', events)).toHaveProperty('uncertain');
  });

  test('of a leader who was seen without a token are kept', () => {
    const { history, operations } = normalised('leader-lease', [...lost('a', 'b'), ...seen({ owner: 'b' })]);
    expect([...operations]).toEqual([1, 2]);
    expect(outputOf(history, 1)).toBeUndefined();
  });

  test('claim the term in which their owner was seen before any known claim', () => {
    const events: readonly Event[] = [
      ...lost('a'),
      ['o', 'invoke', 'read', { token: 2 }],
      ['o', 'ok', 'read', { token: 2, owner: 'a' }],
      ['a2', 'invoke', 'write', { token: 1, owner: 'a' }],
      ['a2', 'ok', 'write'],
    ];
    expect(outputs(normalised('set-once', events))[0]).toEqual({ token: 2, owner: 'a' });
    expect(normalised('set-once', lost('a')).operations).toHaveLength(0);
  });
});
