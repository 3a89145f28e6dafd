/**
 * Evidence that several monitors need is gathered once a history: monitors that were started with the same context
 * share it, and whoever offers an event first has it taken in. All of it is looked at only when the history has ended,
 * so it does not matter which monitor is fed first.
 */
import type { EventType, HistoryEvent, Micros } from './history.ts';
import type { GatheringMonitor, Judgement, MonitorContext } from './property.ts';

/** Gathers from a stream of events. A monitor that uses it must read all the event types that it reads. */
export interface Evidence {
  /** The event types that it gathers from. */
  readonly reads: readonly EventType[];
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

interface Feeding {
  /** Some monitor has drawn its conclusion; nothing may be added any more. */
  concluded: boolean;
}

const feedings = new WeakMap<Evidence, Feeding>();

/**
 * A monitor that lets evidence be gathered and judges it when the history has ended. Evidence that an earlier monitor
 * gathers already is left to it: most events are read by many monitors, and offering each once is what keeps judging
 * cheap. So the monitors of a context have to be fed side by side, and be asked only when all have seen everything.
 *
 * @throws Error from `step` when evidence comes in that another monitor has judged without it.
 */
export function judgeAtEnd(evidence: readonly Evidence[], judge: (endUs: Micros) => Judgement): GatheringMonitor {
  const own: { readonly evidence: Evidence; readonly feeding: Feeding }[] = [];
  const all: Feeding[] = [];
  for (const each of evidence) {
    const known = feedings.get(each);
    const feeding = known ?? { concluded: false };
    all.push(feeding);
    if (known !== undefined) continue;
    feedings.set(each, feeding);
    own.push({ evidence: each, feeding });
  }
  return {
    step:
      own.length === 0
        ? leaveToOthers
        : (event, index) => {
            for (const each of own) {
              if (each.feeding.concluded) throw new Error('monitors that share a context must be fed side by side');
              each.evidence.step(event, index);
            }
          },
    gathers: own.length === 0 ? nothing : own.map((each) => each.evidence),
    end: (endUs) => {
      for (const feeding of all) feeding.concluded = true;
      return judge(endUs);
    },
  };
}

const nothing: readonly Evidence[] = [];

function leaveToOthers(): void {
  // Whoever shares this evidence and came first takes it in.
}

/** The event types of several kinds of evidence, each once. */
export function eventTypes(...lists: readonly (readonly EventType[])[]): readonly EventType[] {
  return [...new Set(lists.flat())];
}
