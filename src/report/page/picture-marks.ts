/** The numbered steps of a picture: a number at each, and words at the two that conflict. */
import { cut } from '../plain-text.ts';
import { moment } from '../quantities.ts';
import { svg } from './dom.ts';
import type { PictureLayout, PlacedMark } from './picture-layout.ts';

/** About how wide a bold character is at the picture's small size. */
const BOLD_WIDTH = 6.9;

/** Drawn last, above everything else. */
export function drawMarks(layout: PictureLayout): readonly SVGElement[] {
  return layout.marks.flatMap((placed) => [...leaders(placed, layout), ...caption(placed, layout), ...number(placed)]);
}

/** From the number to its event, and back to when that began. */
function leaders({ mark, eventX, x, y }: PlacedMark, layout: PictureLayout): readonly SVGElement[] {
  const trueX = layout.x(mark.atUs);
  const stem = (from: number, to: number): readonly SVGElement[] =>
    from === to ? [] : [svg('line', { class: 'stem', x1: from, x2: to, y1: y, y2: y })];
  const sinceX = mark.sinceUs === undefined ? eventX : layout.span({ fromUs: mark.sinceUs, toUs: mark.atUs }).from;
  const base = eventX + Math.sign(trueX - eventX) * 15;
  const beyond = `M${base} ${y - 6} L${base + Math.sign(trueX - eventX) * 8} ${y} L${base} ${y + 6} Z`;
  return [
    ...stem(eventX, x),
    ...stem(sinceX, eventX),
    ...(Math.abs(trueX - eventX) < 1 ? [] : [svg('path', { class: 'beyond', d: beyond })]),
  ];
}

function number({ mark, x, y }: PlacedMark): readonly SVGElement[] {
  const title = svg('title', {}, `${mark.step}. ${mark.words}, ${moment(mark.atUs)}`);
  return [
    ...(mark.conflicts ? [svg('circle', { class: 'ring', cx: x, cy: y, r: 13 })] : []),
    svg('circle', { class: 'mark', cx: x, cy: y, r: 9.5 }, title),
    svg('text', { class: 'mark-number', x, y: y + 4, 'text-anchor': 'middle' }, String(mark.step)),
  ];
}

function caption({ mark, x, y, captionY }: PlacedMark, { leftX, rightX }: PictureLayout): readonly SVGElement[] {
  if (captionY === undefined) return [];
  const words = cut(`${mark.step}  ${moment(mark.atUs)}: ${mark.words}`, Math.floor((rightX - leftX) / BOLD_WIDTH) - 2);
  const width = words.length * BOLD_WIDTH + 12;
  const left = Math.max(leftX, Math.min(rightX - width, x - width / 2));
  return [
    svg('line', { class: 'stem', x1: x, x2: x, y1: y, y2: captionY - 12 }),
    svg('rect', { class: 'caption', x: left, y: captionY - 12, width, height: 17, rx: 3 }),
    svg('text', { class: 'caption-text', x: left + 6, y: captionY + 0.5 }, words),
  ];
}
