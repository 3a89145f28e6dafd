/** How time becomes room: evenly, or by rank, where every moment at which something happens has as much room as any other. */
import { earliest, latest } from '../../../../spec/history.ts';
import type { HistoryEvent, Micros } from '../../../../spec/history.ts';
import type { Stretch } from '../../timeline.ts';
import { at, lowerBound } from './track.ts';

/** The time axis in units of its own, from 0 to `units`. Both directions are monotonic, and undo each other. */
export interface Scale {
  readonly units: number;
  /** The closest look. */
  readonly unitsMin: number;
  unitAt(us: Micros): number;
  usAt(unit: number): Micros;
}

/** A unit is a microsecond. */
export function linearScale(endUs: Micros): Scale {
  return { units: endUs, unitsMin: Math.min(endUs, 20), unitAt: (us) => us, usAt: (unit) => unit };
}

const PAGES = 20_000;

/** A unit is the step from one of the `moments`, ascending and distinct, to the next, however long it took. */
export function rankScale(moments: Float64Array): Scale {
  const last = Math.max(0, moments.length - 1);
  // Where to look for a moment, by time: a frame asks thousands of times.
  const pageUs = Math.max(1, at(moments, last) / PAGES);
  const pages = Float64Array.from({ length: PAGES + 2 }, (_, page) => lowerBound(moments, page * pageUs));
  return {
    units: Math.max(1, last),
    unitsMin: Math.min(4, Math.max(1, last)),
    unitAt: (us) => {
      const page = Math.max(0, Math.min(PAGES, Math.floor(us / pageUs)));
      const after = lowerBound(moments, us, at(pages, page), page === PAGES ? moments.length : at(pages, page + 1));
      if (after === 0 || after > last) return after === 0 ? 0 : last;
      const before = at(moments, after - 1);
      return after - 1 + (us - before) / (at(moments, after) - before);
    },
    usAt: (unit) => {
      const before = Math.max(0, Math.min(last, Math.floor(unit)));
      const next = at(moments, Math.min(last, before + 1));
      return at(moments, before) + Math.max(0, Math.min(1, unit - before)) * (next - at(moments, before));
    },
  };
}

/** Every moment at which something happens, or may have, ascending and distinct. */
export function momentsOf(events: readonly HistoryEvent[]): Float64Array {
  const all = new Float64Array(events.length * 2);
  for (const [index, { at: instant }] of events.entries()) {
    all[index * 2] = earliest(instant);
    all[index * 2 + 1] = latest(instant);
  }
  all.sort();
  return all.filter((us, index) => index === 0 || us !== all[index - 1]);
}

/** A stretch moved along the axis by a share of its own length, and kept on the axis. */
export function panned(scale: Scale, stretch: Stretch, share: number): Stretch {
  const from = scale.unitAt(stretch.fromUs);
  const to = scale.unitAt(stretch.toUs);
  return onAxis(scale, from + (to - from) * share, to + (to - from) * share);
}

/** A stretch `factor` times as long in which the moment `atUs` stays where it is on the screen. */
export function zoomed(scale: Scale, stretch: Stretch, factor: number, atUs: Micros): Stretch {
  const from = scale.unitAt(stretch.fromUs);
  const length = scale.unitAt(stretch.toUs) - from;
  const fixed = scale.unitAt(atUs);
  const wanted = Math.max(scale.unitsMin, Math.min(scale.units, length * factor));
  const start = fixed - ((fixed - from) / Math.max(length, Number.EPSILON)) * wanted;
  return onAxis(scale, start, start + wanted);
}

/** The stretch between two places in units, put back onto the axis where it leaves it, and never closer than the closest look. */
export function onAxis(scale: Scale, from: number, to: number): Stretch {
  const length = Math.max(scale.unitsMin, Math.min(scale.units, to - from));
  const start = Math.max(0, Math.min(scale.units - length, from));
  return { fromUs: scale.usAt(start), toUs: scale.usAt(start + length) };
}

/** The part of the axis that is on the screen; `left`, `right` and `x` in pixels. */
export interface Viewport extends Stretch {
  readonly left: number;
  readonly right: number;
  x(us: Micros): number;
  us(x: number): Micros;
}

/** Puts a stretch of the axis between two edges of the screen. */
export function viewportOf(scale: Scale, stretch: Stretch, left: number, right: number): Viewport {
  const from = scale.unitAt(stretch.fromUs);
  const perUnit = (right - left) / Math.max(Number.EPSILON, scale.unitAt(stretch.toUs) - from);
  return {
    ...stretch,
    left,
    right,
    x: (us) => left + (scale.unitAt(us) - from) * perUnit,
    us: (x) => scale.usAt(from + (x - left) / perUnit),
  };
}
