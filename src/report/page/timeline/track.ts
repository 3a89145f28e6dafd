/** One row of the picture as columns of numbers: a history may have hundreds of thousands of operations, and a frame draws those in view. */
import type { Micros } from '../../../../spec/history.ts';
import type { Begun, Stretch } from '../../timeline.ts';

/** A stretch that an event begins. `look` says how it ended; each kind of row has its own numbers. @defaultValue `look` 0 */
export interface Span extends Stretch, Begun {
  readonly look?: number;
}

/** Spans in the order of their beginnings. All columns have the same length; times are microseconds. */
export interface Track {
  readonly fromUs: Float64Array;
  readonly toUs: Float64Array;
  /** The latest end up to and including each span: what lies before the first that reaches a moment ends before it. */
  readonly reachUs: Float64Array;
  readonly event: Int32Array;
  readonly look: Uint8Array;
}

/** The spans as a track, sorted where they are not. */
export function trackOf(spans: readonly Span[]): Track {
  const isSorted = spans.every((span, index) => index === 0 || (spans[index - 1]?.fromUs ?? 0) <= span.fromUs);
  const sorted = isSorted ? spans : [...spans].sort((left, right) => left.fromUs - right.fromUs);
  const track = emptyTrack(sorted.length);
  sorted.forEach((span, place) => put(track, place, span.fromUs, span.toUs, span.event, span.look));
  return track;
}

/** Room for so many spans, which are to be put in the order of their beginnings. */
export function emptyTrack(length: number): Track {
  return {
    fromUs: new Float64Array(length),
    toUs: new Float64Array(length),
    reachUs: new Float64Array(length),
    event: new Int32Array(length),
    look: new Uint8Array(length),
  };
}

/** Fills a place of a track; the places before it are filled. */
export function put(track: Track, place: number, fromUs: Micros, toUs: Micros, event: number, look = 0): void {
  track.fromUs[place] = fromUs;
  track.toUs[place] = toUs;
  track.reachUs[place] = place === 0 ? toUs : Math.max(toUs, at(track.reachUs, place - 1));
  track.event[place] = event;
  track.look[place] = look;
}

/** A number of a column; 0 beyond its ends. */
export function at(column: { readonly [index: number]: number }, index: number): number {
  return column[index] ?? 0;
}

/** The first place in `[first, end)` of an ascending column whose number is not below `wanted`, else `end`. */
export function lowerBound(column: Float64Array, wanted: number, first = 0, end = column.length): number {
  let low = first;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(column, middle) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Places `[first, end)` with every span that touches the stretch, ends included; some of them may end before it. */
export function touching(
  { fromUs, reachUs }: Track,
  stretch: Stretch,
): { readonly first: number; readonly end: number } {
  // Times are whole microseconds, and a stretch may end between two of them.
  return { first: lowerBound(reachUs, stretch.fromUs), end: lowerBound(fromUs, Math.floor(stretch.toUs) + 1) };
}

/** The span nearest to a moment and no further from it than `toleranceUs`, the latest one of several; -1 where there is none. */
export function nearest(track: Track, us: Micros, toleranceUs: Micros): number {
  const { first, end } = touching(track, { fromUs: us - toleranceUs, toUs: us + toleranceUs });
  let found = -1;
  let best = Infinity;
  for (let place = end - 1; place >= first && best > 0; place -= 1) {
    const distance = Math.max(0, at(track.fromUs, place) - us, us - at(track.toUs, place));
    if (distance > toleranceUs || distance >= best) continue;
    best = distance;
    found = place;
  }
  return found;
}
