/** What is under the pointer. */
import type { Layout, Row } from './layout.ts';
import type { Viewport } from './scale.ts';
import { at, lowerBound, nearest } from './track.ts';

/** A finger is broader than a line. */
const REACH = 6;

export interface Hit {
  readonly row: Row;
  /** The span's place in the row's track. */
  readonly place: number;
  /** How many spans of the row begin within so few pixels that one cannot point at each; at least 1. */
  readonly crowd: number;
}

/** The nearest thing to a place on the screen, in pixels; what stands in front wins over what is behind. */
export function hitAt(layout: Layout, viewport: Viewport, x: number, y: number): Hit | undefined {
  if (x < viewport.left - REACH || x > viewport.right + REACH) return undefined;
  const us = viewport.us(x);
  const toleranceUs = (viewport.us(x + REACH) - viewport.us(x - REACH)) / 2;
  const rows = layout.rows
    .filter((row) => y >= row.y - 3 && y <= row.y + row.height + 3)
    .sort((left, right) => weight(left, y) - weight(right, y));
  for (const row of rows) {
    const place = nearest(row.track, us, toleranceUs);
    if (place >= 0) return { row, place, crowd: crowdAt(row, place, viewport) };
  }
  return undefined;
}

/** What fills a whole lane is behind everything in it. */
function weight(row: Row, y: number): number {
  return row.kind === 'stopped' ? 1_000 : Math.abs(row.y + row.height / 2 - y);
}

function crowdAt({ track }: Row, place: number, viewport: Viewport): number {
  const x = viewport.x(at(track.fromUs, place));
  const first = lowerBound(track.fromUs, viewport.us(x - 1));
  return Math.max(1, lowerBound(track.fromUs, viewport.us(x + 1)) - first);
}
