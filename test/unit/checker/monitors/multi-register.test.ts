/**
 * Goal: the monitor of several registers judges each by itself, and its one order agrees with real time across them.
 * Method: hand-written histories of transactions over one register each.
 */
import { describe, expect, test } from 'vitest';
import { multiRegister } from '../../../../src/checker/models/multi-register.ts';
import { monitorMultiRegister } from '../../../../src/checker/monitors/multi-register.ts';
import type { Value } from '../../../../src/history/value.ts';
import { subjectOf } from '../../../support/drawn-history.ts';

const judge = (drawing: readonly string[], initial?: Value) =>
  monitorMultiRegister(subjectOf(multiRegister, drawing, initial));

describe('transactions over one register each', () => {
  test('the order of one register is woven into that of the other', () => {
    const answer = judge([
      'txn [["w","x",1]] = [["w","x",1]] |-------------------|',
      'txn [["w","y",1]] = [["w","y",1]]   |--|',
      'txn [["r","x",null]] = [["r","x",null]] |--|',
      'txn [["r","y",null]] = [["r","y",1]]            |--|',
      'txn [["r","x",null]] = [["r","x",1]]                 |--|',
    ]);
    expect(answer).toEqual({ verdict: 'linearizable', order: Int32Array.of(1, 2, 0, 3, 4) });
  });

  test('reading and writing at one instant is to compare and set', () => {
    const swap = (bar: string): string => `txn [["r","x",null],["w","x",2]] = [["r","x",1],["w","x",2]] ${bar}`;
    expect(judge([swap('|--|')], { x: 1 })?.verdict).toBe('linearizable');
    expect(judge([swap('|--|')], { x: 3 })?.verdict).toBe('not-linearizable');
    expect(
      judge([swap('|--|'), 'read [["x",null]] = [["x",1]]                                      |--|'], { x: 1 })
        ?.verdict,
    ).toBe('not-linearizable');
  });

  test('one register without an order decides, also where another has a value with two writers', () => {
    const drawing = [
      'write [["x",1]] |--|',
      'write [["x",1]]      |--|',
      'read [["x",null]] = [["x",1]]  |--|',
      'read [["y",null]] = [["y",7]]       |--|',
    ];
    expect(judge(drawing)).toMatchObject({ verdict: 'not-linearizable', culprits: [3] });
    expect(judge(drawing.slice(0, 3))).toBeUndefined();
  });

  test('what contradicts itself is possible nowhere', () => {
    const torn = 'txn [["r","x",null],["r","x",null]] = [["r","x",1],["r","x",2]] |--|';
    expect(judge([torn])).toMatchObject({ verdict: 'not-linearizable', culprits: [0] });
  });
});

test('transactions over several registers are left to the search', () => {
  expect(judge(['txn [["w","x",1],["w","y",1]] = [["w","x",1],["w","y",1]] |--|'])).toBeUndefined();
});
