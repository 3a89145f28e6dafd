/** Goal: every event that is a transition is one of the rows of the coverage matrix, and each row has its sentence. */
import { expect, test } from 'vitest';
import { actionOf, actions } from '../../../spec/actions.ts';
import { historyOf } from '../../golden/build-history.ts';

const { events } = historyOf()
  .campaigns(900, 'a#0')
  .granted(1000, 'a#0', { token: 1 })
  .elected(1010, 'a#0', 1)
  .wrote(1100, 'a#0')
  .granted(2000, 'b#0', { token: 2, replaced: 'a#0' })
  .paused(2100, 2200, 'a#0')
  .crashed(3000, 'a#0')
  .build();

test('each row is named once and says what happens', () => {
  expect(new Set(actions.map(({ name }) => name)).size).toBe(actions.length);
  for (const { sentence } of actions) expect(sentence).toMatch(/^[A-Z].*\.$/);
});

test('a history is told in transitions; what the nemesis does is none', () => {
  expect(events.map((event) => actionOf(event))).toEqual([
    'campaign',
    'granted',
    'elected',
    'write-applied',
    'overwritten',
    undefined,
    undefined,
    'crashed',
    undefined,
  ]);
});

test('a completion is a transition by what was invoked', () => {
  const info = { at: 0, who: 'a#0', type: 'info', op: 1 } as const;
  const ok = { at: 0, who: 'a#0', type: 'ok', op: 1 } as const;
  expect([actionOf(ok, 'resign'), actionOf(info, 'resign'), actionOf(info, 'campaign'), actionOf(ok, 'write')]).toEqual(
    ['resign-ok', 'resign-unknown', 'cancel-campaign', undefined],
  );
});
