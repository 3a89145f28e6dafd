// Goal: bounded bypass is judged where it is claimed, on histories that an implementation made: a queue keeps its bound, a
// stack lets one candidate starve. Three candidates, each of which resigns after two seconds and campaigns again at once.
import { expect, test, vi } from 'vitest';
import type { Verdict } from '../../../spec/property.ts';
import { judge } from '../../../src/judge/judge.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { simulateEach } from '../../../src/testbed/simulated/simulate.ts';
import reference from '../../../adapters/redis-fencing/adapter.ts';
import type { ElectionAdapter } from '../../../src/adapter.ts';
import { queueAdapter } from '../../support/queue-adapter.ts';
import { quietPlan } from '../../support/simulated-plan.ts';

// Hundreds of histories take seconds where other tests run beside them.
vi.setConfig({ testTimeout: 60_000 });

const plans: readonly Plan[] = Array.from({ length: 8 }, (_, seed) =>
  quietPlan({
    seed,
    candidates: ['a', 'b', 'c'].map((id, place) => ({ id, joinMs: 100 * place, holdMs: 2000, restMs: 0 })),
    workload: { writeEveryMs: 0, observeEveryMs: 0 },
    endings: { healAtMs: 55_000, degradeAtMs: 58_000, degraded: { candidate: 'c', kind: 'cut' }, endMs: 60_000 },
  }),
);

async function verdicts(adapter: ElectionAdapter): Promise<readonly Verdict[]> {
  const found: Verdict[] = [];
  await simulateEach(adapter, plans, (history) => {
    found.push(...judge(history, { holdTo: 'claims' }).filter(({ property }) => property === 'L7'));
  });
  return found;
}

test('a queue passes nobody over more often than there are others', async () => {
  for (const verdict of await verdicts(queueAdapter('fifo', 3))) {
    expect(verdict).toMatchObject({ verdict: 'holds' });
    expect(verdict.judged).toBeGreaterThan(10);
  }
});

test('a stack starves who asked first', async () => {
  const found = await verdicts(queueAdapter('lifo', 3));
  expect(found.filter(({ verdict }) => verdict === 'violated').length).toBeGreaterThan(4);
  expect(found.find(({ witness }) => witness !== undefined)?.witness?.sentence).toMatch(
    /^[abc]#0 campaigns without hindrance from .* others \([abc, ]+\) have been elected 3 times; it should be passed over at most 2 times\.$/,
  );
});

test('who promises no bound is not held to one', async () => {
  for (const verdict of await verdicts(reference)) expect(verdict.verdict).toBe('not-claimed');
});
