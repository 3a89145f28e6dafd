/** The whole history in a strip, with a brush over the part that the picture shows. */
import { element } from '../dom.ts';
import { visitColumns } from './columns.ts';
import { onThemeChange, paletteOf } from './palette.ts';
import { Pen } from './pen.ts';
import type { Sight } from './picture.ts';
import { onAxis, viewportOf } from './scale.ts';
import type { Viewport } from './scale.ts';
import { at } from './track.ts';
import type { Track } from './track.ts';

const HEIGHT = 46;
/** How near to an edge of the brush one takes hold of it, in pixels. */
const GRIP = 12;

/** `brushed` is called with each new stretch that a reader chooses. The keyboard has the picture itself. */
export class Overview {
  readonly canvas: HTMLCanvasElement;
  readonly #brushed: (stretch: Sight['stretch']) => void;
  readonly #still = document.createElement('canvas');
  #sight: Sight | undefined;
  #edges = { left: 0, right: 0, width: 0 };
  #stillFor: readonly unknown[] = [];
  #pen: Pen | undefined;
  #colours = paletteOf();
  #isDue = false;

  constructor(brushed: (stretch: Sight['stretch']) => void) {
    this.#brushed = brushed;
    this.canvas = element('canvas', { class: 'time-overview', 'aria-hidden': 'true' });
    onThemeChange(() => {
      this.#colours = paletteOf();
      this.#redraw();
    });
    this.#listen();
  }

  /** `edges` are those of the picture, so that both have the same width and margins. */
  show(sight: Sight, edges: { readonly left: number; readonly right: number; readonly width: number }): void {
    this.#sight = sight;
    this.#edges = edges;
    this.#redraw();
  }

  #whole(sight: Sight): Viewport {
    return viewportOf(sight.scale, onAxis(sight.scale, 0, sight.scale.units), this.#edges.left, this.#edges.right);
  }

  #redraw(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      if (this.#sight !== undefined) this.#draw(this.#sight, this.#edges.width);
    });
  }

  #draw(sight: Sight, width: number): void {
    const whole = this.#whole(sight);
    const madeFor = [sight.scene, sight.scale, this.#colours, width, whole.left, whole.right, devicePixelRatio];
    if (madeFor.some((each, index) => each !== this.#stillFor[index])) {
      this.#stillFor = madeFor;
      paintWhole(new Pen(this.#still, this.#colours, width, HEIGHT), sight, whole);
    }
    if (this.#pen?.suits(this.#colours, width, HEIGHT) !== true)
      this.#pen = new Pen(this.canvas, this.#colours, width, HEIGHT);
    const pen = this.#pen;
    pen.clear();
    pen.context.drawImage(this.#still, 0, 0, width, HEIGHT);
    const { left, right } = this.#brush(sight);
    const { sheet, link } = this.#colours;
    pen.box(sheet, whole.left, 0, left - whole.left, HEIGHT, 0.6);
    pen.box(sheet, right, 0, whole.right - right, HEIGHT, 0.6);
    pen.box(link, left, 0, right - left, HEIGHT, 0.08);
    pen.frame(link, left, 0, right - left, HEIGHT);
    for (const x of [left, right]) pen.box(link, x - 2.5, HEIGHT / 2 - 9, 5, 18);
  }

  #brush(sight: Sight): { readonly left: number; readonly right: number } {
    const whole = this.#whole(sight);
    const left = whole.x(sight.stretch.fromUs);
    return { left, right: Math.max(left + 4, whole.x(sight.stretch.toUs)) };
  }

  #listen(): void {
    const { canvas } = this;
    let drag:
      { readonly fromX: number; readonly left: number; readonly right: number; readonly holds: string } | undefined;
    const xOf = (event: PointerEvent): number => event.clientX - canvas.getBoundingClientRect().left;
    const move = (x: number): void => {
      const sight = this.#sight;
      if (drag === undefined || sight === undefined) return;
      const whole = this.#whole(sight);
      const unit = (place: number): number =>
        ((place - whole.left) / Math.max(1, whole.right - whole.left)) * sight.scale.units;
      const by = x - drag.fromX;
      const left = unit(drag.holds === 'right' ? drag.left : drag.left + by);
      const right = unit(drag.holds === 'left' ? drag.right : drag.right + by);
      this.#brushed(onAxis(sight.scale, Math.min(left, right), Math.max(left, right)));
    };
    canvas.addEventListener('pointerdown', (event) => {
      if (this.#sight === undefined || event.button !== 0) return;
      canvas.setPointerCapture(event.pointerId);
      const x = xOf(event);
      const { left, right } = this.#brush(this.#sight);
      const grip = Math.min(GRIP, Math.max(4, (right - left) / 3));
      const isOutside = x < left - GRIP || x > right + GRIP;
      const holds = isOutside ? 'middle' : x < left + grip ? 'left' : x > right - grip ? 'right' : 'middle';
      drag = { fromX: isOutside ? (left + right) / 2 : x, left, right, holds };
      if (isOutside) move(x);
    });
    canvas.addEventListener('pointermove', (event) => move(xOf(event)));
    for (const end of ['pointerup', 'pointercancel'] as const) canvas.addEventListener(end, () => (drag = undefined));
  }
}

/** Faults on top, how much happens in the middle, whom the store names below, and what is broken behind all. */
function paintWhole(pen: Pen, { scene, broken }: Sight, whole: Viewport): void {
  const { soft, quiet, fault, granted, window, 'granted-line': line } = pen.colours;
  pen.box(soft, whole.left, 0, whole.right - whole.left, HEIGHT);
  for (const { fromUs, toUs } of broken) {
    const x = whole.x(fromUs);
    pen.box(window, x - 1, 0, Math.max(3, whole.x(toUs) - x), HEIGHT, 0.75);
  }
  const bars = (track: Track, y: number, height: number, colour: string, edge?: string): void => {
    const bar = (x: number, toX: number): void => {
      pen.box(colour, x, y, Math.max(2, toX - x), height);
      if (edge !== undefined) pen.box(edge, x, y, 1, height);
    };
    visitColumns(track, whole, 2, {
      one: (_, x, toX) => bar(x, toX),
      many: (_, end, x) => bar(x, whole.x(at(track.toUs, end - 1))),
    });
  };
  scene.strips.slice(0, 3).forEach((track, row) => bars(track, 1 + row * 4, 3, fault));
  bars(scene.store, HEIGHT - 8, 7, granted, line);
  const density = (x: number, count: number): void => {
    const tall = Math.min(20, 3 + Math.log2(count) * 2);
    pen.box(quiet, x, HEIGHT - 10 - tall, 2, tall);
  };
  visitColumns(scene.all, whole, 3, {
    one: (_, x) => density(x, 1),
    many: (first, end, x) => density(x, end - first),
  });
}
