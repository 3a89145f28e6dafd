/**
 * The monitors of objects with tokens, on histories drawn by hand: what each condition lets pass and what it catches, with
 * the operations that it names and why. Random histories are compared with brute force elsewhere.
 */
import { describe, expect, test } from 'vitest';
import type { EngineAnswer } from '../../../../src/checker/engine.ts';
import { modelNamed } from '../../../../src/checker/models.ts';
import { monitorsOf } from '../../../../src/checker/monitors.ts';
import { normalise } from '../../../../src/checker/normalise/normalise.ts';
import type { Value } from '../../../../src/history/value.ts';
import { drawnHistory } from '../../../support/drawn-history.ts';

function judged(name: string, lines: readonly string[], initial?: Value): EngineAnswer | undefined {
  const model = modelNamed(name);
  if (model === undefined) throw new Error(`there is no model ${name}`);
  const { history, operations } = normalise(drawnHistory(lines), model, { failed: 'no-effect', initial });
  for (const monitor of monitorsOf(name)) {
    const answer = monitor({ model, initial, history, operations });
    if (answer !== undefined) return answer;
  }
  return undefined;
}

/** The order that was found. */
function order(name: string, lines: readonly string[], initial?: Value): readonly number[] | undefined {
  const answer = judged(name, lines, initial);
  return answer?.verdict === 'linearizable' ? [...answer.order] : undefined;
}

/** The operations that were named, and the reason. */
function refuted(name: string, lines: readonly string[], initial?: Value): readonly [culprits: string, reason: string] {
  const answer = judged(name, lines, initial);
  if (answer?.verdict !== 'not-linearizable') return ['', answer?.verdict ?? 'undecided'];
  return [answer.culprits.join(' '), answer.reason ?? ''];
}

describe.each(['fenced-lock', 'leader-lease'])('%s', (name) => {
  test('who saw nobody while the lock changed hands was told so in between', () => {
    const lines = [
      'acquire = {"token":1} |--|',
      'acquire = {"token":2}      |---------|',
      'observe nil                  |---|',
      'observe {"token":1}        |---|',
      'observe {"token":2}             |---|',
    ];
    expect(order(name, lines)).toEqual([0, 2, 3, 1, 4]);
  });

  test('a token is not seen after a larger one', () => {
    const lines = [
      'acquire = {"token":1} |--|             by a',
      'acquire = {"token":2}     |--|         by b',
      'observe {"token":2}           |--|     by c',
      'observe {"token":1}                |--| by d',
    ];
    const [culprits, reason] = refuted(name, lines);
    expect(culprits).toMatch(/^0 1( 2)? 3$/);
    expect(reason).toMatch(
      /only after that had ended, process d sees that token 1 holds: tokens grow, and so 1 comes before 2/,
    );
  });

  test('a token is not seen before it is acquired', () => {
    const lines = ['observe {"token":1}   |--|          by o', 'acquire = {"token":1}       |--|   by a'];
    expect(refuted(name, lines)).toEqual([
      '0 1',
      expect.stringContaining('a token is acquired before anybody sees it'),
    ]);
  });

  test('nobody is not seen while a token is certainly held', () => {
    const lines = [
      'acquire = {"token":1} |--|                by a',
      'observe nil                |--|           by o',
      'observe {"token":1}             |--|      by p',
    ];
    expect(refuted(name, lines)).toEqual([
      '0 1 2',
      'Process o sees that nobody holds, but before that began, process a acquires with token 1, ' +
        'and after it had ended, process p sees that token 1 holds.',
    ]);
  });

  test('no token is given twice, and none below the one at the beginning', () => {
    const twice = ['acquire = {"token":1} |--|     by a', 'acquire = {"token":"1"}   |--|   by b'];
    expect(refuted(name, twice)).toEqual(['0 1', expect.stringContaining('no two acquisitions get the same token')]);
    expect(refuted(name, ['acquire = {"token":1} |--|'], { token: 1, owner: 'x' })[0]).toBe('0');
  });

  test('a token that nobody acquired, and one that another acquired', () => {
    expect(refuted(name, ['observe {"token":1} |--| by o'])).toEqual([
      '0',
      'Process o sees that token 1 holds, which nobody acquired.',
    ]);
    const lines = ['acquire = {"token":1} |--| by a', 'observe {"token":1,"owner":"b"} |--| by o'];
    expect(refuted(name, lines)[1]).toBe(
      'Process o sees that b holds with token 1, but process a acquires with token 1.',
    );
  });

  test('an acquisition that never returned took effect before its token was seen', () => {
    const lost = 'acquire                  |------------ by a';
    expect(order(name, [lost, 'observe {"token":1}         |---|        by o'])).toEqual([0, 1]);
    expect(refuted(name, ['observe {"token":1}  |-|                 by o', lost])).toEqual([
      '0 1',
      expect.stringContaining('process a, whose call never returned, acquires with token 1'),
    ]);
  });

  test('the holder at the beginning may be seen, released and succeeded', () => {
    const lines = [
      'observe {"token":3,"owner":"x"} |--|',
      'release {"token":3}                |--| by x',
      'observe nil                            |--|',
      'acquire = {"token":4}                      |--|',
    ];
    expect(order(name, lines, { token: 3, owner: 'x' })).toEqual([0, 1, 2, 3]);
  });
});

test('a lock is not seen held after its release, nor released twice', () => {
  const lines = [
    'acquire = {"token":1} |--|               by a',
    'release {"token":1}       |--|           by a',
    'observe {"token":1}            |--|      by o',
  ];
  expect(refuted('fenced-lock', lines)).toEqual(['0 1 2', expect.stringContaining('not seen again after its release')]);
  const twice = [...lines.slice(0, 2), 'release {"token":1}            |--|      by b'];
  expect(refuted('fenced-lock', twice)).toEqual(['0 1 2', expect.stringContaining('no token is released twice')]);
  expect(refuted('fenced-lock', ['release |--| by a'])[1]).toBe('Process a releases, but has not acquired.');
});

describe('leader-lease', () => {
  test('a resignation by who does not lead has no effect, whenever it comes', () => {
    const lines = [
      'acquire = {"token":1} |--|                 by a',
      'acquire = {"token":2}     |--|             by b',
      'release {"token":1}            |--|        by a',
      'observe {"token":2}                 |--|   by o',
    ];
    expect(judged('leader-lease', lines)?.verdict).toBe('linearizable');
    expect(judged('fenced-lock', lines)?.verdict).toBe('not-linearizable');
  });

  test('a leader does not lead after resigning', () => {
    const lines = [
      'acquire = {"token":1} |--|                 by a',
      'release                   |--|             by a',
      'observe {"token":1}            |--|        by o',
    ];
    expect(refuted('leader-lease', lines)).toEqual([
      '0 1 2',
      expect.stringContaining('Process a releases token 1, but before that began, process a acquires with token 1'),
    ]);
  });

  test('a leader seen without a token may lead for the first time or the second, and not in between', () => {
    const lines = [
      'acquire = {"token":1} |--|                               by a',
      'acquire = {"token":2}      |--|                          by b',
      'observe {"token":2}                |--|                  by o',
      'acquire = {"token":3}                         |--|       by a',
    ];
    expect(order('leader-lease', [...lines, 'observe {"owner":"a"}     |--|          by p'])).toEqual([0, 1, 2, 3, 4]);
    const [culprits, reason] = refuted('leader-lease', [...lines, 'observe {"owner":"a"}            |--|   by p']);
    expect(culprits.split(' ')).toContain('2');
    expect(reason).toContain('Process p sees that a holds');
  });
});

test('monotonic-token: readers see the last token, and none before the first', () => {
  const lines = [
    'read nil              |--|                        by o',
    'acquire = {"token":3}    |-----|                  by a',
    'acquire = {"token":7}    |--------|               by b',
    'read {"token":3}              |---|               by p',
    'read {"token":7}                   |--|           by q',
  ];
  expect(order('monotonic-token', lines)).toEqual([0, 1, 3, 2, 4]);
  expect(refuted('monotonic-token', [...lines, 'read nil                                  |--| by r'])[1]).toContain(
    'process r sees that there is no token yet: there is a token by then',
  );
  expect(refuted('monotonic-token', [...lines, 'read {"token":3}                          |--| by r'])[0]).toMatch(
    /^1 2( 4)? 5$/,
  );
});

describe('set-once', () => {
  test('readers before the first claim see no owner', () => {
    const lines = [
      'read {"token":1}                         |--------|     by o',
      'write {"token":1,"owner":"x"}                |--|       by a',
      'read {"token":1,"owner":"x"}                   |--|     by p',
    ];
    expect(order('set-once', lines)).toEqual([0, 1, 2]);
  });

  test('one owner for a term, claimed before it is seen', () => {
    const two = ['write {"token":1,"owner":"x"} |--|', 'acquire {"token":1,"owner":"y"} |--|'];
    expect(refuted('set-once', two)).toEqual(['0 1', expect.stringContaining('a term has one owner')]);
    const late = ['read {"token":1,"owner":"x"} |--| by o', 'write {"token":1,"owner":"x"}    |--| by a'];
    expect(refuted('set-once', late)).toEqual([
      '0 1',
      expect.stringContaining('nobody had claimed it for this owner before'),
    ]);
    expect(refuted('set-once', ['read {"token":1,"owner":"x"} |--|'])[1]).toContain('for whom nobody claimed it');
  });

  test('a term does not lose its owner', () => {
    const lines = ['write {"token":1,"owner":"x"} |--| by a', 'read {"token":1}                   |--| by o'];
    expect(refuted('set-once', lines)).toEqual(['0 1', expect.stringContaining('a term that has an owner keeps it')]);
  });
});

describe('fenced-store', () => {
  const refused = '{"outcome":"refused"}';

  test('under one token, writes are ordered by who read what', () => {
    const lines = [
      'write {"token":1,"value":1} |----------|                    by a',
      'write {"token":1,"value":2} |----------|                    by b',
      'read {"token":1,"value":2}    |--|                          by o',
      'read {"token":1,"value":1}         |--|                     by o',
    ];
    expect(order('fenced-store', lines)).toEqual([1, 2, 0, 3]);
    const [culprits, reason] = refuted('fenced-store', [...lines, 'read {"token":1,"value":2}              |--| by p']);
    expect(culprits.split(' ').length).toBeLessThanOrEqual(6);
    expect(reason).toMatch(/^Process .*, and only after that had ended, process p reads token 1 with 2: yet /);
  });

  test('no smaller token is accepted, and nothing older is read', () => {
    const lines = ['write {"token":2,"value":1} |--|      by a', 'write {"token":1,"value":2}     |--|  by b'];
    expect(refuted('fenced-store', lines)).toEqual([
      '0 1',
      expect.stringContaining('tokens grow, and so 1 comes before 2'),
    ]);
    expect(refuted('fenced-store', [lines[0] ?? '', 'read nil                          |--| by o'])[1]).toContain(
      'something had been accepted',
    );
    expect(refuted('fenced-store', ['read {"token":1,"value":5} |--|'])[1]).toContain('which nobody wrote');
  });

  test('a refusal needs a larger token before it', () => {
    const refusal = `write {"token":1} = ${refused}    |--|            by a`;
    expect(order('fenced-store', [refusal, 'write {"token":2}                              |--|   by b'])).toEqual([
      1, 0,
    ]);
    expect(
      refuted('fenced-store', [refusal, 'write {"token":2}                                   |--|   by b']),
    ).toEqual(['0 1', 'Process a is refused token 1, but only after it had ended, process b writes token 2.']);
    expect(refuted('fenced-store', [refusal])[1]).toBe(
      'Process a is refused token 1, but no larger token was ever accepted.',
    );
  });

  test('a refusal may be explained by a write that never returned and that nobody read, if that was invoked by then', () => {
    const refusal = `write {"token":1} = ${refused}    |--|            by a`;
    expect(order('fenced-store', [refusal, 'write {"token":2}                              |------   by b'])).toEqual([
      1, 0,
    ]);
    expect(
      refuted('fenced-store', [refusal, 'write {"token":2}                                    |---- by b'])[0],
    ).toBe('0');
  });

  test('a value alone that was written under several tokens is left to the search', () => {
    const lines = ['write {"token":1,"value":1} |--| by a', 'write {"token":2,"value":1}     |--| by b', 'read 1 |--|'];
    expect(judged('fenced-store', lines)).toBeUndefined();
  });
});

describe.each(['mutex', 'owner-mutex'])('%s', (name) => {
  test('held by one after the other', () => {
    const lines = [
      'acquire |-----|                 by a',
      'release         |-----|         by a',
      'acquire     |---------|         by b',
    ];
    expect(order(name, lines)).toEqual([0, 2, 1]);
  });

  test('not by two at once', () => {
    const lines = [
      'acquire |--|                    by a',
      'acquire      |--|               by b',
      'release           |--|          by a',
    ];
    expect(refuted(name, lines)).toEqual([
      '0 1 2',
      'Process a acquires the lock, and process b has acquired it too when process a begins to release it.',
    ]);
    expect(refuted(name, lines.slice(0, 2))[1]).toContain('nobody releases it');
  });

  test('a release that never returned may have taken effect; an acquisition that never returned need not', () => {
    const lines = [
      'acquire |--|                    by a',
      'release      |----              by a',
      'acquire      |----              by c',
      'acquire           |--|          by b',
    ];
    expect(order(name, lines)).toEqual([0, 1, 3]);
  });
});

test('a release by another is impossible where locks have owners', () => {
  const lines = ['acquire |--|        by a', 'release      |--|   by b'];
  expect(refuted('owner-mutex', lines)).toEqual(['1', 'Process b releases the lock, and does not hold it.']);
  expect(order('mutex', lines)).toEqual([0, 1]);
});

test('a lock that is held when the history begins is released first', () => {
  const lines = ['release |--|        by a', 'acquire      |--|   by b'];
  expect(order('mutex', lines, true)).toEqual([0, 1]);
  expect(order('owner-mutex', lines, 'a')).toEqual([0, 1]);
  expect(refuted('mutex', lines)[1]).toMatch(
    /it is free when the history begins, and every acquisition that had begun/,
  );
});

test('without owners, acquisitions and releases take turns, whoever made them', () => {
  const lines = [
    'acquire |----------------|        by a',
    'release   |--|                    by b',
    'acquire         |--|              by b',
    'release             |----         by c',
    'acquire                   |--|    by d',
  ];
  expect(order('mutex', lines)).toEqual([0, 1, 2, 3, 4]);
  expect(refuted('mutex', lines.toSpliced(3, 1))).toEqual([
    '2 3',
    'Process d acquires the lock, but it is held after process b acquires the lock, ' +
      'and every release that had begun by then is needed for an earlier acquisition.',
  ]);
});
