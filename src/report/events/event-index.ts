/** What a table of events looks up: the other half of an operation, when faults were there, whom there is. */
import { faults } from '../../../spec/faults.ts';
import type { FaultKind } from '../../../spec/faults.ts';
import { candidateOf, earliest, latest } from '../../../spec/history.ts';
import type { FaultEvent, HistoryEvent } from '../../../spec/history.ts';
import { faultName } from '../timeline.ts';
import type { Begun, Stretch } from '../timeline.ts';

/** When a fault was there: from the earliest moment at which it may have begun to the latest at which it may have ended; without an end to infinity. */
export interface FaultSpan extends Stretch, Begun {
  readonly kind: FaultKind;
  /** With its target: `cut b ⇄ store`. */
  readonly name: string;
}

export interface EventIndex {
  /** For each event the other half of its operation, as an index into the events; -1 where there is none. */
  readonly otherHalf: Int32Array;
  /** In the order in which they began. */
  readonly faults: readonly FaultSpan[];
  /** Processes, then their candidates, then store, resource and nemesis, those that occur. */
  readonly names: readonly string[];
  /** Types that occur, in the order of their first events. */
  readonly types: readonly string[];
  /** The number, from 1, of the witness's step that an event is. */
  stepOf(position: number): number | undefined;
}

/** One pass over the events. `witness` are the events that the counterexample names, if there is one. */
export function indexEvents(events: readonly HistoryEvent[], witness: readonly number[]): EventIndex {
  const otherHalf = new Int32Array(events.length).fill(-1);
  const open = new Map<string, Map<number, number>>();
  const types = new Set<string>();
  const authorities = new Set<string>();
  const spans: { readonly start: FaultEvent; readonly event: number; toUs: number }[] = [];
  for (const [position, event] of events.entries()) {
    types.add(event.type);
    if ('op' in event) {
      let ofProcess = open.get(event.who);
      if (ofProcess === undefined) open.set(event.who, (ofProcess = new Map<number, number>()));
      const other = ofProcess.get(event.op);
      if (event.type === 'invoke') ofProcess.set(event.op, position);
      else if (other !== undefined) {
        otherHalf[position] = other;
        otherHalf[other] = position;
        ofProcess.delete(event.op);
      }
    } else if (event.type === 'fault-start') {
      const toUs = faults[event.kind].instantaneous ? latest(event.at) : Infinity;
      spans.push({ start: event, event: position, toUs });
    } else if (event.type === 'fault-stop') {
      const begun = spans.findLast(({ start }) => isSameFault(start, event));
      if (begun !== undefined) begun.toUs = latest(event.at);
    }
    authorities.add(event.who);
  }
  const steps = new Map(witness.map((position, step) => [position, step + 1]));
  return {
    otherHalf,
    faults: spans.map(({ start, event, toUs }) => ({
      kind: start.kind,
      name: faultName(start),
      event,
      fromUs: earliest(start.at),
      toUs,
    })),
    names: namesOf(authorities),
    types: [...types],
    stepOf: (position) => steps.get(position),
  };
}

function namesOf(who: ReadonlySet<string>): readonly string[] {
  const authorities = ['store', 'resource', 'nemesis'].filter((name) => who.has(name));
  const processes = [...who].filter((name) => !authorities.includes(name)).sort();
  return [...new Set([...processes, ...processes.map(candidateOf), ...authorities])];
}

function isSameFault(left: FaultEvent, right: FaultEvent): boolean {
  return (
    left.fault === right.fault &&
    left.kind === right.kind &&
    left.from === right.from &&
    left.to === right.to &&
    left.on === right.on
  );
}
