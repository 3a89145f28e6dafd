/** The events in view as a list beside the canvas: all that the picture shows, for readers who do not see it. */
import type { Stretch } from '../../timeline.ts';
import { count, counted } from '../../words/quantities.ts';
import { hashOf } from '../address.ts';
import { element } from '../dom.ts';
import { eventWords } from './readout.ts';
import { eventsIn } from './scene.ts';
import type { Scene } from './scene.ts';
import { at } from './track.ts';

const ROWS_MAX = 100;
/** A list that changes with every frame of a drag is of use to nobody, in milliseconds. */
const QUIET_MS = 120;

export interface ListActions {
  select(event: number): void;
  open(event: number): void;
}

/** One stop for Tab; arrows choose within it, Enter opens. */
export class EventList {
  readonly element: HTMLElement;
  readonly #heading = element('h3');
  readonly #note = element('p', { class: 'quiet' });
  readonly #list = element('ul', {
    class: 'time-list',
    role: 'listbox',
    tabindex: '0',
    'aria-label': 'Events in view',
  });
  #events: readonly number[] = [];
  #selected: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(actions: ListActions) {
    this.element = element('div', { class: 'time-events' }, this.#heading, this.#note, this.#list);
    this.#list.addEventListener('click', ({ target }) => {
      const option = target instanceof Element ? target.closest('li') : null;
      const event = option === null ? undefined : this.#events[[...this.#list.children].indexOf(option)];
      if (event !== undefined) actions.select(event);
    });
    this.#list.addEventListener('keydown', (pressed) => {
      const { key } = pressed;
      const place = this.#events.indexOf(this.#selected ?? -1);
      const last = this.#events.length - 1;
      const wanted = { ArrowDown: Math.min(last, place + 1), ArrowUp: Math.max(0, place - 1), Home: 0, End: last }[key];
      const event = wanted === undefined ? undefined : this.#events[wanted];
      if (key === 'Enter' && this.#selected !== undefined) actions.open(this.#selected);
      else if (event !== undefined) actions.select(event);
      else return;
      pressed.preventDefault();
      pressed.stopPropagation();
    });
  }

  /** Shows the events that begin in `stretch`, a moment after it has stopped changing. */
  show(scene: Scene, exhibit: number, stretch: Stretch, selected: number | undefined): void {
    if (selected !== this.#selected) {
      this.#selected = selected;
      this.#mark();
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fill(scene, exhibit, stretch), QUIET_MS);
  }

  #fill(scene: Scene, exhibit: number, stretch: Stretch): void {
    const { first, end } = eventsIn(scene, stretch);
    const chosen = scene.all.event.subarray(first, end).indexOf(this.#selected ?? -1);
    const from = first + Math.max(0, Math.min(chosen - ROWS_MAX / 2, end - first - ROWS_MAX));
    const to = Math.min(end, from + ROWS_MAX);
    this.#heading.textContent = `${counted(end - first, 'event', 'events')} in view`;
    const part =
      to - from < end - first
        ? `${count(to - from)} of them here, from number ${count(from - first + 1)} on; zoom in for others, or see `
        : 'See ';
    const between = `@${(stretch.fromUs / 1_000_000).toFixed(6)}-${(stretch.toUs / 1_000_000).toFixed(6)}`;
    const href = hashOf({ view: 'history', exhibit, query: { q: between } });
    this.#note.replaceChildren(part, element('a', { href }, 'them in the table'), '.');
    const isSame =
      to - from === this.#events.length &&
      this.#events.every((event, row) => event === at(scene.all.event, from + row));
    if (!isSame) {
      this.#events = [...scene.all.event.subarray(from, to)];
      this.#list.replaceChildren(
        ...this.#events.map((index, row) => {
          const event = scene.history.events[index];
          return element(
            'li',
            { role: 'option', id: `time-event-${row}` },
            event === undefined ? '' : eventWords(event),
          );
        }),
      );
    }
    this.#list.hidden = this.#events.length === 0;
    this.#mark();
  }

  #mark(): void {
    const place = this.#events.indexOf(this.#selected ?? -1);
    [...this.#list.children].forEach((option, row) => option.setAttribute('aria-selected', String(row === place)));
    const option = this.#list.children[place];
    if (option instanceof HTMLElement) {
      this.#list.setAttribute('aria-activedescendant', option.id);
      const { scrollTop, clientHeight } = this.#list;
      const isSeen =
        option.offsetTop >= scrollTop && option.offsetTop + option.offsetHeight <= scrollTop + clientHeight;
      if (!isSeen) this.#list.scrollTop = option.offsetTop - clientHeight / 2;
    } else this.#list.removeAttribute('aria-activedescendant');
  }
}
