/**
 * Evidence that several monitors need is gathered once a history: monitors that were started with the same context
 * share it, and the first of them gathers it for all. All of it is looked at only when the history has ended, so it does
 * not matter which monitor is fed first.
 */
import type { EventType, HistoryEvent, Micros } from './history.ts';
import type { GatheringMonitor, Judgement, MonitorContext } from './property.ts';

/** Gathers from a stream of events. A monitor that uses it must read all the event types that it reads. */
export interface Evidence {
  /** The event types that it gathers from. */
  readonly reads: readonly EventType[];
  /** Present once a monitor gathers it; `judgeAtEnd` keeps it here. */
  feeding?: Feeding | undefined;
  step(event: HistoryEvent, index: number): void;
}

/** How far the gathering of a piece of evidence is. */
export interface Feeding {
  /** Some monitor has drawn its conclusion; nothing may be added any more. */
  concluded: boolean;
}

/**
 * Makes a function that gives the one piece of evidence of a context. The context object stands for one history: use a
 * new one for each.
 */
export function sharedEvidence<E>(make: (context: MonitorContext) => E): (context: MonitorContext) => E {
  return (context) => {
    const shared = (context.shared ??= new Map());
    // Only this function puts something there under `make`, and it is what `make` gave.
    const known = shared.get(make) as E | undefined;
    if (known !== undefined) return known;
    const made = make(context);
    shared.set(make, made);
    return made;
  };
}

/**
 * A monitor that lets evidence be gathered and judges it when the history has ended. Evidence that an earlier monitor
 * gathers already is left to it: most events are read by many monitors, and offering each once is what keeps judging
 * cheap. So the monitors of a context have to be fed side by side, and be asked only when all have seen everything.
 *
 * @throws Error from `step` when evidence comes in that another monitor has judged without it.
 */
export function judgeAtEnd(evidence: readonly Evidence[], judge: (endUs: Micros) => Judgement): GatheringMonitor {
  let own: Evidence[] | undefined;
  for (const each of evidence) {
    if (each.feeding !== undefined) continue;
    each.feeding = { concluded: false };
    (own ??= []).push(each);
  }
  return {
    step: own === undefined ? leaveToOthers : (event, index) => feed(own ?? nothing, event, index),
    gathers: own ?? nothing,
    end: (endUs) => {
      for (const { feeding } of evidence) if (feeding !== undefined) feeding.concluded = true;
      return judge(endUs);
    },
  };
}

const nothing: readonly Evidence[] = [];

function feed(own: readonly Evidence[], event: HistoryEvent, index: number): void {
  for (const each of own) {
    if (each.feeding?.concluded === true) throw new Error('monitors that share a context must be fed side by side');
    each.step(event, index);
  }
}

function leaveToOthers(): void {
  // Whoever shares this evidence and came first takes it in.
}

/** The event types of several kinds of evidence, each once. */
export function eventTypes(...lists: readonly (readonly EventType[])[]): readonly EventType[] {
  return [...new Set(lists.flat())];
}
