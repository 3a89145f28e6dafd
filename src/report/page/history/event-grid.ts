/**
 * The table of events. Only the rows in sight are in the document, and the keyboard moves an active row, so that a
 * million events scroll as a hundred do. The one focus is that of the grid; a screen reader is told the active row.
 */
import { element } from '../dom.ts';
import { columnNames, eventRow } from './event-row.ts';
import { ScrollScale } from './scroll-scale.ts';
import type { ShownHistory } from './shown-history.ts';

/** Rows that are drawn beyond either edge, so that fast scrolling meets no empty ground. */
const ROWS_BEYOND = 12;
const SETTLED_AFTER_MS = 150;

export class EventGrid {
  readonly element: HTMLElement;
  readonly #shown: ShownHistory;
  readonly #onSelect: (position: number | undefined) => void;
  readonly #head: HTMLElement;
  readonly #ground: HTMLElement;
  readonly #layer: HTMLElement;
  readonly #scale = new ScrollScale();
  /** The rows in the document by their place among those that pass. */
  readonly #drawn = new Map<number, HTMLElement>();
  /** Positions of the events that pass; undefined where all do. */
  #passing: readonly number[] | undefined;
  #active = 0;
  #selected: number | undefined;
  #isDue = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  /** `onSelect` is told of an event that a reader selects, and of undefined when nothing is selected any more. */
  constructor(shown: ShownHistory, onSelect: (position: number | undefined) => void) {
    this.#shown = shown;
    this.#onSelect = onSelect;
    this.#head = element(
      'div',
      { role: 'row', class: 'head', 'aria-rowindex': '1' },
      ...columnNames.map((name) => element('span', { role: 'columnheader' }, name)),
    );
    this.#layer = element('div', { class: 'layer', role: 'rowgroup' });
    this.#ground = element('div', { class: 'ground', role: 'presentation' }, this.#layer);
    this.element = element(
      'div',
      {
        role: 'grid',
        class: 'event-grid',
        tabindex: '0',
        'aria-label': `Events of history ${shown.number + 1}`,
        'aria-colcount': String(columnNames.length),
      },
      this.#head,
      this.#ground,
    );
    this.element.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.element.addEventListener('keydown', (event) => this.#pressed(event));
    this.element.addEventListener('click', (event) => this.#clicked(event));
    new ResizeObserver(() => this.#measure()).observe(this.element);
  }

  get count(): number {
    return this.#passing?.length ?? this.#shown.events.length;
  }

  /** Shows these events, or all. The active row stays with its event, or is the next one that passes. */
  show(passing: readonly number[] | undefined): void {
    const active = this.#positionOf(this.#active);
    this.#passing = passing;
    for (const [row, drawn] of this.#drawn) this.#remove(row, drawn);
    this.element.setAttribute('aria-rowcount', String(this.count + 1));
    this.#active = Math.max(0, Math.min(this.#firstRowFrom(active), this.count - 1));
    this.#measure();
    this.#activate(this.#active);
  }

  /** Shows that an event is selected, and its row, if the filter lets it through. */
  select(position: number | undefined): void {
    this.#selected = position;
    this.#measure();
    const row = position === undefined ? undefined : this.rowOf(position);
    if (row !== undefined) this.#activate(row);
    this.#draw();
  }

  /** The row of an event, undefined where the filter hides it. */
  rowOf(position: number): number | undefined {
    const row = this.#firstRowFrom(position);
    return this.#positionOf(row) === position && position < this.#shown.events.length ? row : undefined;
  }

  #positionOf(row: number): number {
    return this.#passing === undefined ? row : (this.#passing[row] ?? -1);
  }

  /** The first row whose event is not before that at `position`. */
  #firstRowFrom(position: number): number {
    if (this.#passing === undefined) return position;
    let low = 0;
    let high = this.#passing.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#passing[middle] ?? 0) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #scrolled(): void {
    this.#scale.scrolled(this.element.scrollTop);
    this.#draw();
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => this.#scrollTo(this.#scale.settled()), SETTLED_AFTER_MS);
  }

  #scrollTo(scrollPx: number): void {
    if (Math.abs(this.element.scrollTop - scrollPx) < 1) return;
    this.element.scrollTop = scrollPx;
    this.#draw();
  }

  #pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const isOwn = event.target === this.element;
    if (isOwn && (event.key === 'Enter' || event.key === ' ')) this.#choose(this.#active);
    else if (event.key === 'Escape' && this.#selected !== undefined) this.#choose(undefined);
    else {
      const row = this.#rowAfter(event.key);
      if (row === undefined) return;
      this.element.focus({ preventScroll: true });
      this.#activate(row);
    }
    event.preventDefault();
  }

  #rowAfter(key: string): number | undefined {
    const page = Math.max(1, Math.floor(this.#viewPx() / this.#rowPx()) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowUp: -1,
      ArrowDown: 1,
      PageUp: -page,
      PageDown: page,
      Home: -Infinity,
      End: Infinity,
    };
    const step = steps[key];
    return step === undefined ? undefined : Math.max(0, Math.min(this.#active + step, this.count - 1));
  }

  #clicked({ target }: MouseEvent): void {
    // A text that was just marked is to be copied, and a link goes where it says.
    if (!(target instanceof Element) || target.closest('a') !== null || getSelection()?.isCollapsed === false) return;
    const clicked = target.closest('.event');
    for (const [row, drawn] of this.#drawn) if (drawn === clicked) this.#choose(row);
  }

  #choose(row: number | undefined): void {
    if (row !== undefined && row >= this.count) return;
    this.#selected = row === undefined ? undefined : this.#positionOf(row);
    if (row !== undefined) this.#activate(row);
    this.#draw();
    this.#onSelect(this.#selected);
  }

  #activate(row: number): void {
    this.#active = row;
    const scrollPx = this.#scale.reveal(row);
    if (scrollPx !== undefined) this.element.scrollTop = scrollPx;
    this.#draw();
  }

  #rowPx(): number {
    const drawn = this.#drawn.values().next().value;
    return drawn === undefined ? 34 : drawn.getBoundingClientRect().height || 34;
  }

  #viewPx(): number {
    return Math.max(0, this.element.clientHeight - this.#head.offsetHeight);
  }

  /** Rows may be of another height after the window became narrow: then everything is elsewhere. */
  #measure(): void {
    if (this.element.clientHeight === 0) return;
    for (let round = 0; round < 2; round += 1) {
      this.#scale.resize({ rows: this.count, rowPx: this.#rowPx(), viewPx: this.#viewPx() });
      this.#ground.style.setProperty('height', `${this.#scale.heightPx}px`);
      this.#redraw();
    }
    this.#scrollTo(this.#scale.settled());
  }

  #draw(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#redraw();
    });
  }

  #redraw(): void {
    const { from, to, topPx } = this.#scale.stretch(ROWS_BEYOND);
    for (const [row, drawn] of this.#drawn) if (row < from || row >= to) this.#remove(row, drawn);
    let next = this.#layer.firstElementChild;
    for (let row = from; row < to; row += 1) {
      let drawn = this.#drawn.get(row);
      if (drawn === undefined) {
        drawn = eventRow(this.#shown, this.#positionOf(row), row);
        this.#drawn.set(row, drawn);
        this.#layer.insertBefore(drawn, next);
      } else next = drawn.nextElementSibling;
      this.#mark(drawn, row);
    }
    this.#layer.style.setProperty('top', `${topPx}px`);
    const active = this.#drawn.get(this.#active);
    if (active === undefined) this.element.removeAttribute('aria-activedescendant');
    else this.element.setAttribute('aria-activedescendant', active.id);
  }

  /** Only the links of the active row are reached by Tab: a table of a million rows is one stop. */
  #mark(drawn: HTMLElement, row: number): void {
    const isActive = row === this.#active;
    if (drawn.classList.contains('active') !== isActive) {
      drawn.classList.toggle('active', isActive);
      for (const link of drawn.querySelectorAll('a')) link.tabIndex = isActive ? 0 : -1;
    }
    drawn.setAttribute('aria-selected', String(this.#positionOf(row) === this.#selected));
  }

  #remove(row: number, drawn: HTMLElement): void {
    if (drawn.contains(document.activeElement)) this.element.focus({ preventScroll: true });
    drawn.remove();
    this.#drawn.delete(row);
  }
}
