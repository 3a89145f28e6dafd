/**
 * Goal: a call by which a holder stays the holder is a renewal, whatever the counter does.
 * Method: a quiet plan, simulated; grants are counted against elections.
 */
import { expect, test } from 'vitest';
import { judge } from '../../../src/judge/judge.ts';
import { loadAdapter } from '../../../src/load-adapter.ts';
import { simulate } from '../../../src/testbed/simulated/simulate.ts';
import { quietPlan } from '../../support/simulated-plan.ts';

const counter = await loadAdapter(new URL('../../../adapters/redis-counter/', import.meta.url));

test('one leadership is one grant and its renewals, and its tokens are judged', async () => {
  const history = await simulate(
    counter,
    quietPlan({ candidates: [{ id: 'a', joinMs: 0, restMs: 4000, holdMs: 5000 }] }),
  );
  const times = (type: string): number => history.events.filter((event) => event.type === type).length;
  expect(times('elected')).toBeGreaterThan(2);
  expect(times('granted')).toBe(times('elected'));
  expect(times('renewed')).toBeGreaterThan(3 * times('granted'));
  const verdicts = new Map(judge(history, { holdTo: 'claims' }).map((verdict) => [verdict.property, verdict]));
  expect(verdicts.get('S2a')).toMatchObject({ verdict: 'holds', judged: times('granted') - 1 });
});
