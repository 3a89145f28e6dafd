/** Sequences that begin when the store has just said yes and whoever asked does not know it yet. */
import fc from 'fast-check';
import type { Anchor, Fault } from './plan.ts';
import type { PlanSetting } from './plan-setting.ts';
import { aroundMs, beyondLeaseMs } from './time-arbitrary.ts';
import { event, plainFault, type Template } from './template.ts';

const nthGrant = fc.constantFrom(1, 1, 1, 1, 2, 3);
const answers = fc.oneof(
  { weight: 2, arbitrary: nthGrant.map((nth) => event('granted', nth)) },
  { weight: 1, arbitrary: fc.constantFrom(1, 1, 2, 3, 5).map((nth) => event('renewed', nth)) },
);

/**
 * A reply that waits while its reader stands still, or whose reader stands still between two of its steps: what the reply
 * says is old when it is acted on, or over.
 */
const standsStillAtTheAnswer: Template = {
  name: 'stand still at the answer to a grant or a renewal',
  needs: ['pause'],
  weight: 3,
  episode: (setting) =>
    fc
      .tuple(answers, positions(setting), untilReplacedMs(setting))
      .map(([anchor, position, forMs]) => ({ faults: [standstill(anchor, position, forMs)] })),
};

/** The same, and what was to put it right does not get through afterwards. */
const standsStillThenIsolated: Template = {
  name: 'stand still at the answer to a grant or a renewal, then be isolated',
  needs: ['pause', 'cut'],
  weight: 3,
  episode: (setting) =>
    fc
      .tuple(answers, positions(setting), withinValidityMs(setting), beyondLeaseMs(setting))
      .map(([anchor, position, stillMs, isolatedMs]) => {
        // The answer has arrived by then, and is not acted on yet.
        const afterMs = Math.round(2 * setting.claims.tolerates.networkDelayMs);
        const cut = { ...plainFault('cut', anchor, 'leader', stillMs + isolatedMs), afterMs };
        return { faults: [standstill(anchor, position, stillMs), cut] };
      }),
};

/** Where the reader stops: 0 as soon as the store has answered, else a position of its code after the answer. */
function positions({ kinds }: PlanSetting): fc.Arbitrary<number> {
  return kinds.includes('pause-at') ? fc.constantFrom(0, 1, 1, 2, 3, 3, 3, 5) : fc.constant(0);
}

function standstill(anchor: Anchor, position: number, forMs: number): Fault {
  if (position === 0) return plainFault('pause', anchor, 'leader', forMs);
  return { ...plainFault('pause-at', anchor, 'leader', forMs), amount: position };
}

/** So long that whoever waits has certainly been elected in the meantime, if nothing else keeps it from that. */
function untilReplacedMs(setting: PlanSetting): fc.Arbitrary<number> {
  const { leaseTtlMs } = setting;
  const { retryMs, jitter } = setting.claims.timing;
  return aroundMs([leaseTtlMs + 1.5 * retryMs * (1 + jitter), 1.5 * leaseTtlMs, 2 * leaseTtlMs], setting);
}

/** Long, but not so long that the answer is certainly of no use any more. */
function withinValidityMs(setting: PlanSetting): fc.Arbitrary<number> {
  const { validityMs, renewMs } = setting.claims.timing;
  return aroundMs([0.7 * validityMs, 0.9 * validityMs, validityMs, validityMs - renewMs], setting);
}

/** Whoever dies between two steps of taking over leaves behind what the first one did. */
const diesAtItsGrant: Template = {
  name: 'the new holder dies, or is cut off, at its grant',
  needs: ['crash', 'cut', 'cut-responses'],
  weight: 2,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const away = fc.constantFrom(1, Math.round(leaseTtlMs / 4), leaseTtlMs, 2 * leaseTtlMs);
    return fc
      .tuple(fc.constantFrom('crash', 'crash', 'cut', 'cut-responses'), nthGrant, fc.constantFrom(0, 0, 0, 1, 5), away)
      .map(([kind, nth, afterMs, forMs]) => ({
        faults: [{ ...plainFault(kind, event('granted', nth), 'leader', forMs), afterMs }],
      }));
  },
};

export const grantTemplates: readonly Template[] = [standsStillAtTheAnswer, standsStillThenIsolated, diesAtItsGrant];
