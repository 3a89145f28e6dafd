/** Which campaign led to which election: the latest `campaign` or `start` of the same process before its `elected`. */
import type { EventType, HistoryEvent, Instant, ProcessId } from './history.ts';
import { sharedEvidence } from './shared-evidence.ts';
import type { Evidence } from './shared-evidence.ts';
import type { MonitorContext } from './property.ts';

/** The event types from which campaigns are gathered. */
export const campaignReads: readonly EventType[] = ['invoke', 'elected'];

export interface Campaign {
  readonly invoked: Instant;
  readonly index: number;
}

/** Gathers campaigns. */
export class Campaigns implements Evidence {
  readonly reads: readonly EventType[] = campaignReads;
  readonly #latest: Map<ProcessId, Campaign> = new Map();
  readonly #byElection: Map<number, Campaign> = new Map();
  #last = -1;

  step(event: HistoryEvent, index: number): void {
    if (index <= this.#last) return;
    this.#last = index;
    if (event.type === 'invoke') {
      if (event.f === 'campaign' || event.f === 'start') this.#latest.set(event.who, { invoked: event.at, index });
    } else if (event.type === 'elected') {
      const campaign = this.#latest.get(event.who);
      if (campaign !== undefined) this.#byElection.set(index, campaign);
    }
  }

  /** The campaign behind the `elected` at this place of the history. */
  of(electedIndex: number): Campaign | undefined {
    return this.#byElection.get(electedIndex);
  }
}

/** The campaigns of the history that a context stands for. */
export const campaignsOf: (context: MonitorContext) => Campaigns = sharedEvidence(() => new Campaigns());
