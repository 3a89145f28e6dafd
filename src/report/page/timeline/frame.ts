/** One picture to be drawn: what, where, with which pen. */
import type { HistoryEvent, Micros } from '../../../../spec/history.ts';
import type { Stretch } from '../../timeline.ts';
import type { BrokenStretch } from './broken.ts';
import type { Layout } from './layout.ts';
import type { Pen } from './pen.ts';
import type { Scale, Viewport } from './scale.ts';
import type { Scene } from './scene.ts';

export interface Frame {
  readonly pen: Pen;
  readonly hatches: { readonly disputed: CanvasPattern; readonly stopped: CanvasPattern };
  readonly scene: Scene;
  readonly layout: Layout;
  readonly scale: Scale;
  readonly viewport: Viewport;
  /** The exhibit's own first. */
  readonly broken: readonly BrokenStretch[];
  /** Events of the witness, in the order of its steps. */
  readonly steps: readonly number[];
  readonly selected: number | undefined;
  /** Where the pointer is. */
  readonly pointedUs: Micros | undefined;
}

/** The part of a stretch that is on the screen, in pixels, at least `widthMin` wide. */
export function spanOf(
  { viewport }: Frame,
  { fromUs, toUs }: Stretch,
  widthMin = 2,
): { readonly x: number; readonly width: number } {
  const x = Math.max(viewport.left, Math.min(viewport.right - widthMin, viewport.x(fromUs)));
  return { x, width: Math.max(widthMin, Math.min(viewport.right, viewport.x(toUs)) - x) };
}

export function isInView({ viewport }: Frame, { fromUs, toUs }: Stretch): boolean {
  return toUs >= viewport.fromUs && fromUs <= viewport.toUs;
}

export function eventOf({ scene }: Frame, index: number): HistoryEvent | undefined {
  return scene.history.events[index];
}
