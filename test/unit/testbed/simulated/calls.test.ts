/** What a call of the port is to the claims and to message faults, the same as on every other testbed. */
import { expect, test } from 'vitest';
import type { ElectionAdapter } from '../../../../src/adapter.ts';
import type { Fault } from '../../../../src/plan/plan.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { probeAdapter, type Probe } from '../../../support/probe-adapter.ts';
import { faultAt, quietPlan } from '../../../support/simulated-plan.ts';

/** One candidate that does what `probe` says, and whose requests last 700 ms. */
async function run(probe: Probe, faults: readonly Fault[]): Promise<void> {
  const plain = probeAdapter(probe);
  const adapter: ElectionAdapter = {
    ...plain,
    claims: (options) => {
      const claims = plain.claims(options);
      return { ...claims, timing: { ...claims.timing, requestTimeoutMs: 700 } };
    },
  };
  await simulate(
    adapter,
    quietPlan({
      candidates: [{ id: 'a', joinMs: 0, restMs: 500 }],
      workload: { writeEveryMs: 0, observeEveryMs: 0 },
      faults,
    }),
  );
}

const onA = (fault: Partial<Fault> & Pick<Fault, 'kind'>): Fault => faultAt(0, { target: 'candidate:a', ...fault });

test('a call without a deadline lasts as long as the claims say that a request does', async () => {
  const lasted: number[] = [];
  await run(
    async ({ redis, clock }) => {
      const startMs = clock.monotonicMs();
      await redis.get('x').catch(() => undefined);
      lasted.push(Math.round(clock.monotonicMs() - startMs));
    },
    [onA({ kind: 'cut', forMs: 5000 })],
  );
  expect(lasted).toEqual([700]);
});

test('every armed fault counts every message, also one that another fault takes', async () => {
  const answered: string[] = [];
  await run(
    async ({ redis }) => {
      for (const key of ['1', '2', '3', '4', '5']) {
        await redis.get(key, { timeoutMs: 50 }).then(
          () => answered.push(key),
          () => undefined,
        );
      }
    },
    [2, 3, 3].map((nth) => onA({ kind: 'drop', forMs: 0, message: { nth, leg: 'request' } })),
  );
  // Of two that want the same message one gets the next.
  expect(answered).toEqual(['1', '5']);
});
