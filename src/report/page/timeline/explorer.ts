/** One history to look around in: the picture, the overview, the controls, and the events in view as a list. */
import { earliest, latest } from '../../../../spec/history.ts';
import type { History } from '../../../../spec/history.ts';
import { seconds } from '../../words/quantities.ts';
import { focusOf } from '../../timeline.ts';
import type { Address } from '../address.ts';
import { hashOf } from '../address.ts';
import { element } from '../dom.ts';
import type { PageContext } from '../view.ts';
import { brokenIn } from './broken.ts';
import { commandFor, controlsFor, controlsHelp } from './controls.ts';
import type { Commands } from './controls.ts';
import { EventList } from './event-list.ts';
import { listenForGestures } from './gestures.ts';
import { timelineLegend } from './legend.ts';
import { Overview } from './overview.ts';
import { Picture } from './picture.ts';
import type { Sight } from './picture.ts';
import { eventWords, exactly, hitWords } from './readout.ts';
import { linearScale, momentsOf, onAxis, panned, rankScale, zoomed } from './scale.ts';
import type { Scale } from './scale.ts';
import { eventsIn, sceneOf } from './scene.ts';
import { at } from './track.ts';

/** Browsers refuse an address that changes all the time, in milliseconds. */
const KEEP_MS = 300;

interface Open extends Sight {
  readonly exhibit: number;
  readonly linear: Scale;
  /** Made when it is first wanted. */
  readonly ranked?: Scale;
}

export class Explorer implements Commands {
  readonly element: HTMLElement;
  readonly #context: PageContext;
  readonly #picture = new Picture();
  readonly #overview = new Overview((stretch) => this.#change({ stretch }));
  readonly #controls = controlsFor(this);
  readonly #list = new EventList({ select: (event) => this.select(event), open: () => this.open() });
  readonly #where = element('p', { class: 'quiet time-where' });
  readonly #words = element('span', { 'aria-live': 'polite' });
  readonly #link = element('a', {}, 'Show it in the history');
  #state: Open | undefined;
  /** What the words and buttons say. */
  #told: Open | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(context: PageContext) {
    this.#context = context;
    const { canvas } = this.#picture;
    this.element = element(
      'div',
      { class: 'time-explorer' },
      this.#controls.element,
      this.#where,
      this.#overview.canvas,
      canvas,
      element('p', { class: 'time-readout' }, this.#words, ' ', this.#link),
      timelineLegend(),
      controlsHelp(),
      this.#list.element,
    );
    this.#listen(canvas);
    new ResizeObserver(() => this.#show()).observe(this.element);
  }

  /** Shows a history as `query` of the address says: from, to, event, rank. Without them, the violation and what is around it. */
  visit(exhibit: number, history: History, query: Address['query']): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const known = this.#state?.exhibit === exhibit ? this.#state : this.#opened(exhibit, history);
    const state = query['rank'] === '1' ? ranked(known) : { ...known, scale: known.linear };
    const event = /^\d{1,9}$/.test(query['event'] ?? '') ? Number(query['event']) : undefined;
    const selected = event !== undefined && event < history.events.length ? event : undefined;
    const [from, to] = [query['from'], query['to']].map((text) => (text === undefined ? NaN : Number(text)));
    const isGiven = from !== undefined && to !== undefined && from >= 0 && to > from && Number.isFinite(to);
    const { scale } = state;
    const stretch = isGiven ? onAxis(scale, scale.unitAt(from), scale.unitAt(to)) : state.stretch;
    this.#state = { ...state, stretch, selected };
    if (!isGiven && selected !== undefined) this.#bringIntoView(selected, history.header.leaseTtlMs * 2_000);
    this.#show();
  }

  #opened(exhibit: number, history: History): Open {
    const scene = sceneOf(history);
    const witness = this.#context.model.exhibits[exhibit]?.counterexample?.witness;
    const linear = linearScale(scene.endUs);
    return {
      exhibit,
      scene,
      linear,
      scale: linear,
      stretch: witness === undefined ? onAxis(linear, 0, linear.units) : focusOf(history, witness, scene.endUs),
      broken: brokenIn(this.#context.model.exhibits, exhibit),
      steps: witness?.events ?? [],
      selected: undefined,
    };
  }

  pan(share: number): void {
    const state = this.#state;
    if (state === undefined) return;
    const bounded = Math.max(-1e9, Math.min(1e9, share));
    this.#change({ stretch: panned(state.scale, state.stretch, bounded) });
  }

  zoom(factor: number, aroundUs?: number): void {
    const state = this.#state;
    if (state === undefined) return;
    const { scale, stretch, selected } = state;
    const event = selected === undefined ? undefined : state.scene.history.events[selected];
    const chosenUs = event === undefined ? -1 : earliest(event.at);
    const isSeen = chosenUs >= stretch.fromUs && chosenUs <= stretch.toUs;
    const middleUs = scale.usAt((scale.unitAt(stretch.fromUs) + scale.unitAt(stretch.toUs)) / 2);
    this.#change({ stretch: zoomed(scale, stretch, factor, aroundUs ?? (isSeen ? chosenUs : middleUs)) });
  }

  whole(): void {
    if (this.#state !== undefined) this.#change({ stretch: onAxis(this.#state.scale, 0, this.#state.scale.units) });
  }

  focus(): void {
    const state = this.#state;
    if (state === undefined) return;
    const witness = this.#context.model.exhibits[state.exhibit]?.counterexample?.witness;
    if (witness !== undefined) this.#change({ stretch: focusOf(state.scene.history, witness, state.scene.endUs) });
  }

  /** The one of this history first, where it is not in view; then that of the next history that has one, round and round. */
  toViolation(by: 1 | -1): void {
    const state = this.#state;
    if (state === undefined) return;
    const others = this.#violations();
    const [own] = state.broken;
    const isSeen = own !== undefined && own.fromUs >= state.stretch.fromUs && own.toUs <= state.stretch.toUs;
    const ahead = by === 1 ? others : [...others].reverse();
    const next = ahead.find((index) => (by === 1 ? index > state.exhibit : index < state.exhibit)) ?? ahead[0];
    if (own !== undefined && (!isSeen || next === state.exhibit)) return this.focus();
    if (next !== undefined) this.#context.go({ view: 'timeline', exhibit: next, query: this.#rankQuery() });
  }

  #violations(): readonly number[] {
    const { exhibits } = this.#context.model;
    return exhibits.flatMap(({ counterexample, header }, index) =>
      counterexample === undefined || header === undefined ? [] : [index],
    );
  }

  toEvent(by: 1 | -1): void {
    const state = this.#state;
    if (state === undefined) return;
    const { all } = state.scene;
    const { first, end } = eventsIn(state.scene, state.stretch);
    const place = state.selected === undefined ? -1 : all.event.indexOf(state.selected);
    const wanted = place < 0 ? (by === 1 ? first : end - 1) : place + by;
    if (wanted >= 0 && wanted < all.event.length) this.select(at(all.event, wanted));
  }

  toggleRank(): void {
    const state = this.#state;
    if (state === undefined) return;
    const { stretch } = state;
    const turned = state.scale === state.linear ? ranked(state) : { ...state, scale: state.linear };
    const { scale } = turned;
    this.#state = { ...turned, stretch: onAxis(scale, scale.unitAt(stretch.fromUs), scale.unitAt(stretch.toUs)) };
    this.#change({});
  }

  /** Marks an event, says it, and shows where it is. */
  select(event: number): void {
    if (this.#state === undefined) return;
    this.#state = { ...this.#state, selected: event };
    this.#bringIntoView(event);
    this.#change({});
  }

  open(): void {
    const state = this.#state;
    if (state?.selected === undefined) return this.toEvent(1);
    this.#context.go({ view: 'history', exhibit: state.exhibit, query: { event: String(state.selected) } });
  }

  clear(): void {
    if (this.#state?.selected === undefined) this.#picture.canvas.blur();
    this.#change({ selected: undefined });
  }

  /** Moves to an event that is out of view, and there shows as much as before, or `lengthUs`. */
  #bringIntoView(index: number, lengthUs?: number): void {
    const state = this.#state;
    const event = state?.scene.history.events[index];
    if (state === undefined || event === undefined) return;
    const { scale, stretch } = state;
    const us = earliest(event.at);
    if (lengthUs === undefined && us <= stretch.toUs && latest(event.at) >= stretch.fromUs) return;
    const unit = scale.unitAt(us);
    const half =
      lengthUs === undefined
        ? (scale.unitAt(stretch.toUs) - scale.unitAt(stretch.fromUs)) / 2
        : Math.max(unit - scale.unitAt(Math.max(0, us - lengthUs)), scale.unitAt(us + lengthUs) - unit);
    this.#state = { ...state, stretch: onAxis(scale, unit - half, unit + half) };
  }

  #change(change: Partial<Pick<Open, 'stretch' | 'selected'>>): void {
    if (this.#state === undefined) return;
    this.#state = { ...this.#state, ...change };
    this.#show();
    this.#timer ??= setTimeout(() => this.#keep(), KEEP_MS);
  }

  #show(): void {
    const state = this.#state;
    if (state === undefined) return;
    this.#picture.show(state);
    const { layout } = this.#picture;
    if (layout === undefined) return;
    this.#overview.show(state, layout);
    const { fromUs, toUs } = state.stretch;
    this.#where.textContent = `${exactly(fromUs)} to ${exactly(toUs)}: ${seconds(Math.round(toUs - fromUs))} of ${seconds(state.scene.endUs)}`;
    this.#list.show(state.scene, state.exhibit, state.stretch, state.selected);
    const { selected, scale, scene } = this.#told ?? {};
    // A frame of a drag has no time for what did not change.
    if (selected === state.selected && scale === state.scale && scene === state.scene) return;
    this.#told = state;
    this.#controls.update({
      violations: this.#violations().length,
      isBroken: state.broken.length > 0,
      isRank: state.scale !== state.linear,
    });
    this.#read();
  }

  /** Says what is selected, or what is under the pointer. */
  #read(pointed?: string): void {
    const state = this.#state;
    const event = state?.selected === undefined ? undefined : state.scene.history.events[state.selected];
    const said =
      pointed ?? (event === undefined ? 'Point at something, or go to an event with ↑ and ↓.' : eventWords(event));
    if (this.#words.textContent !== said) this.#words.replaceChildren(element('span', {}, said));
    this.#link.hidden = state?.selected === undefined;
    if (state?.selected !== undefined)
      this.#link.href = hashOf({ view: 'history', exhibit: state.exhibit, query: { event: String(state.selected) } });
  }

  #rankQuery(): Address['query'] {
    return this.#state !== undefined && this.#state.scale !== this.#state.linear ? { rank: '1' } : {};
  }

  #keep(): void {
    this.#timer = undefined;
    const state = this.#state;
    // Meanwhile the reader may have gone to another view, which has an address of its own.
    if (state === undefined || this.#picture.canvas.clientWidth === 0) return;
    const { stretch, selected, exhibit } = state;
    const query = {
      from: String(Math.floor(stretch.fromUs)),
      to: String(Math.ceil(stretch.toUs)),
      ...(selected === undefined ? {} : { event: String(selected) }),
      ...this.#rankQuery(),
    };
    this.#context.keep({ view: 'timeline', exhibit, query });
    this.#picture.canvas.setAttribute(
      'aria-label',
      `Timeline, ${this.#where.textContent ?? ''}. The list of events below says the same in words.`,
    );
  }

  #listen(canvas: HTMLCanvasElement): void {
    canvas.setAttribute('aria-label', 'Timeline. The list of events below says the same in words.');
    listenForGestures(canvas, {
      drag: (byX) => {
        const { layout } = this.#picture;
        if (layout !== undefined) this.pan(-byX / (layout.right - layout.left));
      },
      zoom: (factor, x) => this.zoom(factor, this.#picture.viewport?.us(x)),
      point: (x, y) => {
        const { viewport } = this.#picture;
        const state = this.#state;
        if (viewport === undefined || state === undefined) return;
        const isInside = x >= viewport.left && x <= viewport.right;
        this.#picture.point(isInside ? viewport.us(x) : undefined);
        const hit = this.#picture.hit(x, y);
        this.#read(hit === undefined ? undefined : hitWords(state.scene, hit, viewport.us(x)));
      },
      leave: () => {
        this.#picture.point(undefined);
        this.#read();
      },
      click: (x, y) => {
        const hit = this.#picture.hit(x, y);
        if (hit === undefined) this.#change({ selected: undefined });
        else this.select(at(hit.row.track.event, hit.place));
      },
    });
    document.addEventListener('keydown', (event) => {
      const { target } = event;
      if (event.altKey || event.ctrlKey || event.metaKey || canvas.clientWidth === 0) return;
      if (target instanceof Element && /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
      const command = commandFor(event.key, target === canvas);
      if (command === undefined) return;
      command(this);
      event.preventDefault();
    });
  }
}

function ranked(state: Open): Open {
  const scale = state.ranked ?? rankScale(momentsOf(state.scene.history.events));
  return { ...state, ranked: scale, scale };
}
