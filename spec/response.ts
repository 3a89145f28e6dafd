/**
 * Bounded response: looks for a member of the core that waited, with nobody rightly in its way, for longer than the
 * bound. One such stretch refutes; without one nothing is proven.
 */
import type { Micros } from './history.ts';
import type { Membership, Premise } from './premise.ts';
import type { Stretch } from './standstill.ts';
import type { TimedMeasure, TimedPiece } from './timed-piece.ts';

/** A wait that was too long: the premise held from `fromUs`, and the response was due at `dueUs`. */
export interface Overdue {
  readonly member: Membership;
  readonly fromUs: Micros;
  readonly dueUs: Micros;
  /** How long the premise held, at least. */
  readonly untilUs: Micros;
}

export interface Question {
  readonly premise: Premise;
  /** From the trigger to the response, or to the end of what is known. */
  readonly window: Stretch;
  readonly boundUs: (member: Membership) => Micros;
  /** Who may be expected to respond. */
  readonly eligible: (member: Membership) => boolean;
}

/** The first overdue response in the window, or undefined. */
export function findOverdue({ premise, window, boundUs, eligible }: Question): Overdue | undefined {
  let first: Overdue | undefined;
  for (const member of premise.core()) {
    if (member.fromUs >= window.toUs || member.toUs <= window.fromUs || !eligible(member)) continue;
    const bound = boundUs(member);
    if (window.toUs - window.fromUs <= bound) continue;
    for (const { fromUs, toUs } of premise.unblocked(window, member)) {
      const dueUs = fromUs + premise.prolongedUs(bound, member, fromUs);
      if (toUs > dueUs && (first === undefined || dueUs < first.dueUs))
        first = { member, fromUs, dueUs, untilUs: toUs };
    }
  }
  return first;
}

/**
 * When the response was due that ends the window, from what was known by then; Infinity where nobody eligible waited in
 * the end. Nothing is overdue in the window exactly where it ends by then.
 */
function dueUs({ premise, window, boundUs, eligible }: Question): Micros {
  let first = Infinity;
  const freeUs = premise.freeFromUs(window.toUs);
  if (freeUs === Infinity) return first;
  for (const member of premise.core()) {
    if (member.fromUs > window.toUs || member.toUs < window.toUs || !eligible(member)) continue;
    const fromUs = Math.max(window.fromUs, member.fromUs, freeUs);
    first = Math.min(first, fromUs + premise.prolongedUs(boundUs(member), member, fromUs));
  }
  return first;
}

/** How long the response took, beside its bound. */
export function responseOf(
  measure: TimedMeasure,
  question: Question,
  { overdue, isOpen }: { readonly overdue: Overdue | undefined; readonly isOpen: boolean },
): TimedPiece {
  const { fromUs, toUs } = question.window;
  const boundUs = (overdue?.dueUs ?? dueUs(question)) - fromUs;
  return { measure, tookUs: toUs - fromUs, boundUs, isOpen };
}

/** Whether someone eligible was in the core at some time in the window. */
export function someoneWaits({ premise, window, eligible }: Omit<Question, 'boundUs'>): boolean {
  for (const member of premise.core()) {
    if (member.fromUs < window.toUs && member.toUs > window.fromUs && eligible(member)) return true;
  }
  return false;
}
