/** The numbered steps of a picture: a number at each, and words at the two that conflict. */
import { cut } from '../words/plain-text.ts';
import { moment } from '../words/quantities.ts';
import type { PictureLayout, PlacedMark } from './picture-layout.ts';
import { ARROW, CIRCLE, LINE, RECT, shape, TEXT, type Shape } from './shapes.ts';

/** About how wide a bold character is at the picture's small size. */
const BOLD_WIDTH = 7.1;

/** Drawn last, above everything else. */
export function drawMarks(layout: PictureLayout): readonly Shape[] {
  return layout.marks.flatMap((placed) => [...leaders(placed, layout), ...caption(placed, layout), ...number(placed)]);
}

/** From the number to its event, and back to when that began. */
function leaders({ mark, eventX, x, y }: PlacedMark, layout: PictureLayout): readonly Shape[] {
  const trueX = layout.x(mark.atUs);
  const stem = (from: number, to: number): readonly Shape[] =>
    from === to ? [] : [shape(LINE, 'stem', [from, y, to, y])];
  const sinceX = mark.sinceUs === undefined ? eventX : layout.span({ fromUs: mark.sinceUs, toUs: mark.atUs }).from;
  const direction = Math.sign(trueX - eventX);
  return [
    ...stem(eventX, x),
    ...stem(sinceX, eventX),
    ...(Math.abs(trueX - eventX) < 1 ? [] : [shape(ARROW, 'beyond', [eventX + direction * 15, y, direction * 8])]),
  ];
}

function number({ mark, x, y }: PlacedMark): readonly Shape[] {
  return [
    ...(mark.conflicts ? [shape(CIRCLE, 'ring', [x, y, 13])] : []),
    shape(CIRCLE, 'mark', [x, y, 9.5], `${mark.step}. ${mark.words}, ${moment(mark.atUs)}`),
    shape(TEXT, 'mark-number', [x, y + 4], String(mark.step)),
  ];
}

function caption({ mark, x, y, captionY }: PlacedMark, { leftX, rightX }: PictureLayout): readonly Shape[] {
  if (captionY === undefined) return [];
  const room = Math.floor((rightX - leftX - 12) / BOLD_WIDTH);
  const words = cut(`${mark.step}  ${moment(mark.atUs)}: ${mark.words}`, room);
  const width = words.length * BOLD_WIDTH + 12;
  const left = Math.max(leftX, Math.min(rightX - width, x - width / 2));
  return [
    shape(LINE, 'stem', [x, y, x, captionY - 12]),
    shape(RECT, 'caption', [left, captionY - 12, width, 17]),
    shape(TEXT, 'caption-text', [left + 6, captionY + 0.5], words),
  ];
}
