/** The words of explanations: what models say of operations, in the forms that sentences need. */
import { expect, test } from 'vitest';
import type { ShownOperation } from '../../../../src/checker/explain/explanation.ts';
import { meaningOf, storyOf } from '../../../../src/checker/explain/story.ts';
import { asInfinitive, asParticiple, inPast, listed, sentence } from '../../../../src/checker/explain/words.ts';

test.each([
  ['writes 3', 'wrote 3', 'written 3', 'write 3'],
  ['reads "writes"', 'read "writes"', 'read "writes"', 'read "writes"'],
  [
    'sees that a holds with token 1',
    'saw that a holds with token 1',
    'seen that a holds with token 1',
    'see that a holds with token 1',
  ],
  ['is refused token 3', 'was refused token 3', 'been refused token 3', 'be refused token 3'],
  [
    'writes 3 to x, reads 4 from y',
    'wrote 3 to x, read 4 from y',
    'written 3 to x, read 4 from y',
    'write 3 to x, read 4 from y',
  ],
  ['hops', 'hops', 'hops', 'hops'],
])('%s', (does, past, participle, infinitive) => {
  expect(inPast(does)).toBe(past);
  expect(asParticiple(does)).toBe(participle);
  expect(asInfinitive(does)).toBe(infinitive);
});

test('lists and sentences', () => {
  expect(listed([])).toBe('');
  expect(listed(['a'])).toBe('a');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
  expect(sentence('so it is')).toBe('So it is.');
  expect(sentence('Is it?')).toBe('Is it?');
});

function operation(process: string, does: string, call: number, end?: number): ShownOperation {
  return {
    place: call,
    role: 'core',
    process,
    does,
    did: inPast(does),
    outcome: end === undefined ? 'info' : 'ok',
    call,
    ...(end === undefined ? {} : { end }),
    where: '',
  };
}

test('a story tells of each operation what had ended and what ran when it began', () => {
  expect(
    storyOf([
      operation('a', 'writes 1', 0, 4),
      operation('b', 'writes 2', 1, 2),
      operation('c', 'writes 3', 3),
      operation('d', 'reads 2', 5, 6),
      operation('e', 'writes 4', 7),
    ]),
  ).toEqual([
    'Process a wrote 1.',
    'Process b wrote 2, while 1 ran.',
    'Process c may have written 3, at any time after 2 had ended.',
    'Process d read 2, beginning when 1 had ended.',
    'Process e may have written 4, at any time after 4 had ended.',
  ]);
});

test('the meaning of a core says how sure it is, and what is not shown', () => {
  const confirmed = meaningOf({ core: 2, others: 1, omitted: 0 }, 'confirmed');
  expect(confirmed[0]).toMatch(/^These 2 operations have no order, even when the other operation takes effect/);
  expect(confirmed[1]).toMatch(/^Brute force/);
  expect(meaningOf({ core: 1, others: 0, omitted: 0 }, 'minimal')).toEqual(['This operation is impossible.']);
  expect(meaningOf({ core: 30, others: 5, omitted: 6 }, 'minimal')[0]).toBe(
    '6 earlier operations of the contradiction are not shown.',
  );
  expect(meaningOf({ core: 2, others: 5, omitted: 0 }, 'none')[0]).toMatch(/^No smaller contradiction was found/);
});
