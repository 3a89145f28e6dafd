/** Sequences about who follows whom: waiters in trouble, the middle one leaving, many terms, long quiet. */
import fc from 'fast-check';
import { aroundMs, beyondLeaseMs } from './time-arbitrary.ts';
import { event, plainFault, type Template } from './template.ts';

/** Fault-free: one leads, the others wait, to the end. */
const nothingHappens: Template = {
  name: 'nothing happens',
  needs: [],
  weight: 4,
  episode: ({ endMs }) =>
    fc.constant({ faults: [], candidates: [{ whom: 'all', habits: { joinMs: 0, holdMs: Math.round(endMs) } }] }),
};

/** Fault-free: of three candidates the one in the middle goes, for good or for a while. */
const middleWaiterLeaves: Template = {
  name: 'the middle waiter leaves',
  needs: [],
  weight: 1,
  episode: (setting) =>
    fc
      .tuple(
        fc.integer({ min: Math.round(setting.leaseTtlMs / 5), max: setting.healAtMs - 1 }),
        fc.constantFrom<'second' | 'others'>('second', 'second', 'others'),
        fc.constantFrom('leaveMs', 'cancelAfterMs'),
      )
      .map(([ms, whom, habit]) => ({
        faults: [],
        candidates: [{ whom, habits: { [whom === 'second' ? habit : 'cancelAfterMs']: ms } }],
      })),
};

const waiterInTrouble: Template = {
  name: 'a waiter is cut off for longer than its lease while the leader resigns',
  needs: ['cut', 'pause', 'crash'],
  weight: 2,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    return fc
      .tuple(
        fc.constantFrom('cut', 'pause', 'crash'),
        fc.constantFrom('waiter', 'next-leader', 'candidate:b'),
        beyondLeaseMs(setting),
        aroundMs([0.5 * leaseTtlMs, leaseTtlMs, 1.5 * leaseTtlMs, 2 * leaseTtlMs], setting),
      )
      .map(([kind, target, forMs, holdMs]) => ({
        faults: [plainFault(kind, event('elected', 1), target, forMs)],
        candidates: [{ whom: 'first', habits: { holdMs, restMs: leaseTtlMs } }],
      }));
  },
};

/** Fault-free: ten terms and more, one after another. */
const manyTerms: Template = {
  name: 'many short terms',
  needs: [],
  weight: 1,
  episode: ({ leaseTtlMs }) =>
    fc.constantFrom(0.05, 0.1, 0.2).map((share) => ({
      faults: [],
      candidates: [{ whom: 'all', habits: { holdMs: Math.round(share * leaseTtlMs), restMs: 10 } }],
    })),
};

/** A deposed leader goes on writing when it wakes, after ten terms of others. */
const staleWriterAfterManyTerms: Template = {
  name: 'a leader wakes after many short terms of others',
  needs: ['pause'],
  weight: 1,
  episode: ({ leaseTtlMs }) =>
    fc.tuple(fc.constantFrom(1, 2, 5, 8, 9), fc.constantFrom(1.5, 3)).map(([nth, leases]) => ({
      faults: [plainFault('pause', event('elected', nth), 'leader', Math.round(leases * leaseTtlMs))],
      candidates: [{ whom: 'all', habits: { holdMs: Math.round(leaseTtlMs / 10), restMs: 10 } }],
    })),
};

/** Fault-free: nobody campaigns for longer than anything at the store should live by itself. */
const longQuiet: Template = {
  name: 'long quiet between two terms',
  needs: [],
  weight: 2,
  episode: ({ leaseTtlMs }) =>
    fc.tuple(fc.constantFrom(0.1, 0.3), fc.constantFrom(1.5, 2.5, 4)).map(([led, leases]) => ({
      faults: [],
      candidates: [
        {
          whom: 'all',
          habits: { holdMs: Math.round(led * leaseTtlMs), restMs: Math.round(leases * leaseTtlMs), joinMs: 0 },
        },
      ],
    })),
};

/** One direction of the leader's link is gone until everything heals. */
const oneWayToTheEnd: Template = {
  name: 'one direction of the leader is gone until everything heals',
  needs: ['cut-requests', 'cut-responses'],
  weight: 2,
  episode: (setting) =>
    fc
      .tuple(
        fc.constantFrom('cut-requests', 'cut-responses'),
        fc.constantFrom(1, 1, 2),
        fc.constantFrom('elected', 'renewed'),
      )
      .map(([kind, nth, name]) => ({
        faults: [plainFault(kind, event(name, nth), 'leader', Math.round(setting.healAtMs))],
      })),
};

export const successionTemplates: readonly Template[] = [
  nothingHappens,
  middleWaiterLeaves,
  waiterInTrouble,
  manyTerms,
  staleWriterAfterManyTerms,
  longQuiet,
  oneWayToTheEnd,
];
