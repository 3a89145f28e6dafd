/**
 * Goal: a process tells what it does in the order in which it does it, however it is stopped. Method: two pauses at
 * positions of its code, the second while it stands still in the first, at many positions.
 */
import { expect, test, vi } from 'vitest';
import adapter from '../../../../adapters/redis-fencing/adapter.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { faultAt, quietPlan } from '../../../support/simulated-plan.ts';

vi.setConfig({ testTimeout: 60_000 });

const positions = [1, 3, 5, 7, 9];

test('operations are invoked in the order of their numbers, also where a pause is prolonged in the middle of a turn', async () => {
  const disordered: string[] = [];
  for (const first of positions)
    for (const second of positions) {
      const { events } = await simulate(
        adapter,
        quietPlan({
          leaseTtlMs: 1000,
          workload: { writeEveryMs: 100, observeEveryMs: 130 },
          faults: [
            faultAt(1130, { kind: 'pause-at', forMs: 700, amount: first }),
            faultAt(1140, { kind: 'pause-at', forMs: 1000, amount: second }),
          ],
        }),
      );
      const last = new Map<string, number>();
      for (const event of events) {
        if (event.type !== 'invoke') continue;
        if (event.op < (last.get(event.who) ?? -1)) disordered.push(`${first} ${second}: ${event.who} ${event.op}`);
        last.set(event.who, event.op);
      }
    }
  expect(disordered).toEqual([]);
});
