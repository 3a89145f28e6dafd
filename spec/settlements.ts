/** Resigns and closes that succeeded: the moments by which a leadership must be over. */
import type { EventType, HistoryEvent, ProcessId } from './history.ts';
import type { Evidence } from './shared-evidence.ts';

/** The event types from which settlements are gathered. */
export const settlementReads: readonly EventType[] = ['invoke', 'ok'];

interface Place {
  readonly event: HistoryEvent;
  readonly index: number;
}

/** A `resign` or `close` that ended `ok`. */
export interface Settlement {
  readonly who: ProcessId;
  readonly f: 'resign' | 'close';
  readonly invoked: Place;
  readonly settled: Place;
}

/** Gathers settlements. */
export class Settlements implements Evidence {
  readonly reads: readonly EventType[] = settlementReads;
  readonly ok: readonly Settlement[];
  readonly #ok: Settlement[] = [];
  /** Few are open at a time, so a list is the quickest to search. */
  #open: { readonly who: ProcessId; readonly op: number; readonly f: 'resign' | 'close'; readonly invoked: Place }[] =
    [];

  constructor() {
    this.ok = this.#ok;
  }

  step(event: HistoryEvent, index: number): void {
    if (event.type === 'invoke') {
      if (event.f !== 'resign' && event.f !== 'close') return;
      this.#open.push({ who: event.who, op: event.op, f: event.f, invoked: { event, index } });
    } else if (event.type === 'ok' && this.#open.length > 0) {
      const open = this.#open.find((each) => each.op === event.op && each.who === event.who);
      if (open === undefined) return;
      this.#open = this.#open.filter((each) => each !== open);
      this.#ok.push({ who: open.who, f: open.f, invoked: open.invoked, settled: { event, index } });
    }
  }
}
