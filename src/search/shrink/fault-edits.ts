/** Simpler faults: a plainer kind, an earlier anchor, an earlier message, rounder and shorter times. */
import { faults as descriptions, type FaultKind } from '../../../spec/faults.ts';
import type { Anchor, Fault, Plan } from '../../plan/plan.ts';
import type { PlanEdit } from './plan-edit.ts';
import { rounderTimes, shorterTimes } from './round-times.ts';

/** Kinds that do less than another, or are known better, simplest first. */
const plainer: Readonly<Partial<Record<FaultKind, readonly FaultKind[]>>> = {
  wipe: ['crash'],
  'store-wipe': ['store-restart'],
  refuse: ['cut'],
  'cut-requests': ['cut'],
  'cut-responses': ['cut'],
  // What needs no exact position can be done to a real process, too.
  'pause-at': ['pause'],
};

/** What one field of a fault may become. */
interface FaultChange {
  readonly field: keyof Fault;
  readonly to: Partial<Fault>;
}

/** The simpler forms of each fault of a plan, one change at a time; of the changes of a field the first that works. */
export function faultEdits({ faults, leaseTtlMs }: Plan): readonly PlanEdit[] {
  return faults.flatMap((was, place) =>
    changesOf(was, leaseTtlMs).map(({ field, to }) => (plan: Plan) => {
      const fault = plan.faults[place];
      if (fault === undefined || fault[field] !== was[field]) return undefined;
      return { ...plan, faults: plan.faults.with(place, withoutPosition({ ...fault, ...to })) };
    }),
  );
}

/** The amount of a pause at a position is the position; a pause at a time has none. */
function withoutPosition(fault: Fault): Fault {
  const { amount, ...pause } = fault;
  return fault.kind === 'pause' && amount !== undefined ? pause : fault;
}

function changesOf(fault: Fault, leaseTtlMs: number): readonly FaultChange[] {
  const { kind, afterMs, forMs, target } = fault;
  const rounder = (ms: number): readonly number[] => rounderTimes(ms, leaseTtlMs);
  // Hardly longer, lest what one edit made shorter is made longer by another.
  const rounderDurations = rounder(forMs).filter((ms) => ms <= 1.2 * forMs);
  const durations = descriptions[kind].instantaneous ? [] : [...shorterTimes(forMs, leaseTtlMs), ...rounderDurations];
  return [
    ...(plainer[kind] ?? []).map((simpler): FaultChange => ({ field: 'kind', to: { kind: simpler } })),
    ...simplerAnchors(fault.anchor, leaseTtlMs).map((to): FaultChange => ({ field: 'anchor', to })),
    ...earlierMessages(fault.message).map((message): FaultChange => ({ field: 'message', to: { message } })),
    ...simplerAmounts(fault, leaseTtlMs).map((amount): FaultChange => ({ field: 'amount', to: { amount } })),
    ...(afterMs === 0 ? [] : [0])
      .concat(rounder(afterMs))
      .map((ms): FaultChange => ({ field: 'afterMs', to: { afterMs: ms } })),
    ...durations.map((ms): FaultChange => ({ field: 'forMs', to: { forMs: ms } })),
    ...(target.startsWith('candidate:') ? [{ field: 'target', to: { target: 'leader' } } as const] : []),
  ];
}

/** An event that comes early says more than a time, and holds on a real testbed, too. */
function simplerAnchors(anchor: Anchor, leaseTtlMs: number): readonly Partial<Fault>[] {
  if ('atMs' in anchor) {
    const atFirstElection = [0, leaseTtlMs / 4, leaseTtlMs / 2, leaseTtlMs].map((afterMs) => ({
      anchor: { event: 'elected' as const, nth: 1 },
      afterMs: Math.round(afterMs),
    }));
    return [...atFirstElection, ...rounderTimes(anchor.atMs, leaseTtlMs).map((atMs) => ({ anchor: { atMs } }))];
  }
  const { event, nth } = anchor;
  const earlier = Array.from({ length: nth - 1 }, (_, place) => ({ anchor: { event, nth: place + 1 } }));
  return event === 'elected' ? earlier : [{ anchor: { event: 'elected', nth: 1 } }, ...earlier];
}

function earlierMessages(message: Fault['message']): readonly NonNullable<Fault['message']>[] {
  if (message === undefined) return [];
  return Array.from({ length: message.nth - 1 }, (_, place) => ({ ...message, nth: place + 1 }));
}

function simplerAmounts({ kind, amount }: Fault, leaseTtlMs: number): readonly number[] {
  if (amount === undefined || kind === 'clock-rate') return [];
  if (kind === 'pause-at') return Array.from({ length: amount - 1 }, (_, place) => place + 1);
  return rounderTimes(amount, leaseTtlMs);
}
