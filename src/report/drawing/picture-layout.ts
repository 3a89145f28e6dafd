/** Where everything of a picture is, in pixels. */
import type { Micros } from '../../../spec/history.ts';
import type { PictureMark, PictureScene } from '../exhibit/picture-scene.ts';
import type { FaultBand, Stretch } from '../timeline.ts';

const GUTTER = 92;
const RIGHT = 18;
const STRIP_ROWS_MAX = 8;
const STRIP_PITCH = 22;
const CAPTION_PITCH = 19;
/** Distance of marks that would lie upon each other. */
const MARK_PITCH = 22;

/** A numbered step: where it happened, and where its number is, which has made room for others. */
export interface PlacedMark {
  readonly mark: PictureMark;
  readonly eventX: number;
  readonly x: number;
  readonly y: number;
  /** Baseline of its words; those that conflict have them in the picture. */
  readonly captionY?: number;
}

export interface PictureLayout {
  readonly height: number;
  readonly leftX: number;
  readonly rightX: number;
  readonly strips: readonly { readonly band: FaultBand; readonly y: number }[];
  readonly storeY: number;
  /** The top of each lane, and in the end the bottom of the last one. */
  readonly laneYs: readonly number[];
  readonly marks: readonly PlacedMark[];
  x(us: Micros): number;
  /** Left and right edge of a stretch, cut to the picture and at least two pixels wide. */
  span(stretch: Stretch): { readonly from: number; readonly to: number };
}

/** Baseline of the times, and the top of everything else. */
export const AXIS_Y = 14;
export const TOP_Y = 24;
export const STRIP_HEIGHT = 17;
const STORE_HEIGHT = 48;
const LANE_HEIGHT = 64;

/** Rows from top to bottom: times, trouble, store, candidates; a row is higher where the words of a step are in it. */
export function layOutPicture(picture: PictureScene, width: number): PictureLayout {
  const rightX = width - RIGHT;
  const perUs = (rightX - GUTTER) / Math.max(1, picture.toUs - picture.fromUs);
  const x = (us: Micros): number => GUTTER + (us - picture.fromUs) * perUs;
  const span = (stretch: Stretch): { from: number; to: number } => {
    const from = Math.max(GUTTER, Math.min(rightX - 2, x(stretch.fromUs)));
    return { from, to: Math.max(from + 2, Math.min(rightX, x(stretch.toUs))) };
  };
  const packed = packStrips(picture.bands, span);
  const rows = packed.reduce((most, { row }) => Math.max(most, row + 1), 0);
  const captions = (lane: number | undefined): number =>
    picture.marks.filter((mark) => mark.conflicts && mark.lane === lane).length * CAPTION_PITCH;
  const storeY = TOP_Y + 10 + rows * STRIP_PITCH + (rows > 0 ? 8 : 0);
  const laneYs = [storeY + STORE_HEIGHT + captions(undefined)];
  for (const lane of picture.lanes.keys()) laneYs.push((laneYs[lane] ?? 0) + LANE_HEIGHT + captions(lane));
  const isWithin = ({ atUs }: PictureMark): boolean => atUs >= picture.fromUs && atUs <= picture.toUs;
  const used = new Map<number | undefined, number>();
  const placed: PlacedMark[] = [];
  for (const mark of picture.marks) {
    const eventX = Math.max(GUTTER, Math.min(rightX, x(mark.atUs)));
    const rowY = mark.lane === undefined ? storeY : (laneYs[mark.lane] ?? 0);
    const y = mark.row === 'trouble' ? AXIS_Y + 16 : rowY + (mark.row === 'action' ? 41 : 11);
    let markX = eventX;
    while (placed.some((other) => Math.abs(other.y - y) < 20 && Math.abs(other.x - markX) < MARK_PITCH - 1))
      markX += isWithin(mark) && eventX > rightX - 60 ? -MARK_PITCH : MARK_PITCH;
    const line = used.get(mark.lane) ?? 0;
    if (mark.conflicts) used.set(mark.lane, line + 1);
    const captionY = rowY + (mark.lane === undefined ? 40 : 62) + line * CAPTION_PITCH;
    placed.push({ mark, eventX, x: markX, y, ...(mark.conflicts ? { captionY } : {}) });
  }
  return {
    height: (laneYs.at(-1) ?? 0) + (picture.broken === undefined ? 4 : 32),
    leftX: GUTTER,
    rightX,
    strips: packed.map(({ band, row }) => ({ band, y: TOP_Y + 8 + row * STRIP_PITCH })),
    storeY,
    laneYs,
    marks: placed,
    x,
    span,
  };
}

/** Each strip goes into the first row where it and its name are free; when all rows are full, into the last. */
function packStrips(
  bands: readonly FaultBand[],
  span: PictureLayout['span'],
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
export function ticksOf(
  { fromUs, toUs }: Stretch,
  width: number,
): readonly { readonly us: Micros; readonly label: string }[] {
  const wanted = ((toUs - fromUs) * 80) / Math.max(1, width);
  let step = 1;
  for (let power = 1; step < wanted; power *= 10)
    for (const digit of [2, 5, 10]) if (step < wanted) step = digit * power;
  const digits = Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(step))));
  const first = Math.ceil(fromUs / step);
  const last = Math.floor(toUs / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const us = (first + index) * step;
    return { us, label: `${(us / 1_000_000).toFixed(digits)} s` };
  });
}
