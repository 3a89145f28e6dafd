/**
 * Goal: a message fault that is anchored to an event counts from the very next message, also one of the same turn.
 * Method: the reference, undisturbed but for one such fault; when it hits, and what has not happened by then.
 */
import { describe, expect, test } from 'vitest';
import reference from '../../../../adapters/redis-fencing/adapter.ts';
import type { FaultEvent, HistoryEvent } from '../../../../spec/history.ts';
import type { Anchor, Fault } from '../../../../src/plan/plan.ts';
import { simulate } from '../../../../src/testbed/simulated/simulate.ts';
import { quietPlan } from '../../../support/simulated-plan.ts';

function dropped(event: Extract<Anchor, { event: unknown }>['event'], leg: 'request' | 'response'): Fault {
  return {
    kind: 'drop',
    anchor: { event, nth: 1 },
    afterMs: 0,
    target: 'candidate:a',
    forMs: 0,
    message: { nth: 1, leg },
  };
}

/** What happened up to the first fault, and the fault. */
async function upToTheFault(fault: Fault): Promise<{ before: readonly HistoryEvent[]; hit: FaultEvent | undefined }> {
  const { events } = await simulate(
    reference,
    quietPlan({ candidates: [{ id: 'a', joinMs: 0, holdMs: 1000, restMs: 500 }], faults: [fault] }),
  );
  const place = events.findIndex((event) => event.type === 'fault-start');
  const hit = events[place];
  return { before: events.slice(0, place), hit: hit?.type === 'fault-start' ? hit : undefined };
}

function isResign(event: HistoryEvent): boolean {
  return event.type === 'invoke' && event.f === 'resign';
}

describe('the first message from an event on', () => {
  test('of a resignation is its release', async () => {
    const { before, hit } = await upToTheFault(dropped('resign', 'request'));
    expect(hit).toMatchObject({ detail: 'request of eval', at: before.findLast(isResign)?.at });
    expect(before.some(({ type }) => type === 'released')).toBe(false);
  });

  test('of a grant is its own reply', async () => {
    const { before, hit } = await upToTheFault(dropped('granted', 'response'));
    expect(hit).toMatchObject({ detail: 'response of eval', at: before.find(({ type }) => type === 'granted')?.at });
    expect(before.some(({ type }) => type === 'elected')).toBe(false);
  });
});
