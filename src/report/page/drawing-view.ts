/** Puts a drawing on the page: SVG with real text, which is searched, copied and printed. */
import { ARROW, CIRCLE, DOTS, LINE, looks, RECT, TEXT } from '../drawing/shapes.ts';
import type { Drawing, Shape } from '../drawing/shapes.ts';
import { visible } from '../words/plain-text.ts';
import { svg } from './dom.ts';
import type { Child } from './dom.ts';
import { scrollable } from './scrollable.ts';

/** In a frame called `name`, in which it scrolls where there is too little room. */
export function drawingView({ width, height, label, shapes }: Drawing, name: string): HTMLElement {
  shareHatching();
  const attributes = { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': visible(label) };
  const frame = scrollable(name, svg('svg', attributes, ...shapes.map((each) => drawn(each))));
  frame.classList.add('picture');
  return frame;
}

let isHatchingShared = false;

/** Once a page, and not in a view: what is hidden lends no patterns. */
function shareHatching(): void {
  if (isHatchingShared) return;
  isHatchingShared = true;
  const hatch = (id: string): SVGElement =>
    svg(
      'pattern',
      { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' },
      svg('rect', { width: 6, height: 6, class: `${id}-ground` }),
      svg('rect', { width: 2, height: 6, class: `${id}-line` }),
    );
  const shared = { class: 'hatching', width: 0, height: 0, 'aria-hidden': 'true' };
  document.body.append(svg('svg', shared, hatch('hatch-disputed'), hatch('hatch-stopped')));
}

function drawn([kind, look, numbers, text]: Shape): SVGElement {
  const [a = 0, b = 0, c = 0, d = 0] = numbers;
  const made = (name: string, attributes: Readonly<Record<string, string | number>>, child?: Child): SVGElement =>
    svg(name, { class: looks[look], ...attributes }, child);
  if (kind === TEXT) return made('text', { x: a, y: b }, text);
  const title = text === undefined ? undefined : svg('title', {}, text);
  if (kind === RECT) return made('rect', { x: a, y: b, width: c, height: d }, title);
  if (kind === LINE) return made('line', { x1: a, y1: b, x2: c, y2: d });
  if (kind === CIRCLE) return made('circle', { cx: a, cy: b, r: c }, title);
  if (kind === ARROW) return made('path', { d: `M${a} ${b - 6}l${c} 6l${-c} 6z` });
  const sign = kind === DOTS ? 'h0' : 'm-3.2 -3.2l6.4 6.4m0 -6.4l-6.4 6.4';
  const places = numbers.slice(1).map((x) => `M${x} ${a}${sign}`);
  return made('path', { d: places.join('') });
}
