/** The history that the view shows: what its parts share. */
import { earliest, latest } from '../../../../spec/history.ts';
import type { History, HistoryEvent } from '../../../../spec/history.ts';
import type { EventIndex } from '../../events/event-index.ts';
import { indexEvents } from '../../events/event-index.ts';
import type { Exhibit } from '../../exhibit/exhibit.ts';
import { moment } from '../../words/quantities.ts';
import { beliefs, grants } from '../../timeline.ts';
import type { Tenure } from '../../timeline.ts';
import { hashOf } from '../address.ts';

export class ShownHistory {
  readonly history: History;
  /** Which of the exhibits it is, from 0. */
  readonly number: number;
  readonly exhibit: Exhibit;
  readonly index: EventIndex;
  /** The filter as it is written now; links to other rows keep it. */
  filter = '';
  #tenures: { readonly believed: readonly Tenure[]; readonly granted: readonly Tenure[] } | undefined;

  constructor(history: History, number: number, exhibit: Exhibit) {
    this.history = history;
    this.number = number;
    this.exhibit = exhibit;
    this.index = indexEvents(history.events, exhibit.counterexample?.witness.events ?? []);
  }

  get events(): readonly HistoryEvent[] {
    return this.history.events;
  }

  /** Who believed and whom the store named, and when; worked out when first asked for. */
  get tenures(): { readonly believed: readonly Tenure[]; readonly granted: readonly Tenure[] } {
    return (this.#tenures ??= { believed: beliefs(this.events, Infinity), granted: grants(this.events, Infinity) });
  }

  /** The address of a row, under this filter. */
  rowAddress(position: number, filter: string = this.filter): string {
    const q = filter === '' ? {} : { q: filter };
    return hashOf({ view: 'history', exhibit: this.number, query: { ...q, event: String(position) } });
  }

  /** The address of an event in the timeline, with both halves of its operation and a lease of air. */
  timelineAddress(position: number): string {
    const shown = [this.events[position], this.events[this.index.otherHalf[position] ?? -1]];
    const times = shown.flatMap((event) => (event === undefined ? [] : [earliest(event.at), latest(event.at)]));
    const airUs = this.history.header.leaseTtlMs * 500;
    const from = String(Math.max(0, Math.floor(Math.min(...times) - airUs)));
    const to = String(Math.ceil(Math.max(...times) + airUs));
    return hashOf({ view: 'timeline', exhibit: this.number, query: { from, to, event: String(position) } });
  }
}

/** When an event was, as rows show it: `12.803 s`, or `12.803–12.851 s` where it is only known to lie between. */
export function rowTime({ at }: HistoryEvent): string {
  const from = moment(earliest(at));
  const to = moment(latest(at));
  return from === to ? to : `${from.replace(' s', '')}–${to}`;
}
