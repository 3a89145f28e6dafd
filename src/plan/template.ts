/** What a template is: a named compound sequence, with the kinds of fault that it cannot do without. */
import type fc from 'fast-check';
import type { FaultKind } from '../../spec/faults.ts';
import type { Anchor, CandidatePlan, Fault, Target } from './plan.ts';
import type { PlanSetting } from './plan-setting.ts';

/** What some of the candidates must do. `second` is the one in the middle where there are three. */
export interface Habits {
  readonly whom: 'first' | 'second' | 'others' | 'all';
  readonly habits: Partial<Omit<CandidatePlan, 'id'>>;
}

/** A part of a plan: faults, and what the candidates must do for them to matter; later habits win over earlier ones. */
export interface Episode {
  readonly faults: readonly Fault[];
  readonly candidates?: readonly Habits[];
}

export interface Template {
  readonly name: string;
  /** Left out where one of these may not occur. */
  readonly needs: readonly FaultKind[];
  /** Left out where there is but one store. */
  readonly quorum?: true;
  readonly weight: number;
  /** `typical`: where plans are few, the first of this template; it is drawn from what tells most. */
  readonly episode: (setting: PlanSetting, typical?: 'typical') => fc.Arbitrary<Episode>;
}

/** A fault that fires at its anchor and needs neither an amount nor a message. */
export function plainFault(kind: FaultKind, anchor: Anchor, target: Target, forMs: number): Fault {
  return { kind, anchor, afterMs: 0, target, forMs };
}

/** One message of `target`, the `nth` from when the fault fires. */
export function messageFault(
  kind: 'hold' | 'drop' | 'replay',
  at: { readonly anchor: Anchor; readonly afterMs: number },
  hit: { readonly target: Target; readonly nth: number; readonly leg: 'request' | 'response'; readonly forMs: number },
): Fault {
  const { target, nth, leg, forMs } = hit;
  return { kind, ...at, target, forMs: kind === 'drop' ? 0 : forMs, message: { nth, leg } };
}

/**
 * `count` messages of `target` in a row, of which the first is the `nth` from when the faults fire. Whoever is to be kept
 * out for a while needs that: the attempt after a message that is late would put right what the message puts wrong.
 */
export function messagesHeld(
  at: { readonly anchor: Anchor; readonly afterMs: number },
  hit: Parameters<typeof messageFault>[2],
  count: number,
): readonly Fault[] {
  return Array.from({ length: count }, (_, index) => messageFault('hold', at, { ...hit, nth: hit.nth + index }));
}

/** The n-th election, renewal, resignation ... of the whole history. */
export function event(name: 'elected' | 'lost' | 'granted' | 'renewed' | 'resign' | 'campaign', nth: number): Anchor {
  return { event: name, nth };
}
