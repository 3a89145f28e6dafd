/** Time, phases and faults: what is above the lanes and goes down behind them. */
import { faultName } from '../../timeline.ts';
import { eventOf, isInView, spanOf } from './frame.ts';
import type { Frame } from './frame.ts';
import { at, touching } from './track.ts';

const TICK = '400 11px';

/** Ticks with their times, and a line down through all lanes at each. */
export function paintAxis(frame: Frame): void {
  const { pen, layout, viewport } = frame;
  for (const { us, label } of ticksOf(frame)) {
    const x = viewport.x(us);
    pen.box(pen.colours.line, Math.round(x), 18, 1, layout.endY - 18);
    const half = pen.widthOf(label, TICK) / 2;
    const middle = Math.max(viewport.left - 20 + half, Math.min(viewport.right + 8 - half, x));
    pen.text(pen.colours.quiet, label, middle, 9, TICK, 'center');
  }
}

/** Round moments where time is even; the moments themselves, every so many, where it goes by rank. */
function ticksOf({ scale, viewport }: Frame): readonly { readonly us: number; readonly label: string }[] {
  const { left, right, fromUs, toUs } = viewport;
  if (scale.units !== scale.usAt(scale.units)) {
    const from = scale.unitAt(fromUs);
    const step = Math.max(1, Math.ceil(((scale.unitAt(toUs) - from) * 96) / (right - left)));
    return series(Math.ceil(from / step), Math.floor(scale.unitAt(toUs) / step), (index) => {
      const us = scale.usAt(index * step);
      return { us, label: `${(us / 1_000_000).toFixed(us % 1_000 === 0 ? 3 : 6)} s` };
    });
  }
  const wanted = ((toUs - fromUs) * 92) / (right - left);
  const power = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  const step = power * ([1, 2, 5].find((digit) => digit * power >= wanted) ?? 10);
  const digits = Math.max(0, Math.min(6, 6 - Math.floor(Math.log10(step))));
  return series(Math.ceil(fromUs / step), Math.floor(toUs / step), (index) => ({
    us: index * step,
    label: `${((index * step) / 1_000_000).toFixed(digits)} s`,
  }));
}

function series<Value>(first: number, last: number, value: (index: number) => Value): readonly Value[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => value(first + index));
}

/** Where each phase of the plan begins. */
export function paintPhases(frame: Frame): void {
  const { pen, layout, viewport, scene } = frame;
  let freeX = -Infinity;
  for (const { phase, atUs } of scene.phases) {
    if (!isInView(frame, { fromUs: atUs, toUs: atUs })) continue;
    const x = viewport.x(atUs);
    pen.line(pen.colours.quiet, 1, [x, layout.phasesY, x, layout.endY], [1, 4]);
    const width = pen.widthOf(phase, TICK);
    const textX = x + width + 8 > viewport.right ? x - 4 - width : x + 4;
    if (textX < freeX) continue;
    pen.text(pen.colours.quiet, phase, textX, layout.phasesY + 7, TICK);
    freeX = textX + width + 8;
  }
}

/** A strip with a name for each fault, and a veil behind everything as long as it lasts. */
export function paintFaults(frame: Frame): void {
  const { pen, layout, viewport } = frame;
  for (const { kind, track, y, height } of layout.rows) {
    if (kind !== 'strip') continue;
    const { first, end } = touching(track, viewport);
    for (let place = first; place < end; place += 1) {
      const stretch = { fromUs: at(track.fromUs, place), toUs: at(track.toUs, place) };
      if (!isInView(frame, stretch)) continue;
      const { x, width } = spanOf(frame, stretch, 3);
      pen.box(pen.colours.fault, x, y + height, width, layout.endY - y - height, 0.07);
      pen.box(pen.colours.fault, x, y, width, height);
      const event = eventOf(frame, at(track.event, place));
      if (event?.type !== 'fault-start') continue;
      const next = place + 1 < end ? viewport.x(at(track.fromUs, place + 1)) : viewport.right + 8;
      paintName(frame, faultName(event), { x, width, y: y + height / 2, next });
    }
  }
}

/** In the strip, else beside it, as far as there is room before the `next` one. */
function paintName(
  { pen }: Frame,
  name: string,
  { x, width, y, next }: { readonly x: number; readonly width: number; readonly y: number; readonly next: number },
): void {
  const { colours } = pen;
  const label = pen.fitting([name, name.split(' ')[0] ?? ''], Math.max(width, next - x - width) - 10);
  if (label === undefined) return;
  if (pen.widthOf(label) <= width - 10) pen.text(colours['fault-text'], label, x + 5, y);
  else pen.text(colours.ink, label, x + width + 4, y);
}
