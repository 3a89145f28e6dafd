/**
 * What people read about histories that have no order. Method: one small history for each shape of contradiction, with the
 * sentence that it deserves; and one explanation as the terminal shows it, whole.
 */
import { describe, expect, test } from 'vitest';
import { checkHistory, type CheckLimits } from '../../src/checker/check-history.ts';
import { explain } from '../../src/checker/explain/explain.ts';
import type { Explanation } from '../../src/checker/explain/explanation.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { parseClientHistory } from '../../src/history/formats/read-client-history.ts';
import type { Value } from '../../src/history/value.ts';
import { renderExplanation } from '../../src/report/terminal/terminal-explanation.ts';

const limits: CheckLimits = { timeMs: 20_000, bytesMax: 2 ** 28, nowMs: () => performance.now() };

/** `call`: the operation begins; otherwise how it ends. What is not said in a completion is as in the invocation. */
type Event = readonly [process: number, type: 'call' | 'ok' | 'info' | 'fail', f: string, value?: Value];

/** One operation after the other: each is called and ends ok before the next one begins. */
function inTurn(...operations: readonly (readonly [process: number, f: string, value?: Value])[]): readonly Event[] {
  return operations.flatMap(([process, f, value = null]): Event[] => {
    const returns = f === 'read' || f === 'observe' || (f === 'acquire' && value !== null);
    return [
      [process, 'call', f, returns ? null : value],
      [process, 'ok', f, value],
    ];
  });
}

function explained(name: string, events: readonly Event[]): Explanation {
  const lines = events.map(([process, type, f, value = null]) =>
    JSON.stringify({ process, type: type === 'call' ? 'invoke' : type, f, value }),
  );
  const { history } = parseClientHistory(lines.join('\n'), { source: 'history.jsonl', format: 'jsonl' });
  const model = modelNamed(name);
  if (model === undefined) throw new Error(`there is no model ${name}`);
  const explanation = explain(history, checkHistory(history, { model, limits }), { model, limits });
  if (explanation === undefined) throw new Error('the history has an order');
  return explanation;
}

describe('a register', () => {
  test('a stale read after a write', () => {
    const { headline, core, context, failing, certainty } = explained(
      'register',
      inTurn([1, 'write', 0], [2, 'write', 3], [3, 'read', 0]),
    );
    expect(headline).toBe('Process 3 read 0 although 3 had been written before it began and nothing wrote 0 again.');
    expect(core.map(({ place }) => place)).toEqual([1, 2]);
    expect(context.map(({ place }) => place)).toEqual([0]);
    expect(failing).toMatchObject({ place: 2, role: 'failing', does: 'reads 0', where: 'lines 5 and 6' });
    expect(certainty).toBe('confirmed');
  });

  test('a stale read after a read of what came later', () => {
    const { headline } = explained('register', [
      [1, 'call', 'write', 1],
      [1, 'ok', 'write', 1],
      [2, 'call', 'write', 2],
      ...inTurn([3, 'read', 2], [4, 'read', 1]),
      [2, 'ok', 'write', 2],
    ]);
    expect(headline).toBe(
      'Process 4 read 1 although process 3 had read 2 before it began and nothing wrote 1 in between.',
    );
  });

  test('a value that nobody wrote, which another beginning would explain', () => {
    const { headline, hints } = explained('register', inTurn([1, 'read', 7], [2, 'write', 1]));
    expect(headline).toBe('Process 1 read 7 although nobody wrote that.');
    expect(hints).toEqual(["Beginning with 7, this would be linearizable: --initial '7'."]);
  });

  test('a read from the future', () => {
    const { headline, hints } = explained('register', inTurn([0, 'read'], [1, 'read', 7], [2, 'write', 7]));
    expect(headline).toBe('Process 1 read 7 before anybody wrote that: process 2 began to only afterwards.');
    expect(hints).toEqual([]);
  });

  test('two values that alternate', () => {
    const { headline, core } = explained('register', [
      [1, 'call', 'write', 1],
      [2, 'call', 'write', 2],
      ...inTurn([3, 'read', 1], [4, 'read', 2], [5, 'read', 1]),
      [1, 'ok', 'write', 1],
      [2, 'ok', 'write', 2],
    ]);
    expect(headline).toBe(
      'Process 5 read 1 although process 4 had read 2 before it began, and given what 2 others did nothing can have written 1 in between.',
    );
    expect(core.map(({ does }) => does)).toEqual(['writes 1', 'reads 1', 'reads 2', 'reads 1']);
  });

  test('an indeterminate write takes effect once', () => {
    const { headline, core } = explained('register', [
      [1, 'call', 'write', 1],
      [1, 'info', 'write', 1],
      ...inTurn([3, 'read', 1], [2, 'write', 2], [4, 'read', 1]),
    ]);
    expect(headline).toMatch(
      /^Process 4 read 1 although 2 had been written before it began, and given what 2 others did/,
    );
    expect(core[0]).toMatchObject({ does: 'writes 1', outcome: 'info' });
  });

  test('a cas from a value that was not there', () => {
    const { headline } = explained('cas-register', inTurn([1, 'write', 1], [2, 'cas', [5, 6]]));
    expect(headline).toBe('Process 2 replaced 5 by 6, which needs 5 to be there, although nobody wrote that.');
  });
});

describe('locks', () => {
  test.each(['mutex', 'owner-mutex', 'reentrant-mutex'])('%s: two holders', (model) => {
    const { headline } = explained(model, inTurn([1, 'acquire'], [2, 'acquire'], [1, 'release']));
    expect(headline).toBe('Process 2 acquired the lock while process 1 still held it: nobody released it in between.');
  });

  test('a release of what nobody held', () => {
    expect(explained('mutex', inTurn([1, 'release'])).headline).toBe(
      'Process 1 released the lock although nobody can have held it for that.',
    );
    expect(explained('mutex', inTurn([1, 'acquire'], [1, 'release'], [2, 'release'])).headline).toBe(
      'Process 2 released the lock after process 1 had, and nobody can have acquired it in between.',
    );
  });

  test('a release by another', () => {
    expect(explained('owner-mutex', inTurn([1, 'acquire'], [2, 'release'])).headline).toBe(
      'Process 2 released the lock although nobody can have held it for that.',
    );
  });

  test('a reentrant lock that was released too seldom', () => {
    const { headline, core } = explained(
      'reentrant-mutex',
      inTurn([1, 'acquire'], [1, 'acquire'], [1, 'release'], [2, 'acquire']),
    );
    expect(headline).toBe(
      'Process 2 acquired the lock while process 1 still held it: nobody can have released it often enough by then.',
    );
    expect(core.length).toBe(4);
  });
});

describe('tokens and terms', () => {
  test('a token that goes back', () => {
    const { headline } = explained(
      'fenced-lock',
      inTurn([1, 'acquire', { token: '5' }], [2, 'acquire', { token: '4' }]),
    );
    expect(headline).toBe(
      'The token goes back: process 2 acquired with token 4 after process 1 had acquired with token 5.',
    );
  });

  test('a token that was given twice', () => {
    const { headline } = explained(
      'fenced-lock',
      inTurn([1, 'acquire', { token: '5' }], [2, 'acquire', { token: '5' }]),
    );
    expect(headline).toBe('Token 5 was given twice: to process 1 and to process 2.');
  });

  test('a view of a leader who was followed already', () => {
    const { headline } = explained(
      'leader-lease',
      inTurn(
        [1, 'acquire', { token: '1' }],
        [2, 'acquire', { token: '2' }],
        [3, 'observe', { token: '1', owner: '1' }],
      ),
    );
    expect(headline).toBe(
      'The token goes back: process 3 saw that 1 holds with token 1 after process 2 had acquired with token 2.',
    );
  });

  test('a view of a token that nobody got', () => {
    const { headline } = explained(
      'fenced-lock',
      inTurn([1, 'acquire', { token: '1' }], [3, 'observe', { token: '9', owner: '1' }]),
    );
    expect(headline).toBe('Process 3 saw that 1 holds with token 9 although nobody got that token.');
  });

  test('a store that accepts an outdated write', () => {
    const { headline } = explained(
      'fenced-store',
      inTurn([1, 'write', { token: '5', value: 1 }], [2, 'write', { token: '4', value: 2 }]),
    );
    expect(headline).toBe(
      'The token goes back: process 2 wrote token 4 with 2 after process 1 had written token 5 with 1.',
    );
  });

  test('a term with two owners', () => {
    const { headline } = explained(
      'set-once',
      inTurn([1, 'write', { token: '3', owner: 'a' }], [2, 'write', { token: '3', owner: 'b' }]),
    );
    expect(headline).toBe(
      'Term 3 has two owners, a and b: process 1 claimed term 3 for a, and process 2 claimed term 3 for b.',
    );
  });

  test('a source that goes back', () => {
    const { headline } = explained(
      'monotonic-token',
      inTurn([1, 'acquire', { token: '5' }], [2, 'read', { token: '4' }]),
    );
    expect(headline).toMatch(/^Process 2 saw token 4|^The token goes back: process 2 saw token 4/);
  });
});

test('the terminal shows a drawing, the story, how far an order comes, and why no further', () => {
  const explanation = explained('register', inTurn([0, 'read'], [1, 'write', 0], [2, 'write', 3], [3, 'read', 0]));
  expect(`\n${renderExplanation(explanation, { columns: 80, colors: false })}\n`).toBe(`
Process 3 read 0 although 3 had been written before it began and nothing wrote 0
again.

1  |1 writes 0.|
2                |2 writes 3-|
3                              |3 reads 0=|
   |==| cannot be placed   |--| contradicts it   |..| context

  1. Process 1 wrote 0.
  2. Process 2 wrote 3, beginning when 1 had ended.
  3. Process 3 read 0, beginning when 2 had ended.

0 was there before 3, and 3 before 0, yet each of them was written once.
These 2 operations have no order, even when each of the 2 other operations takes
effect as often as it likes while it runs, or not at all. As soon as any one of
the 2 may do so, too, there is an order: none can be left out.
Brute force over these operations says the same.

The longest legal prefix orders 3 operations: all that completed before the
failing one. It ends:
    (the register holds nothing)
    process 0 reads nothing: the register holds nothing
    process 1 writes 0: the register holds 0
    process 2 writes 3: the register holds 3

Process 3 cannot read 0 next: the register holds 3.
`);
});

test('of a history of several objects, the explanation names the one that has no order', () => {
  const lines = [
    ['x', 'a', 'a'],
    ['y', 'b', 'c'],
  ].flatMap(([key, written, read], process) =>
    [
      { process, type: 'invoke', f: 'write', key, value: written },
      { process, type: 'ok', f: 'write', key, value: written },
      { process, type: 'invoke', f: 'read', key, value: null },
      { process, type: 'ok', f: 'read', key, value: read },
    ].map((event) => JSON.stringify(event)),
  );
  const { history } = parseClientHistory(lines.join('\n'), { format: 'jsonl' });
  const model = modelNamed('kv');
  if (model === undefined) throw new Error('there is no model kv');
  const explanation = explain(history, checkHistory(history, { model, limits }), { model, limits });
  if (explanation === undefined) throw new Error('the history has an order');
  expect(explanation).toMatchObject({ object: 'y', operations: 2 });
  expect(renderExplanation(explanation, { columns: 80, colors: false })).toContain('Of y, with 2 operations:');
});

test('names of clients cannot command the terminal', () => {
  const explanation = explained('register', inTurn([1, 'write', 'x\u001b[2J\u202e'], [2, 'read', 'y\u001b]0;z\u0007']));
  const text = renderExplanation(explanation, { columns: 80, colors: false });
  expect(text).not.toMatch(/[\u001b\u0007\u202e]/);
});
