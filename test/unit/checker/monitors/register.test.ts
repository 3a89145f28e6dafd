/**
 * Goal: the monitor of registers gives an order that can be replayed, or few culprits and a reason, and leaves to the
 * search what it cannot decide.
 * Method: hand-written histories of one register, with the verdict that the definition gives them.
 */
import { describe, expect, test } from 'vitest';
import { casRegister } from '../../../../src/checker/models/cas-register.ts';
import { kv } from '../../../../src/checker/models/kv.ts';
import { register } from '../../../../src/checker/models/register.ts';
import type { AnyModel } from '../../../../src/checker/model.ts';
import { monitorKv, monitorRegister } from '../../../../src/checker/monitors/register.ts';
import type { Value } from '../../../../src/history/value.ts';
import { subjectOf } from '../../../support/drawn-history.ts';

const judge = (drawing: readonly string[], initial?: Value, model: AnyModel = casRegister) => {
  const subject = subjectOf(model, drawing, initial);
  return (model === kv ? monitorKv : monitorRegister)(subject);
};

describe('good histories', () => {
  test('a read that is concurrent with a write may see the old value or the new one', () => {
    const answer = judge([
      'write 1  |--|',
      'write 2       |--------|',
      'read 1          |--|',
      'read 2              |--|',
    ]);
    expect(answer).toEqual({ verdict: 'linearizable', order: Int32Array.of(0, 2, 1, 3) });
  });

  test('a write that nobody read fits inside the time of another value', () => {
    const answer = judge(['write 1  |--|', 'write 2     |----|', 'write 3       |--|', 'read 2             |--|']);
    expect(answer).toEqual({ verdict: 'linearizable', order: Int32Array.of(0, 2, 1, 3) });
  });

  test('the initial value is read until the first write, and is what the user says', () => {
    expect(judge(['read nil |--|'])?.verdict).toBe('linearizable');
    expect(judge(['read 5 |--|', 'write 1 |----|'], 5)?.verdict).toBe('linearizable');
    expect(judge(['read 5 |--|'])?.verdict).toBe('not-linearizable');
  });

  test('an indeterminate write takes effect where its value is read, and not where it is not', () => {
    const seen = judge(['write 1  |--|', 'write 2   |---', 'read 2          |--|']);
    expect(seen).toEqual({ verdict: 'linearizable', order: Int32Array.of(0, 1, 2) });
    const unseen = judge(['write 1  |--|', 'write 2   |---', 'read 1          |--|']);
    expect(unseen).toEqual({ verdict: 'linearizable', order: Int32Array.of(0, 2) });
  });

  test('an indeterminate cas whose value was read took effect, and so did the indeterminate write that it replaced', () => {
    const answer = judge(['write 1 |-----', 'cas 1 2  |-----', 'read 2         |--|', 'write 3   |-----']);
    expect(answer).toEqual({ verdict: 'linearizable', order: Int32Array.of(0, 1, 3) });
  });

  test('a cas to the value that is there is a read of it', () => {
    const answer = judge(['write 1 |--|', 'cas 1 1      |--|', 'read 1            |--|']);
    expect(answer).toEqual({ verdict: 'linearizable', order: Int32Array.of(0, 1, 2) });
  });

  test('two writes of a value that nobody needs are two writes', () => {
    expect(
      judge(['write 1 |--|', 'write 1     |--|', 'write 2         |--|', 'read 2 |----------------|'])?.verdict,
    ).toBe('linearizable');
  });
});

describe('violations', () => {
  const violation = (drawing: readonly string[], culprits: readonly number[], reason: RegExp): void => {
    const answer = judge(drawing);
    expect(answer).toMatchObject({ verdict: 'not-linearizable', culprits });
    expect(answer).toHaveProperty('reason', expect.stringMatching(reason));
  };

  test('a value is read that nobody wrote', () => {
    violation(['write 1 |--|', 'read 7       |--|'], [1], /held 7, and nobody wrote that/);
  });

  test('a value is read before anybody begins to write it', () => {
    violation(['read 1 |--|', 'write 1      |--|'], [0, 1], /needs 1 ended before the one that writes it was called/);
  });

  test('a replaced value comes back', () => {
    violation(
      ['write 1 |--|', 'write 2      |--|', 'read 1            |--|'],
      [0, 1, 2],
      /1 was there before 2, and 2 before 1, yet each of them was written once/,
    );
  });

  test('a value is read again after another had been read', () => {
    violation(
      ['write 1 |------|', 'write 2 |------|', 'read 1     |-|', 'read 2            |-|', 'read 1                |-|'],
      [0, 1, 2, 3, 4],
      /each of them was written once/,
    );
  });

  test('two cas replace the same value', () => {
    violation(['write 1 |--|', 'cas 1 2      |--|', 'cas 1 3         |--|'], [0, 1, 2], /two cas replaced the same 1/);
  });

  test('two cas replace the same value, one of them indeterminate, and seen', () => {
    violation(
      ['write 1 |--|', 'cas 1 2      |--|', 'cas 1 3      |-----', 'read 3            |--|'],
      [0, 1, 2, 3],
      /two cas replaced the same 1/,
    );
  });

  test('cas need each other', () => {
    violation(['cas 1 2 |--|', 'cas 2 1 |--|'], [0, 1], /none can be the first/);
    violation(['cas 1 2 |-----', 'cas 2 1 |-----', 'read 1     |--|'], [0, 1, 2], /none can be the first/);
  });

  test('a value is read that a cas had replaced', () => {
    violation(
      ['write 1 |--|', 'cas 1 2      |--|', 'read 1            |--|'],
      [0, 1, 2],
      /2 replaced 1, yet one that needs 1 was called after one that needs 2 had ended/,
    );
  });

  test('a write comes between a value and the cas that replaced it', () => {
    violation(
      ['write 1 |--|', 'write 3      |--|', 'cas 1 2           |--|'],
      [0, 1, 2],
      /no other write comes between a value and the cas that replace it/,
    );
  });

  test('the initial value comes back', () => {
    violation(['write 1 |--|', 'read nil      |--|'], [0, 1], /nothing/);
  });
});

describe('what it leaves to the search', () => {
  test('a value that is read and has two writers', () => {
    expect(judge(['write 1 |--|', 'write 1      |--|', 'read 1            |--|'])).toBeUndefined();
    expect(judge(['write nil |--|', 'read nil      |--|'])).toBeUndefined();
  });

  test('refused cas that count as evidence', () => {
    expect(judge(['cas 1 2 = false |--|'])).toBeUndefined();
  });

  test('appends', () => {
    expect(judge(['append "a" |--|'], undefined, kv)).toBeUndefined();
  });
});

describe('a key of a key-value store', () => {
  test('reads nothing and the empty text alike before anybody writes', () => {
    expect(judge(['read nil |--|', 'read ""      |--|', 'write "a"         |--|'], undefined, kv)?.verdict).toBe(
      'linearizable',
    );
    expect(judge(['write "a" |--|', 'read nil      |--|'], undefined, kv)?.verdict).toBe('not-linearizable');
  });
});

test('values are compared through and through', () => {
  expect(judge(['write {"a":1,"b":2} |--|', 'read {"b":2,"a":1}      |--|'], undefined, register)?.verdict).toBe(
    'linearizable',
  );
  expect(judge(['write [1] |--|', 'read "[1]"     |--|'], undefined, register)?.verdict).toBe('not-linearizable');
  expect(judge(['cas [1] "[1]" |--|', 'read "[1]"     |--|'], [1])?.verdict).toBe('linearizable');
});
