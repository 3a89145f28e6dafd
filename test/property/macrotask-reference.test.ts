/**
 * Goal: the synchronous drain runs everything that a woken candidate has to do, and nothing else decides the order.
 * Method: the same worlds once drained synchronously and once with a macrotask of the platform after each wake, in which
 * promises, ticks and generators certainly come to rest; an adapter with every asynchronous construct; generated plans.
 */
import { expect, test } from 'vitest';
import { compareDrains } from '../support/compare-drains.ts';
import { layeredAdapter } from '../support/layered-adapter.ts';

test('event logs of the synchronous drain equal those of a macrotask per wake', async () => {
  const events = await compareDrains({ adapter: layeredAdapter, seed: 7, plans: 220 });

  const kinds = new Set(events.map((event) => (event.type === 'fault-start' ? event.kind : event.type)));
  for (const kind of ['elected', 'lost', 'crashed', 'cut', 'hold', 'pause', 'pause-at', 'store-restart'])
    expect(kinds).toContain(kind);
});
