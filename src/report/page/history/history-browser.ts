/** The filter, the table and the details of one history, kept in step with each other and with the address. */
import { parseEventFilter } from '../../events/event-filter.ts';
import type { EventFilter } from '../../events/event-filter.ts';
import { matcherOf } from '../../events/event-matcher.ts';
import { count, counted } from '../../words/quantities.ts';
import type { Address } from '../address.ts';
import { element } from '../dom.ts';
import type { PageContext } from '../view.ts';
import { eventDetail } from './event-detail.ts';
import { EventGrid } from './event-grid.ts';
import { FilterField } from './filter-field.ts';
import { filterInSlices } from './filter-in-slices.ts';
import type { ShownHistory } from './shown-history.ts';
import { takeEvents } from './take-events.ts';

export class HistoryBrowser {
  readonly element: HTMLElement;
  readonly #context: PageContext;
  readonly #shown: ShownHistory;
  readonly #field: FilterField;
  readonly #grid: EventGrid;
  readonly #status = element('p', { class: 'showing', role: 'status' });
  readonly #detail = element('div', { class: 'detail', role: 'region', 'aria-label': 'The selected event' });
  #applied: string | undefined;
  #passing: readonly number[] | undefined;
  #selected: number | undefined;
  #stop: () => void = () => undefined;

  constructor(context: PageContext, shown: ShownHistory) {
    this.#context = context;
    this.#shown = shown;
    this.#field = new FilterField(shown, (text) => this.#filtered(text));
    this.#grid = new EventGrid(shown, (position) => this.#chosen(position));
    this.#detail.hidden = true;
    this.#detail.tabIndex = 0;
    this.element = element(
      'div',
      {},
      this.#field.element,
      element(
        'div',
        { class: 'over' },
        this.#status,
        takeEvents(shown, () => this.#passing),
      ),
      element('div', { class: 'events-frame' }, this.#grid.element, this.#detail),
    );
  }

  /** An address without a filter keeps the one that there is, unless it would hide the event that it names. */
  show({ query: { q, event } }: Address): void {
    const position = /^\d{1,9}$/.test(event ?? '') ? Number(event) : undefined;
    this.#selected = position !== undefined && position < this.#shown.events.length ? position : undefined;
    const isKept = q === undefined && this.#applied !== undefined;
    const wanted = isKept ? this.#shown.filter : (q ?? '').trim();
    this.#apply(wanted);
    if (isKept && this.#selected !== undefined && this.#grid.rowOf(this.#selected) === undefined) this.#apply('');
    this.#keep();
  }

  focusFilter(): void {
    this.#field.input.focus();
    this.#field.input.select();
  }

  #filtered(text: string): void {
    this.#apply(text);
    this.#keep();
  }

  #chosen(position: number | undefined): void {
    this.#selected = position;
    this.#tell();
    this.#keep();
  }

  #keep(): void {
    const { filter, number } = this.#shown;
    const q = filter === '' ? {} : { q: filter };
    const event = this.#selected === undefined ? {} : { event: String(this.#selected) };
    this.#context.keep({ view: 'history', exhibit: number, query: { ...q, ...event } });
  }

  #apply(text: string): void {
    this.#field.show(text);
    this.#shown.filter = text;
    if (text === this.#applied) {
      this.#tell();
      return;
    }
    this.#applied = text;
    this.#stop();
    const { events, index } = this.#shown;
    const filter = parseEventFilter(text, index.names);
    this.#field.tell(filter);
    if (filter.terms.length === 0) {
      this.#found(undefined);
      return;
    }
    this.#grid.element.setAttribute('aria-busy', 'true');
    this.#stop = filterInSlices({
      count: events.length,
      isCostly: isCostly(filter),
      passes: matcherOf(filter, events, index),
      onDone: (positions) => this.#found(positions),
    });
  }

  #found(passing: readonly number[] | undefined): void {
    this.#passing = passing;
    this.#grid.element.removeAttribute('aria-busy');
    this.#grid.show(passing);
    const { events, exhibit } = this.#shown;
    const omitted =
      exhibit.eventsOmitted === 0
        ? ''
        : `; ${counted(exhibit.eventsOmitted, 'more is', 'more are')} only in the stored history`;
    this.#status.textContent = `Showing ${count(this.#grid.count)} of ${counted(events.length, 'event', 'events')}${omitted}.`;
    this.#tell();
  }

  /** The details first: they take room from the table, in which the row is to stay in sight. */
  #tell(): void {
    const position = this.#selected;
    this.#detail.hidden = position === undefined;
    this.#detail.replaceChildren();
    if (position !== undefined) {
      const isHidden = this.#grid.rowOf(position) === undefined;
      for (const child of eventDetail(this.#shown, position, isHidden)) this.#detail.append(child ?? '');
      this.#detail.append(this.#close());
      this.#detail.scrollTop = 0;
    }
    this.#grid.select(position);
  }

  #close(): HTMLElement {
    const button = element('button', { type: 'button', class: 'plain close' }, 'Close');
    button.addEventListener('click', () => {
      this.#chosen(undefined);
      this.#grid.element.focus({ preventScroll: true });
    });
    return button;
  }
}

function isCostly({ terms }: EventFilter): boolean {
  return terms.some(({ about }) => about === 'text');
}
