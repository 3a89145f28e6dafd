/** A moment of a history, for whoever watches a search: virtual time goes too fast to be looked at while it passes. */
import type { FaultKind } from '../../spec/faults.ts';
import type { History } from '../../spec/history.ts';
import { Beliefs, type Belief } from '../testbed/beliefs.ts';

export interface Moment {
  readonly faultsActive: readonly FaultKind[];
  /** What each candidate believes. */
  readonly beliefs: readonly Belief[];
}

/** Just after the last fault began; the end of the history where none did. */
export function troubledMoment({ header, events }: History): Moment {
  const active = new Map<number, FaultKind>();
  const beliefs = new Beliefs(header.candidates.map(({ id }) => id));
  let moment: Moment | undefined;
  for (const event of events) {
    beliefs.add(event);
    if (event.type === 'fault-stop') active.delete(event.fault);
    else if (event.type === 'fault-start') {
      active.set(event.fault, event.kind);
      moment = momentOf(active, beliefs);
    }
  }
  return moment ?? momentOf(active, beliefs);
}

function momentOf(active: ReadonlyMap<number, FaultKind>, beliefs: Beliefs): Moment {
  return { faultsActive: [...new Set(active.values())], beliefs: beliefs.list() };
}
