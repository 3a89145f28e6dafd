/** Where everything of the picture is, in pixels. */
import type { Micros } from '../../../spec/history.ts';
import type { FaultBand, Stretch } from '../timeline.ts';
import type { Drawing } from './drawing.ts';

const GUTTER = 92;
const RIGHT = 18;
const STRIP_ROWS_MAX = 8;
const STRIP_PITCH = 22;

export interface Layout {
  readonly height: number;
  readonly leftX: number;
  readonly rightX: number;
  readonly axisY: number;
  readonly strips: readonly { readonly band: FaultBand; readonly y: number }[];
  readonly stripHeight: number;
  readonly windowY: number;
  readonly storeY: number;
  readonly storeHeight: number;
  readonly laneHeight: number;
  readonly lanesEndY: number;
  readonly view: Stretch;
  laneY(index: number): number;
  x(us: Micros): number;
  /** Left and right edge of a stretch, cut to the picture and at least two pixels wide. */
  span(stretch: Stretch): { readonly from: number; readonly to: number };
  isInView(stretch: Stretch): boolean;
}

/** Rows from top to bottom: axis, fault strips, store, candidates. */
export function layoutOf({ timeline, view, width, witness }: Drawing): Layout {
  const rightX = width - RIGHT;
  const x = (us: Micros): number =>
    GUTTER + ((us - view.fromUs) / Math.max(1, view.toUs - view.fromUs)) * (rightX - GUTTER);
  const span = (stretch: Stretch): { from: number; to: number } => {
    const from = Math.max(GUTTER, Math.min(rightX - 2, x(stretch.fromUs)));
    return { from, to: Math.max(from + 2, Math.min(rightX, x(stretch.toUs))) };
  };
  const isInView = (stretch: Stretch): boolean => stretch.toUs >= view.fromUs && stretch.fromUs <= view.toUs;
  const axisY = 14;
  const windowY = axisY + 10;
  const packed = packStrips(timeline.bands.filter(isInView), span);
  const rows = packed.reduce((most, { row }) => Math.max(most, row + 1), 0);
  const storeY = windowY + 8 + rows * STRIP_PITCH + (rows > 0 ? 8 : 4);
  const storeHeight = 36;
  const laneHeight = 64;
  const lanesEndY = storeY + storeHeight + 12 + timeline.lanes.length * laneHeight;
  return {
    height: lanesEndY + (witness === undefined ? 6 : 34),
    leftX: GUTTER,
    rightX,
    axisY,
    strips: packed.map(({ band, row }) => ({ band, y: windowY + 8 + row * STRIP_PITCH })),
    stripHeight: 17,
    windowY,
    storeY,
    storeHeight,
    laneHeight,
    lanesEndY,
    view,
    laneY: (index) => storeY + storeHeight + 14 + index * laneHeight,
    x,
    span,
    isInView,
  };
}

/** Each strip goes into the first row where it and its name are free; when all rows are full, into the last. */
function packStrips(
  bands: readonly FaultBand[],
  span: (stretch: Stretch) => { readonly from: number; readonly to: number },
): readonly { readonly band: FaultBand; readonly row: number }[] {
  const ends: number[] = [];
  return bands.map((band) => {
    const { from, to } = span(band);
    const name = textWidth(band.name);
    const end = name + 12 < to - from ? to : to + name + 10;
    const free = ends.findIndex((used) => used + 6 <= from);
    const row = free >= 0 ? free : Math.min(ends.length, STRIP_ROWS_MAX - 1);
    ends[row] = Math.max(ends[row] ?? 0, end);
    return { band, row };
  });
}

/** About how wide a text is at the picture's small size. */
export function textWidth(text: string): number {
  return text.length * 6.3;
}

/** Round moments, close enough to read off a time and far enough apart to be read. */
export function ticksOf({ view, leftX, rightX }: Layout): readonly { readonly us: Micros; readonly label: string }[] {
  const wanted = ((view.toUs - view.fromUs) * 80) / Math.max(1, rightX - leftX);
  const steps = [1, 2, 5]
    .flatMap((digit) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((power) => digit * 10 ** power))
    .sort((left, right) => left - right);
  const step = steps.find((candidate) => candidate >= wanted) ?? 1e9;
  const digits = Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(step))));
  const first = Math.ceil(view.fromUs / step);
  const last = Math.floor(view.toUs / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const us = (first + index) * step;
    return { us, label: `${(us / 1_000_000).toFixed(digits)} s` };
  });
}
