/** A moment of a history, for whoever watches a search: virtual time goes too fast to be looked at while it passes. */
import type { FaultKind } from '../../spec/faults.ts';
import { candidateOf, type History } from '../../spec/history.ts';

export interface Moment {
  readonly faultsActive: readonly FaultKind[];
  /** Candidates that believe that they lead. */
  readonly believers: readonly string[];
}

/** Just after the last fault began; the end of the history where none did. */
export function troubledMoment({ events }: History): Moment {
  const active = new Map<number, FaultKind>();
  const believers = new Set<string>();
  let moment: Moment | undefined;
  for (const event of events) {
    if (event.type === 'elected') believers.add(event.who);
    else if (event.type === 'lost' || event.type === 'crashed' || event.type === 'closed') believers.delete(event.who);
    else if (event.type === 'fault-stop') active.delete(event.fault);
    else if (event.type === 'fault-start') {
      active.set(event.fault, event.kind);
      moment = momentOf(active, believers);
    }
  }
  return moment ?? momentOf(active, believers);
}

function momentOf(active: ReadonlyMap<number, FaultKind>, believers: ReadonlySet<string>): Moment {
  return { faultsActive: [...new Set(active.values())], believers: [...believers].map(candidateOf) };
}
