/** Sequences in which a leader stops hearing from the store, or stops running, around its deadline. */
import fc from 'fast-check';
import type { Target } from './plan.ts';
import { aroundMs, beyondLeaseMs } from './time-arbitrary.ts';
import { event, messageFault, plainFault, type Template } from './template.ts';

const term = fc.constantFrom(1, 1, 2, 3);
const renewal = fc.constantFrom(1, 2, 3, 5);

/** Isolated at a renewal, healed at expiry give or take a little. */
const isolateLeader: Template = {
  name: 'isolate the leader at a renewal, heal at expiry',
  needs: ['cut', 'cut-requests', 'cut-responses'],
  weight: 4,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const { validityMs, renewMs } = setting.claims.timing;
    const lengths = aroundMs([validityMs, leaseTtlMs, leaseTtlMs + renewMs, 1.5 * leaseTtlMs, 2 * leaseTtlMs], setting);
    const kind = fc.constantFrom('cut', 'cut-requests', 'cut-responses', 'cut');
    return fc
      .tuple(kind, renewal, lengths)
      .map(([cut, nth, forMs]) => ({ faults: [plainFault(cut, event('renewed', nth), 'leader', forMs)] }));
  },
};

const pauseAcrossDeadline: Template = {
  name: 'pause the leader across its deadline',
  needs: ['pause'],
  weight: 3,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const { validityMs, renewMs } = setting.claims.timing;
    const lengths = aroundMs([validityMs, leaseTtlMs, leaseTtlMs + renewMs, 1.5 * leaseTtlMs, 2 * leaseTtlMs], setting);
    const offsets = fc.oneof(fc.constant(0), aroundMs([renewMs, renewMs / 2], setting));
    return fc
      .tuple(fc.constantFrom('elected', 'renewed'), renewal, offsets, lengths)
      .map(([name, nth, afterMs, forMs]) => ({
        faults: [{ ...plainFault('pause', event(name, nth), 'leader', forMs), afterMs }],
      }));
  },
};

const whoInteracts: readonly Target[] = [
  'leader',
  'leader',
  'former-leader',
  'next-leader',
  'candidate:a',
  'candidate:b',
];

/** Between any two steps of an implementation a process can stand still for longer than its lease. */
const pauseBetweenSteps: Template = {
  name: 'pause between two steps',
  needs: ['pause-at'],
  weight: 4,
  episode: (setting) => {
    const anchors = fc.oneof(
      fc.constant({ atMs: 0 }),
      fc
        .tuple(fc.constantFrom('elected', 'resign', 'lost', 'campaign', 'renewed'), term)
        .map(([name, nth]) => event(name, nth)),
    );
    return fc
      .tuple(anchors, fc.constantFrom(...whoInteracts), fc.integer({ min: 1, max: 8 }), beyondLeaseMs(setting))
      .map(([anchor, target, amount, forMs]) => ({
        faults: [{ ...plainFault('pause-at', anchor, target, forMs), amount }],
      }));
  },
};

/** The reply to a renewal comes late, and is the last thing that the leader hears. */
const lateReplyThenCut: Template = {
  name: 'late reply to a renewal, then isolation',
  needs: ['hold', 'slow', 'cut'],
  weight: 2,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const { renewMs, requestTimeoutMs } = setting.claims.timing;
    const late = aroundMs([0.9 * requestTimeoutMs, 0.5 * requestTimeoutMs, 0.6 * leaseTtlMs], setting);
    return fc.tuple(renewal, late, beyondLeaseMs(setting), fc.boolean()).map(([nth, lateMs, forMs, slowly]) => {
      const anchor = event('renewed', nth);
      const delay = slowly
        ? {
            ...plainFault('slow', anchor, 'leader', Math.round(renewMs + 2 * lateMs)),
            amount: Math.max(1, Math.round(lateMs / 2)),
          }
        : messageFault(
            'hold',
            { anchor, afterMs: 0 },
            { target: 'leader', nth: 2, leg: 'response', forMs: Math.round(renewMs + lateMs) },
          );
      const cut = {
        ...plainFault('cut', anchor, 'leader', forMs),
        afterMs: Math.round(renewMs + lateMs + renewMs / 2),
      };
      return { faults: [delay, cut] };
    });
  },
};

const wallClockBackThenCut: Template = {
  name: 'wall clock of the leader set back, then isolation',
  needs: ['wall-step', 'cut'],
  weight: 2,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const steps = fc.constantFrom(-leaseTtlMs, -3 * leaseTtlMs, leaseTtlMs);
    return fc.tuple(renewal, steps, beyondLeaseMs(setting)).map(([nth, amount, forMs]) => {
      const anchor = event('renewed', nth);
      return {
        faults: [
          { ...plainFault('wall-step', anchor, 'leader', 0), amount },
          { ...plainFault('cut', anchor, 'leader', forMs), afterMs: 1 },
        ],
      };
    });
  },
};

/** Writes that were sent by the leader and arrive when there is another: one after the other, or two at once. */
const lateWrite: Template = {
  name: 'late write of a leader that is replaced',
  needs: ['slow-resource', 'cut'],
  weight: 2,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const delays = aroundMs([leaseTtlMs, 1.5 * leaseTtlMs], setting);
    return fc.tuple(term, delays, beyondLeaseMs(setting), fc.boolean()).map(([nth, amount, forMs, atOnce]) => {
      const anchor = event('elected', nth);
      const shareMs = Math.round(leaseTtlMs / 10);
      const slow = { ...plainFault('slow-resource', anchor, 'leader', forMs), amount, afterMs: shareMs };
      // The first write is late by one period more than the second.
      const slower = { ...plainFault('slow-resource', anchor, 'leader', shareMs), amount: shareMs, afterMs: shareMs };
      const cut = { ...plainFault('cut', anchor, 'leader', forMs), afterMs: shareMs + 1 };
      return { faults: atOnce ? [slow, slower, cut] : [slow, cut] };
    });
  },
};

/** The store forgets, or only pauses, when it has just said yes. */
const storeRestartAfterGrant: Template = {
  name: 'store restart right after a grant',
  needs: ['store-restart'],
  weight: 1,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const down = fc.constantFrom(20, Math.round(leaseTtlMs / 10), Math.round(leaseTtlMs / 2), leaseTtlMs + 100);
    return fc.tuple(term, fc.constantFrom(0, 0, 1, 5), down).map(([nth, afterMs, forMs]) => ({
      faults: [{ ...plainFault('store-restart', event('granted', nth), 'store', forMs), afterMs }],
    }));
  },
};

const storeWipeAfterGrant: Template = {
  name: 'store restart without data right after a grant',
  needs: ['store-wipe'],
  weight: 1,
  episode: (setting) => {
    const down = fc.constantFrom(20, Math.round(setting.leaseTtlMs / 10));
    return fc.tuple(term, fc.constantFrom(0, 1, 5), down).map(([nth, afterMs, forMs]) => ({
      faults: [{ ...plainFault('store-wipe', event('granted', nth), 'store', forMs), afterMs }],
    }));
  },
};

export const leaderTemplates: readonly Template[] = [
  isolateLeader,
  pauseAcrossDeadline,
  pauseBetweenSteps,
  lateReplyThenCut,
  wallClockBackThenCut,
  lateWrite,
  storeRestartAfterGrant,
  storeWipeAfterGrant,
];
