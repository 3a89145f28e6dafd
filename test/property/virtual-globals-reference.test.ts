/**
 * Goal: virtual globals are sound under the synchronous drain: unmodified code that waits through timers, events and
 * promises comes to rest in each turn, and its log does not depend on how the queues are drained.
 * Method: the same worlds of an ordinary class, once drained synchronously and once with a macrotask of the platform
 * after each wake; generated plans.
 */
import '../../src/testbed/simulated/world-worker.ts';
import { test } from 'vitest';
import { loadAdapter } from '../../src/load-adapter.ts';
import { runByMacrotasks } from '../../src/testbed/simulated/drain.ts';
import { guardPlatform } from '../../src/testbed/simulated/globals.ts';
import type { World } from '../../src/testbed/simulated/world.ts';
import { compareDrains } from '../support/compare-drains.ts';

const adapter = await loadAdapter(new URL('../../adapters/redis-article-class/', import.meta.url));

test('event logs of the synchronous drain equal those of a macrotask per wake', async () => {
  await compareDrains({ adapter, seed: 11, plans: 30, run: guarded });
});

/** `simulateEach` guards the platform by itself; a world that is run by hand has to be guarded by hand. */
async function guarded(world: World): Promise<void> {
  guardPlatform({ onMistake: (mistake) => world.blame(mistake), platform: () => world.platform });
  try {
    await runByMacrotasks(world);
  } finally {
    guardPlatform(undefined);
  }
}
