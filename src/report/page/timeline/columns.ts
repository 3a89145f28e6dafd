/** What of a track is drawn: each span that has room of its own, and how many share a column of the screen where they do not. */
import type { Viewport } from './scale.ts';
import { at, lowerBound, touching } from './track.ts';
import type { Track } from './track.ts';

/** `x` and `width` in pixels; places are those of the track. */
export interface ColumnVisitor {
  /** A span alone in its column, or one that reaches beyond it. */
  one(place: number, x: number, toX: number): void;
  /** Several spans, `[first, end)`, that begin in the same column. */
  many(first: number, end: number, x: number): void;
}

/**
 * Visits a track from left to right in columns of `width` pixels. Costs a search a column, however many spans are in
 * view, as long as spans of a track do not overlap; where they do, what begins in a full column is counted, not drawn.
 */
export function visitColumns(track: Track, viewport: Viewport, width: number, visitor: ColumnVisitor): void {
  const { first, end } = touching(track, viewport);
  let place = first;
  while (place < end) {
    const fromUs = at(track.fromUs, place);
    const toUs = at(track.toUs, place);
    if (toUs < viewport.fromUs) {
      place += 1;
      continue;
    }
    const x = viewport.x(fromUs);
    if (fromUs < viewport.fromUs) {
      visitor.one(place, x, viewport.x(toUs));
      place += 1;
      continue;
    }
    const column = viewport.left + Math.floor((x - viewport.left) / width) * width;
    const next = firstFrom(track.fromUs, viewport.us(column + width), place + 1, end);
    if (next - place === 1) {
      visitor.one(place, x, viewport.x(toUs));
    } else {
      visitor.many(place, next, column);
      const last = next - 1;
      if (at(track.toUs, last) > viewport.us(column + 2 * width))
        visitor.one(last, viewport.x(at(track.fromUs, last)), viewport.x(at(track.toUs, last)));
    }
    place = next;
  }
}

/** As `lowerBound`, for what is probably near `first`. */
function firstFrom(column: Float64Array, wanted: number, first: number, end: number): number {
  let step = 1;
  while (first + step < end && at(column, first + step) < wanted) step *= 2;
  return lowerBound(column, wanted, first + (step >> 1), Math.min(end, first + step));
}
