/** Sequences in which one message is lost, late or delivered twice at the moment at which it counts. */
import fc from 'fast-check';
import type { Fault } from './plan.ts';
import type { PlanSetting } from './plan-setting.ts';
import { aroundMs, beyondLeaseMs } from './time-arbitrary.ts';
import { event, messageFault, messagesHeld, plainFault, type Habits, type Template } from './template.ts';

const nthMessage = fc.constantFrom(1, 1, 1, 2, 2, 3, 4);
const leg = fc.constantFrom('request', 'response');
const term = fc.constantFrom(1, 1, 2, 3);

const lostReplyOfAcquire: Template = {
  name: 'the reply of the first acquire is lost or late',
  needs: ['drop', 'hold'],
  weight: 3,
  episode: (setting) =>
    fc
      .tuple(
        fc.constantFrom('drop', 'hold'),
        fc.constantFrom('candidate:a', 'candidate:b'),
        nthMessage,
        beyondLeaseMs(setting),
      )
      .map(([kind, target, nth, forMs]) => ({
        faults: [messageFault(kind, { anchor: { atMs: 0 }, afterMs: 0 }, { target, nth, leg: 'response', forMs })],
      })),
};

/** The leader goes, and the messages of whoever follows do not get through as they should. */
const lostReplyOfSuccessor: Template = {
  name: "the leader dies and its successor's acquire is lost, late or repeated",
  needs: ['crash', 'drop', 'hold', 'replay'],
  weight: 2,
  episode: (setting) =>
    fc
      .tuple(fc.constantFrom('drop', 'hold', 'replay'), term, nthMessage, leg, beyondLeaseMs(setting))
      .map(([kind, nthTerm, nth, half, forMs]) => {
        const anchor = event('elected', nthTerm);
        const afterMs = Math.round(setting.leaseTtlMs / 5);
        const crash = { ...plainFault('crash', anchor, 'leader', forMs), afterMs };
        const hit = { target: 'next-leader', nth, leg: kind === 'replay' ? 'request' : half, forMs } as const;
        return { faults: [messageFault(kind, { anchor, afterMs }, hit), crash] };
      }),
};

const resignFaultKinds = ['hold', 'drop', 'replay', 'pause-at', 'cut-responses'] as const;

/** A resignation that reaches the store late, twice, or without an answer, while others wait. */
const troubledResign: Template = {
  name: 'resignation late, repeated or unanswered',
  needs: ['hold', 'drop', 'replay', 'cut-responses'],
  weight: 4,
  episode: (setting) =>
    fc
      .record(
        {
          kind: fc.constantFrom(...resignFaultKinds.filter((kind) => setting.kinds.includes(kind))),
          nthResign: term,
          target: fc.constantFrom('leader', 'former-leader', 'candidate:a'),
          nth: fc.constantFrom(1, 1, 2, 3),
          leg,
          forMs: laterMs(setting),
          holdMs: holdingMs(setting),
        },
        { noNullPrototype: true },
      )
      .map(({ kind, nthResign, target, nth, leg: half, forMs, holdMs }) => {
        const anchor = event('resign', nthResign);
        return {
          faults: [resignFault()],
          candidates: [{ whom: 'first', habits: { holdMs, restMs: 10 } }],
        } as const;
        function resignFault(): Fault {
          if (kind === 'pause-at') return { ...plainFault(kind, anchor, target, forMs), amount: nth };
          if (kind === 'cut-responses') return plainFault(kind, anchor, target, forMs);
          const hit = { target, nth, leg: kind === 'replay' ? 'request' : half, forMs } as const;
          return messageFault(kind, { anchor, afterMs: 0 }, hit);
        }
      }),
};

/** Soon, when whoever gave up may be back, or beyond the lease. */
function laterMs(setting: PlanSetting): fc.Arbitrary<number> {
  const { requestTimeoutMs, renewMs } = setting.claims.timing;
  return fc.oneof(beyondLeaseMs(setting), aroundMs([requestTimeoutMs, renewMs, 2 * requestTimeoutMs], setting));
}

function holdingMs(setting: PlanSetting): fc.Arbitrary<number> {
  const { leaseTtlMs } = setting;
  return aroundMs([0.3 * leaseTtlMs, leaseTtlMs, 1.5 * leaseTtlMs], setting);
}

/** Try, look, act: by its third message a re-entry acts on what the second one saw. */
const ACTS = 3;
/** So many late messages in a row outlast a lease, given that each attempt waits for an answer. */
const LATE_IN_A_ROW = 4;

/** Which message of a re-entry is late, and which half of it. */
function lateInReentry(
  typical: 'typical' | undefined,
): fc.Arbitrary<{ readonly nth: number; readonly leg: 'request' | 'response' }> {
  if (typical !== undefined) return fc.constant({ nth: ACTS, leg: 'request' });
  return fc.record(
    {
      nth: fc.constantFrom(1, 2, ACTS, ACTS, ACTS, ACTS, 4, 5),
      leg: fc.constantFrom('request', 'request', 'request', 'response'),
    },
    { noNullPrototype: true },
  );
}

/**
 * A leader dies and is back at once, under the same name, before its record has expired. Where it takes the record for
 * its own, what it does next can arrive when the record is another's.
 */
const reentryAfterCrash: Template = {
  name: 'restart within the lease, then late messages of the re-entry',
  needs: ['crash', 'hold'],
  weight: 4,
  episode: (setting, typical) => {
    const { leaseTtlMs } = setting;
    const shares = typical === undefined ? [0.05, 0.2, 0.3, 0.6] : [0.05];
    const whenCrashed = fc.constantFrom(...shares.map((share) => Math.round(share * leaseTtlMs)));
    const away = fc.constantFrom(1, 10, Math.round(leaseTtlMs / 20), Math.round(leaseTtlMs / 4));
    return fc
      .tuple(
        typical === undefined ? term : fc.constant(1),
        whenCrashed,
        typical === undefined ? away : fc.constant(1),
        lateInReentry(typical),
        beyondLeaseMs(setting),
      )
      .map(([nthTerm, afterMs, awayMs, late, forMs]) => {
        const anchor = event('elected', nthTerm);
        const target = nthTerm === 1 ? 'candidate:a' : 'leader';
        const held = { ...late, target, forMs: awayMs + forMs } as const;
        return {
          faults: [
            ...messagesHeld({ anchor, afterMs }, held, LATE_IN_A_ROW),
            { ...plainFault('crash', anchor, target, awayMs), afterMs },
          ],
          candidates: [firstComesAlone(setting)],
        };
      });
  },
};

/** One call fails at once, and what the leader does in order to get back in is late. */
const reentryAfterError: Template = {
  name: 'one failed renewal, then late messages of the re-entry',
  needs: ['drop', 'hold'],
  weight: 4,
  episode: (setting, typical) => {
    const { renewMs, requestTimeoutMs } = setting.claims.timing;
    const renewals = fc.constantFrom(0, 0, 1, 2);
    return fc
      .tuple(
        typical === undefined ? renewals : fc.constant(0),
        lateInReentry(typical),
        typical === undefined ? leg : fc.constant('response'),
        beyondLeaseMs(setting),
      )
      .map(([nthRenewal, late, lostLeg, forMs]) => {
        const anchor = nthRenewal === 0 ? event('elected', 1) : event('renewed', nthRenewal);
        // Two in a row, since a question about the leader can come before the renewal.
        const lost = [1, 2].map((nth) =>
          messageFault(
            'drop',
            { anchor, afterMs: Math.round(0.85 * renewMs) },
            { target: 'candidate:a', nth, leg: lostLeg, forMs: 0 },
          ),
        );
        const afterMs = Math.round(1.9 * renewMs + requestTimeoutMs);
        const held = messagesHeld({ anchor, afterMs }, { ...late, target: 'candidate:a', forMs }, LATE_IN_A_ROW);
        return { faults: [...lost, ...held], candidates: [firstComesAlone(setting)] };
      });
  },
};

/** `a` leads first, since the others come when it does already, and does not resign. */
function firstComesAlone(setting: PlanSetting): Habits {
  const { endMs, leaseTtlMs } = setting;
  return { whom: 'all', habits: { joinMs: Math.round(leaseTtlMs / 10), holdMs: Math.round(endMs) } };
}

/** Leaving or cancelling while an acquire is on its way: it may be answered in time, or too late for anybody to wait. */
const leaveDuringAcquire: Template = {
  name: 'leave while an acquire is on its way',
  needs: ['hold'],
  weight: 3,
  episode: (setting) => {
    const { leaseTtlMs } = setting;
    const { requestTimeoutMs } = setting.claims.timing;
    const shares = fc.constantFrom(0.2, 0.5, 0.9);
    const answered = fc.constantFrom(
      0.95 * requestTimeoutMs,
      0.95 * requestTimeoutMs,
      0.3 * leaseTtlMs,
      1.3 * leaseTtlMs,
    );
    return fc
      .tuple(shares, leg, fc.constantFrom('leaveMs', 'leaveMs', 'cancelAfterMs'), answered)
      .map(([share, half, habit, forMs]) => {
        const hit = { target: 'candidate:a', nth: 1, leg: half, forMs: Math.round(forMs) } as const;
        return {
          faults: [messageFault('hold', { anchor: { atMs: 0 }, afterMs: 0 }, hit)],
          candidates: [
            { whom: 'others', habits: { joinMs: Math.round(leaseTtlMs / 4) } },
            { whom: 'first', habits: { [habit]: Math.round(share * requestTimeoutMs) } },
          ],
        };
      });
  },
};

/** A renewal, or an acquire, that the network delivers a second time much later. */
const replayLater: Template = {
  name: 'a request of an earlier term arrives again',
  needs: ['replay'],
  weight: 2,
  episode: (setting) =>
    fc
      .tuple(
        fc.constantFrom('elected', 'renewed', 'campaign', 'resign'),
        term,
        fc.constantFrom('leader', 'candidate:a'),
        fc.constantFrom(1, 1, 2),
        laterMs(setting),
        holdingMs(setting),
      )
      .map(([name, nthEvent, target, nth, forMs, holdMs]) => ({
        faults: [
          messageFault('replay', { anchor: event(name, nthEvent), afterMs: 0 }, { target, nth, leg: 'request', forMs }),
        ],
        candidates: [{ whom: 'first', habits: { holdMs, restMs: 10 } }],
      })),
};

export const messageTemplates: readonly Template[] = [
  lostReplyOfAcquire,
  lostReplyOfSuccessor,
  troubledResign,
  reentryAfterCrash,
  reentryAfterError,
  leaveDuringAcquire,
  replayLater,
];
