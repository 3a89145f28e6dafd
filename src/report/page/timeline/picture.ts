/** The canvas of the timeline: drawn when something changed, at most once a frame, and only what is in view. */
import type { Micros } from '../../../../spec/history.ts';
import type { Stretch } from '../../timeline.ts';
import { element } from '../dom.ts';
import type { BrokenStretch } from './broken.ts';
import type { Frame } from './frame.ts';
import { hitAt } from './hit.ts';
import type { Hit } from './hit.ts';
import { layoutOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { paintAxis, paintFaults, paintPhases } from './paint-axis.ts';
import { paintLaneNames, paintLanes } from './paint-lanes.ts';
import { paintBroken, paintBrokenNames, paintSelection, paintSteps } from './paint-violation.ts';
import { onThemeChange, paletteOf } from './palette.ts';
import { Pen } from './pen.ts';
import { viewportOf } from './scale.ts';
import type { Scale, Viewport } from './scale.ts';
import type { Scene } from './scene.ts';

/** What is to be seen of a history. */
export interface Sight {
  readonly scene: Scene;
  readonly scale: Scale;
  readonly stretch: Stretch;
  readonly broken: readonly BrokenStretch[];
  readonly steps: readonly number[];
  readonly selected: number | undefined;
}

export class Picture {
  readonly canvas: HTMLCanvasElement;
  #sight: Sight | undefined;
  #layout: { readonly scene: Scene; readonly layout: Layout } | undefined;
  #pen: Pen | undefined;
  #hatches: Frame['hatches'] | undefined;
  #colours = paletteOf();
  #pointedUs: Micros | undefined;
  #isDue = false;
  #width = 0;

  constructor() {
    this.canvas = element('canvas', { class: 'time-picture', tabindex: '0', role: 'application' });
    // Asking for it in every frame would make the browser lay the page out in every frame.
    new ResizeObserver(() => {
      this.#width = Math.floor(this.canvas.clientWidth);
      this.#redraw();
    }).observe(this.canvas);
    onThemeChange(() => {
      this.#colours = paletteOf();
      this.#redraw();
    });
  }

  show(sight: Sight): void {
    this.#sight = sight;
    this.#redraw();
  }

  /** Draws a line where the pointer is; undefined: it is elsewhere. */
  point(us: Micros | undefined): void {
    if (us === this.#pointedUs) return;
    this.#pointedUs = us;
    this.#redraw();
  }

  get layout(): Layout | undefined {
    const { scene } = this.#sight ?? {};
    const width = this.#width;
    if (scene === undefined || width === 0) return undefined;
    if (this.#layout?.scene !== scene || this.#layout.layout.width !== width)
      this.#layout = { scene, layout: layoutOf(scene, width) };
    return this.#layout.layout;
  }

  get viewport(): Viewport | undefined {
    const { layout } = this;
    if (layout === undefined || this.#sight === undefined) return undefined;
    return viewportOf(this.#sight.scale, this.#sight.stretch, layout.left, layout.right);
  }

  /** What is at a place of the canvas, in pixels. */
  hit(x: number, y: number): Hit | undefined {
    const { layout, viewport } = this;
    return layout === undefined || viewport === undefined ? undefined : hitAt(layout, viewport, x, y);
  }

  #redraw(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  #draw(): void {
    const { layout, viewport } = this;
    if (layout === undefined || viewport === undefined || this.#sight === undefined) return;
    const pen = this.#penFor(layout);
    const hatches = (this.#hatches ??= {
      disputed: pen.hatch(this.#colours.believed, 3, this.#colours.sheet),
      stopped: pen.hatch(this.#colours.stopped, 1),
    });
    const frame: Frame = { ...this.#sight, pen, hatches, layout, viewport, pointedUs: this.#pointedUs };
    pen.clear();
    paintBroken(frame);
    paintAxis(frame);
    paintFaults(frame);
    paintPhases(frame);
    paintLaneNames(frame);
    paintLanes(frame);
    paintSelection(frame);
    paintBrokenNames(frame);
    paintSteps(frame);
  }

  #penFor({ width, height }: Layout): Pen {
    if (this.#pen?.suits(this.#colours, width, height) === true) return this.#pen;
    this.#hatches = undefined;
    return (this.#pen = new Pen(this.canvas, this.#colours, width, height));
  }
}
