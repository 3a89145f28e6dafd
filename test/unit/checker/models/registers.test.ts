import { describe, expect, test } from 'vitest';
import { casRegister } from '../../../../src/checker/models/cas-register.ts';
import { kv } from '../../../../src/checker/models/kv.ts';
import { multiRegister } from '../../../../src/checker/models/multi-register.ts';
import { register } from '../../../../src/checker/models/register.ts';
import { operation, possible, stateAfter } from '../../../support/run-model.ts';

describe('register', () => {
  test('a read returns what was written last, and nothing before', () => {
    expect(possible(register, [['read'], ['read', undefined, null], ['write', 1], ['read', undefined, 1]])).toBe(4);
    expect(
      possible(register, [
        ['write', 1],
        ['write', 2],
        ['read', undefined, 1],
      ]),
    ).toBe(2);
    expect(possible(register, [['write', 1], ['read']])).toBe(1);
  });

  test('begins with the value that the user says', () => {
    expect(possible(register, [['read', undefined, 7]], 7)).toBe(1);
    expect(possible(register, [['read', undefined, 7]])).toBe(0);
  });

  test('values are equal by what they say, not by where they are', () => {
    const value = { a: [1, { b: 'x', c: null }], d: 2 };
    const same = { d: 2, a: [1, { c: null, b: 'x' }] };
    expect(
      possible(register, [
        ['write', value],
        ['read', undefined, same],
      ]),
    ).toBe(2);
    expect(
      possible(register, [
        ['write', 1],
        ['read', undefined, '1'],
      ]),
    ).toBe(1);
  });

  test('a write without a value is no write', () => {
    expect(register.misfit?.(operation(['write']), 'ok')).toEqual({
      expected: 'the value that it writes',
      found: 'no value',
    });
    expect(register.misfit?.(operation(['write', null]), 'ok')).toBeUndefined();
  });
});

describe('cas-register', () => {
  test('a cas takes effect only where the first value is', () => {
    expect(
      possible(casRegister, [
        ['write', 1],
        ['cas', [1, 2]],
        ['read', undefined, 2],
      ]),
    ).toBe(3);
    expect(
      possible(casRegister, [
        ['write', 1],
        ['cas', [2, 3]],
      ]),
    ).toBe(1);
    expect(
      possible(casRegister, [
        ['cas', [null, 3]],
        ['read', undefined, 3],
      ]),
    ).toBe(2);
  });

  test('a refused cas is possible only where another value is, and changes nothing', () => {
    expect(
      possible(casRegister, [
        ['write', 1],
        ['cas', [2, 3], false],
        ['read', undefined, 1],
      ]),
    ).toBe(3);
    expect(
      possible(casRegister, [
        ['write', 2],
        ['cas', [2, 3], false],
      ]),
    ).toBe(1);
  });

  test('only reads, refusals and cas from a value to itself are sure to change nothing', () => {
    expect(casRegister.isReadOnly(operation(['read', undefined, 1]))).toBe(true);
    expect(casRegister.isReadOnly(operation(['cas', [1, 2], false]))).toBe(true);
    expect(casRegister.isReadOnly(operation(['cas', [1, 1]]))).toBe(true);
    expect(casRegister.isReadOnly(operation(['cas', [1, 2]]))).toBe(false);
    expect(casRegister.isReadOnly(operation(['write', 1]))).toBe(false);
  });

  test('what each operation needs and leaves is what it does', () => {
    expect(casRegister.flow?.(operation(['read']))).toEqual({ needs: null, leaves: undefined });
    expect(casRegister.flow?.(operation(['write', 4]))).toEqual({ needs: undefined, leaves: 4 });
    expect(casRegister.flow?.(operation(['cas', [4, 5]]))).toEqual({ needs: 4, leaves: 5 });
    expect(casRegister.flow?.(operation(['cas', [4, 5], false]))).toBeUndefined();
  });

  test('a cas that is not a pair of values is told', () => {
    expect(casRegister.misfit?.(operation(['cas', 3]), 'ok')?.found).toBe('3');
    expect(casRegister.misfit?.(operation(['cas']), 'info')?.found).toBe('no value');
    expect(casRegister.misfit?.(operation(['cas', [1, 2]]), 'ok')).toBeUndefined();
  });
});

describe('kv', () => {
  test('appends add to the text, writes replace it, and nothing reads as the empty text', () => {
    expect(stateAfter(kv, [['read'], ['append', 'a'], ['append', 'b'], ['read', undefined, 'ab']])).toBe('"ab"');
    expect(
      stateAfter(kv, [
        ['append', 'a'],
        ['write', 'c'],
        ['read', undefined, 'c'],
      ]),
    ).toBe('"c"');
    expect(possible(kv, [['read', undefined, ''], ['read', undefined, null], ['append', 'a'], ['read']])).toBe(3);
  });

  test('keys hold texts', () => {
    expect(() => kv.initial(3)).toThrow('begins with a text, found 3');
    expect(kv.misfit?.(operation(['append', 3]), 'ok')).toEqual({ expected: 'a text', found: '3' });
    expect(kv.misfit?.(operation(['read']), 'ok')).toBeUndefined();
  });

  test('an append needs no particular text, and so has no flow', () => {
    expect(kv.flow?.(operation(['append', 'a']))).toBeUndefined();
    expect(kv.flow?.(operation(['read']))).toEqual({ needs: '', leaves: undefined });
  });
});

describe('multi-register', () => {
  test('a transaction does its steps in their order at one instant', () => {
    const swap = [
      ['r', 'x', 1],
      ['w', 'x', 2],
      ['r', 'x', 2],
    ];
    expect(
      possible(multiRegister, [
        ['write', [['x', 1]]],
        ['txn', swap, swap],
      ]),
    ).toBe(2);
    expect(possible(multiRegister, [['txn', swap, swap]])).toBe(0);
  });

  test('reads and writes of several registers see all of them', () => {
    const read = [
      ['x', 1],
      ['y', 2],
    ];
    expect(
      possible(multiRegister, [
        ['write', read],
        [
          'read',
          [
            ['x', null],
            ['y', null],
          ],
          read,
        ],
      ]),
    ).toBe(2);
    expect(
      possible(multiRegister, [
        ['write', [['x', 1]]],
        ['read', undefined, read],
      ]),
    ).toBe(1);
  });

  test('names may be keywords', () => {
    const steps = [
      [':read', ':x', 0],
      [':write', ':y', 1],
    ];
    expect(stateAfter(multiRegister, [['txn', steps, steps]], { x: 0, y: 0 })).toBe('{"x":0,"y":1}');
  });

  test('of a transaction that returned nothing the reads are unknown', () => {
    expect(
      possible(multiRegister, [
        [
          'txn',
          [
            ['r', 'x', 5],
            ['w', 'y', 1],
          ],
        ],
        ['read', undefined, [['y', 1]]],
      ]),
    ).toBe(2);
  });

  test('an emptied register is as one that nobody wrote', () => {
    const emptied = multiRegister.step(multiRegister.initial({ x: 1 }), operation(['write', [['x', null]]]));
    expect(emptied).toEqual(multiRegister.initial(undefined));
  });

  test('what is no list of steps is told', () => {
    expect(multiRegister.misfit?.(operation(['write', 'x']), 'ok')?.found).toBe('"x"');
    expect(multiRegister.misfit?.(operation(['txn', [['x', 1]]]), 'ok')?.expected).toContain('[op, register, value]');
    expect(multiRegister.misfit?.(operation(['txn', [['r', 'x', null]]]), 'ok')?.found).toBe(
      'no value in its completion',
    );
    expect(multiRegister.misfit?.(operation(['txn', [['r', 'x', null]]]), 'info')).toBeUndefined();
    expect(() => multiRegister.initial([1])).toThrow('begins with an object of values, found [1]');
  });
});
