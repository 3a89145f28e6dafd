/** Operations: a line from invocation to completion whose end says how it ended, or columns where there are too many. */
import { visitColumns } from './columns.ts';
import { eventOf } from './frame.ts';
import type { Frame } from './frame.ts';
import type { Row } from './layout.ts';
import type { Pen } from './pen.ts';
import { at } from './track.ts';

const WIDTH = 2;
const NAME = '400 10px';

/** One row of operations; outcomes have shapes of their own, not only colours. */
export function paintOperations(frame: Frame, { track, y, height }: Row): void {
  const { pen, viewport } = frame;
  const lineY = y + height - 4;
  // Grouped by colour, since changing it costs more than a box.
  const boxes = { quiet: [] as number[], bad: [] as number[], warning: [] as number[] };
  visitColumns(track, viewport, WIDTH, {
    one(place, fromX, toX) {
      const x = Math.max(fromX, viewport.left - 8);
      const endX = Math.min(toX, viewport.right + 8);
      paintOutcome(pen, at(track.look, place), x, endX, lineY);
      if (endX - x < 36) return;
      const event = eventOf(frame, at(track.event, place));
      if (event?.type !== 'invoke') return;
      const nameX = Math.max(x, viewport.left) + 4;
      if (pen.widthOf(event.f, NAME) < endX - nameX - 6) pen.text(pen.colours.quiet, event.f, nameX, y + 4, NAME);
    },
    many(first, end, x) {
      let fails = 0;
      let unknowns = 0;
      for (let place = first; place < end; place += 1) {
        const look = at(track.look, place);
        if (look === 1) fails += 1;
        else if (look > 1) unknowns += 1;
      }
      const tall = Math.min(height, 3 + Math.log2(end - first) * 1.6);
      boxes.quiet.push(x, y + height - tall, tall);
      if (fails > 0) boxes.bad.push(x, y + height - 3, 3);
      if (unknowns > 0) boxes.warning.push(x, y + height - tall - 1, 3);
    },
  });
  for (const [colour, each] of Object.entries(boxes)) {
    pen.context.fillStyle = pen.colours[colour as keyof typeof boxes];
    for (let index = 0; index < each.length; index += 3)
      pen.context.fillRect(at(each, index), at(each, index + 1), WIDTH, at(each, index + 2));
  }
}

/** `look` as in `outcomes`: a full square for ok, a cross for fail, an empty circle for info, an arrow for what never ended. */
export function paintOutcome(pen: Pen, look: number, x: number, toX: number, y: number): void {
  const { quiet, bad, warning } = pen.colours;
  const colour = look === 0 ? quiet : look === 1 ? bad : warning;
  const isKnown = look < 2;
  pen.box(colour, x, y - 3, 1.5, 6);
  pen.line(colour, 1.5, [x, y, look === 2 ? toX - 3 : toX, y], isKnown ? [] : [4, 3]);
  if (look === 0) pen.box(colour, toX - 2.5, y - 2.5, 5, 5);
  else if (look === 1) pen.cross(colour, toX, y, 3);
  else if (look === 2) pen.disc(colour, toX, y, 2.8, 1.5);
  else pen.line(colour, 1.5, [toX - 4, y - 4, toX, y, toX - 4, y + 4]);
}
