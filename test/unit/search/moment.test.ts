/** What the display of a search shows of a history that passed in virtual time. */
import { expect, test } from 'vitest';
import { troubledMoment } from '../../../src/search/moment.ts';
import { historyOf } from '../../golden/build-history.ts';

test('the moment is just after the last fault began, with what was going on then', () => {
  const history = historyOf()
    .elected(1_000, 'a#0', 1)
    .fault(2_000, 9_000, 'cut', { from: 'a', to: 'store' })
    .fault(3_000, 4_000, 'slow', { from: 'b', to: 'store', amount: 1 })
    .elected(5_000, 'b#0', 2)
    .paused(6_000, 20_000, 'b#0')
    .lost(10_000, 'a#0')
    .build();
  expect(troubledMoment(history)).toEqual({
    faultsActive: ['cut', 'pause'],
    beliefs: [
      { candidate: 'a', leader: 'a' },
      { candidate: 'b', leader: 'b' },
    ],
  });
});

test('without a fault it is the end', () => {
  const history = historyOf().elected(1_000, 'a#0', 1).lost(2_000, 'a#0').elected(3_000, 'b#0', 2).build();
  expect(troubledMoment(history)).toEqual({
    faultsActive: [],
    beliefs: [{ candidate: 'a' }, { candidate: 'b', leader: 'b' }],
  });
});
