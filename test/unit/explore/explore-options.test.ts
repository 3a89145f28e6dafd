/** Goal: the command line of `npm run explore` means what its help says. Method: arguments in, a request out. */
import { expect, test } from 'vitest';
import { readRequest, UsageError } from '../../../src/explore/explore-options.ts';
import { scopes } from '../../../src/explore/scopes.ts';

test('without arguments every scope is explored, and what is kept is compared', () => {
  expect(readRequest([])).toMatchObject({ kind: 'explore', scopes, without: [], isWhole: true });
});

test('a scope can be chosen and changed, and a guard taken away', () => {
  const request = readRequest(
    '--scope exclusivity --lease 5 --validity 4 --pause 1 --step 0 --electors 3 --without given-up-is-over --max-states 10 --property S4'.split(
      ' ',
    ),
  );
  expect(request).toMatchObject({
    kind: 'explore',
    isWhole: false,
    options: { statesMax: 10, properties: ['S4'] },
    without: [{ name: 'given-up-is-over' }],
    scopes: [
      {
        name: 'exclusivity',
        scope: {
          electors: 3,
          time: { leaseTicks: 5, validityTicks: 4, pauseTicks: 1, stepTicks: 0, replyTicks: 5, anchor: 'send' },
        },
      },
    ],
  });
});

test('time is not given to a scope that has none', () => {
  expect(readRequest(['--scope', 'fencing', '--lease', '5'])).toMatchObject({
    scopes: [{ scope: { time: undefined } }],
  });
});

test.each([
  [['--scope', 'nowhere'], 'there is no scope nowhere'],
  [['--property', 'L1'], 'the model has no invariant of L1'],
  [['--without', 'nothing'], 'there is no guard nothing'],
  [['--lease', '0'], '--lease needs a whole number from 1 on, not 0'],
  [['--step=-1'], '--step needs a whole number from 0 on, not -1'],
  [['--anchor', 'middle'], '--anchor is send or receipt, not middle'],
  [['--unknown'], 'unknown'],
])('%j is refused', (args, message) => {
  expect(() => readRequest(args)).toThrow(UsageError);
  expect(() => readRequest(args)).toThrow(message);
});

test('other requests', () => {
  expect(readRequest(['--coverage', 'reports/latest'])).toEqual({ kind: 'coverage', folder: 'reports/latest' });
  expect(['--list', '--graph', '--help'].map((each) => readRequest([each]).kind)).toEqual(['list', 'graph', 'help']);
});
