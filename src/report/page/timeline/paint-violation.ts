/** What is broken: the stretch, the numbered events of the witness, and the event that is selected. */
import { earliest, latest } from '../../../../spec/history.ts';
import type { HistoryEvent } from '../../../../spec/history.ts';
import { moment, seconds } from '../../words/quantities.ts';
import { subjectOf } from '../../timeline.ts';
import { eventOf, isInView, spanOf } from './frame.ts';
import type { Frame } from './frame.ts';

/** The shade behind everything. */
export function paintBroken(frame: Frame): void {
  const { pen, layout, broken } = frame;
  for (const stretch of broken) {
    if (!isInView(frame, stretch)) continue;
    const { x, width } = spanOf(frame, stretch);
    pen.box(pen.colours.window, x, 18, width, layout.endY - 18, 0.11);
  }
}

/** Its edges and its name, in front. */
export function paintBrokenNames(frame: Frame): void {
  const { pen, layout, viewport, broken } = frame;
  const { window, bad } = pen.colours;
  const style = '600 12.5px';
  let freeX = -Infinity;
  for (const stretch of broken) {
    if (!isInView(frame, stretch)) continue;
    const { x, width } = spanOf(frame, stretch);
    for (const edge of [x, x + width]) pen.line(window, 1, [edge, 18, edge, layout.endY + 5], [4, 3]);
    pen.box(window, x, layout.endY + 4, width, 3);
    const { property, fromUs, toUs } = stretch;
    const short = `${property} broken${toUs > fromUs ? ` for ${seconds(toUs - fromUs)}` : ''}`;
    const full = `${short}, ${moment(fromUs)}${toUs > fromUs ? ` to ${moment(toUs)}` : ''}`;
    const label = pen.fitting([full, short], viewport.right - viewport.left, style) ?? property;
    const half = pen.widthOf(label, style) / 2;
    const middle = Math.max(viewport.left + half, Math.min(viewport.right - half, x + width / 2));
    if (middle - half < freeX) continue;
    pen.text(bad, label, middle, layout.endY + 18, style, 'center');
    freeX = middle + half + 12;
  }
}

/** Numbered as in the steps; the two that conflict have a second ring; what is beyond the edges is pointed to. */
export function paintSteps(frame: Frame): void {
  const { pen, viewport, steps } = frame;
  const { window, sheet } = pen.colours;
  const placed: { readonly x: number; readonly y: number }[] = [];
  steps.forEach((index, step) => {
    const event = eventOf(frame, index);
    if (event === undefined) return;
    const y = middleOf(frame, event);
    const eventX = viewport.x(momentOf(frame, event));
    const isBeyond = eventX < viewport.left || eventX > viewport.right;
    const shownX = isBeyond ? (eventX < viewport.left ? viewport.left : viewport.right - 8) : eventX;
    const isLeftEdge = shownX <= (viewport.left + viewport.right) / 2;
    let x = shownX;
    while (placed.some((other) => Math.abs(other.y - y) < 20 && Math.abs(other.x - x) < 21)) x += isLeftEdge ? 21 : -21;
    placed.push({ x, y });
    if (x !== shownX) pen.line(window, 2, [shownX, y, x, y]);
    if (isBeyond) {
      const direction = Math.sign(eventX - shownX);
      pen.line(window, 2.5, [x + direction * 13, y - 5, x + direction * 17, y, x + direction * 13, y + 5]);
    }
    if (step >= steps.length - 2) pen.disc(window, x, y, 13, 2);
    pen.disc(sheet, x, y, 10.5);
    pen.disc(window, x, y, 9.5);
    pen.text(pen.colours['mark-text'], String(step + 1), x, y, '700 11.5px', 'center');
  });
}

/** An uncertain moment is shown as near to the broken stretch as it may have been. */
function momentOf({ broken }: Frame, { at }: HistoryEvent): number {
  return Math.max(earliest(at), Math.min(latest(at), broken[0]?.fromUs ?? 0));
}

/** A line through everything at the selected event, broad in the lane that it is about; a faint one where the pointer is. */
export function paintSelection(frame: Frame): void {
  const { pen, layout, viewport, selected, pointedUs } = frame;
  const { link, quiet } = pen.colours;
  if (pointedUs !== undefined) pen.box(quiet, viewport.x(pointedUs), 18, 1, layout.endY - 18, 0.6);
  const event = selected === undefined ? undefined : eventOf(frame, selected);
  if (event === undefined) return;
  const stretch = { fromUs: earliest(event.at), toUs: latest(event.at) };
  if (!isInView(frame, stretch)) return;
  const { x, width } = spanOf(frame, stretch, 1.5);
  pen.box(link, x, 14, width, layout.endY - 14, width > 2 ? 0.25 : 1);
  const lane = laneOf(frame, event);
  if (lane !== undefined) pen.frame(link, x - 4, lane.y, width + 8, lane.height - 1);
  pen.line(link, 3, [x - 5, 14, x + width / 2, 20, x + width + 5, 14]);
}

function laneOf({ layout }: Frame, event: HistoryEvent): { readonly y: number; readonly height: number } | undefined {
  const [store, ...candidates] = layout.lanes;
  return event.who === 'store' ? store : candidates.find(({ name }) => name === subjectOf(event));
}

function middleOf(frame: Frame, event: HistoryEvent): number {
  const lane = laneOf(frame, event);
  if (lane === undefined) return event.who === 'nemesis' ? frame.layout.phasesY + 6 : frame.layout.lanesY + 14;
  return lane.y + (event.who === 'resource' ? 41 : event.who === 'store' ? 15 : 16);
}
