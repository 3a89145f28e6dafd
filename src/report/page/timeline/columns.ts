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
    const next = lowerBound(track.fromUs, viewport.us(column + width), place + 1, end);
    if (next - place === 1) {
      visitor.one(place, x, viewport.x(toUs));
    } else {
      visitor.many(place, next, column);
      const lastX = viewport.x(at(track.toUs, next - 1));
      if (lastX > column + 2 * width) visitor.one(next - 1, viewport.x(at(track.fromUs, next - 1)), lastX);
    }
    place = next;
  }
}
