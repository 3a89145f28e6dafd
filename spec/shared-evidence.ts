/**
 * Evidence that several monitors need is gathered once a history: monitors that were started with the same context
 * share it, and whoever offers an event first has it taken in. All of it is looked at only when the history has ended,
 * so it does not matter which monitor is fed first.
 */
import type { EventType, HistoryEvent, Micros } from './history.ts';
import type { Judgement, Monitor, MonitorContext } from './property.ts';

/** Gathers from a stream of events. A monitor that uses it must read all the event types that it reads. */
export interface Evidence {
  step(event: HistoryEvent, index: number): void;
}

/**
 * Makes a function that gives the one piece of evidence of a context. The context object stands for one history: use a
 * new one for each.
 */
export function sharedEvidence<E>(make: (context: MonitorContext) => E): (context: MonitorContext) => E {
  const known = new WeakMap<MonitorContext, E>();
  return (context) => {
    const found = known.get(context);
    if (found !== undefined) return found;
    const made = make(context);
    known.set(context, made);
    return made;
  };
}

/** A monitor that lets evidence be gathered and judges it when the history has ended. */
export function judgeAtEnd(evidence: readonly Evidence[], judge: (endUs: Micros) => Judgement): Monitor {
  return {
    step: (event, index) => {
      for (const each of evidence) each.step(event, index);
    },
    end: judge,
  };
}

/** The event types of several kinds of evidence, each once. */
export function eventTypes(...lists: readonly (readonly EventType[])[]): readonly EventType[] {
  return [...new Set(lists.flat())];
}
