/** How the election stood around a violation: before, during and after, from the whole history. */
import { expect, test } from 'vitest';
import { momentsAround } from '../../../../src/report/exhibit/election-moment.ts';
import { counterexample, history } from '../example-run.ts';

test('before, while and after: who believed, whom the store named, how far tokens had come', () => {
  expect(momentsAround(history, counterexample.witness)).toEqual([
    {
      when: 'just before 9.312 s',
      believers: ['a#0, token 3', 'b#0, token 4'],
      named: ['b#0, token 4'],
      token: '4',
      applied: '4',
    },
    {
      when: 'while it was broken, at 9.866 s',
      believers: ['a#0, token 3', 'b#0, token 4'],
      named: ['b#0, token 4'],
      token: '4',
      applied: '4',
    },
    { when: 'just after 10.420 s', believers: ['b#0, token 4'], named: ['b#0, token 4'], token: '4', applied: '4' },
  ]);
});

test('a violation without length has no middle, one at the start nothing before, one at the end nothing after', () => {
  const whens = (fromUs: number, toUs: number): readonly string[] =>
    momentsAround(history, { fromUs, toUs }).map(({ when }) => when);
  expect(whens(2_000_000, 2_000_000)).toEqual(['just before 2.000 s', 'just after 2.000 s']);
  expect(whens(0, 20_000_000)).toEqual(['while it was broken, at 10.000 s', 'at the end, 20.000 s']);
});

test('tokens are compared as numbers, and one that was refused is seen but not applied', () => {
  const events = [
    ...history.events.filter(({ at }) => typeof at === 'number' && at < 1_000_000),
    { at: 1_000_000, who: 'resource', type: 'applied', n: 1, by: 'a#0', leadership: 1, token: '9' },
    { at: 1_100_000, who: 'resource', type: 'refused', n: 2, by: 'b#0', leadership: 1, token: '10' },
    { at: 2_000_000, who: 'nemesis', type: 'phase', phase: 'end' },
  ] as const;
  const [, after] = momentsAround({ ...history, events }, { fromUs: 1_500_000, toUs: 1_500_000 });
  expect([after?.token, after?.applied]).toEqual(['10', '9']);
});
