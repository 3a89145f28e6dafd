/**
 * Collects the events of a world in the order of their times, and tells whoever waits for the n-th event of a kind.
 */
import type { HistoryEvent, Micros } from '../../../spec/history.ts';
import type { Anchor } from '../../plan/plan.ts';

/** The kinds of events that a fault can be anchored to. */
export type AnchorEvent = Extract<Anchor, { readonly event: unknown }>['event'];

interface Waiting {
  readonly event: AnchorEvent;
  readonly nth: number;
  readonly reached: (atUs: Micros) => void;
}

export class Recorder {
  readonly events: HistoryEvent[] = [];
  readonly #counts: Map<AnchorEvent, number> = new Map();
  #waiting: Waiting[] = [];
  readonly #now: () => Micros;

  constructor(now: () => Micros) {
    this.#now = now;
  }

  record(event: HistoryEvent): void {
    this.events.push(event);
    if (this.#waiting.length > 0) {
      const anchor = anchorOf(event);
      if (anchor !== undefined) this.#count(anchor);
    }
  }

  /** Calls back at the n-th event of a kind. All anchors must be known before the first event. */
  onNth(event: AnchorEvent, nth: number, reached: (atUs: Micros) => void): void {
    this.#waiting.push({ event, nth, reached });
  }

  #count(event: AnchorEvent): void {
    const count = (this.#counts.get(event) ?? 0) + 1;
    this.#counts.set(event, count);
    const due = this.#waiting.filter((waiting) => waiting.event === event && waiting.nth === count);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((waiting) => !due.includes(waiting));
    for (const waiting of due) waiting.reached(this.#now());
  }
}

function anchorOf(event: HistoryEvent): AnchorEvent | undefined {
  switch (event.type) {
    case 'elected':
    case 'lost':
    case 'granted':
    case 'renewed':
      return event.type;
    case 'invoke':
      if (event.f === 'resign') return 'resign';
      return event.f === 'campaign' || event.f === 'start' ? 'campaign' : undefined;
    default:
      return undefined;
  }
}
