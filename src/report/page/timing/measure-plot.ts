/** A small histogram: how many responses took which share of their bound, with the bound as a line. */
import type { MeasureResult } from '../../../search/timing-tally.ts';
import { share } from '../../words/timing-words.ts';
import { svg } from '../dom.ts';

const WIDTH = 320;
const HEIGHT = 128;
const LEFT = 8;
/** Where 100 % of the bound is; what is beyond has a place of its own to the right of it. */
const BOUND = 262;
const FLOOR = 108;
const CEILING = 30;
const BAR = (BOUND - LEFT) / 20;

/** `label` says what it shows: a screen reader reads that, the table has the numbers. */
export function measurePlot({ twentieths, permille }: MeasureResult, label: string): SVGElement {
  const most = Math.max(1, ...twentieths);
  const bars = twentieths.map((pieces, place) => {
    const height = pieces === 0 ? 0 : Math.max(2, ((FLOOR - CEILING) * pieces) / most);
    const isBeyond = place === 20;
    const from = `${place * 5} %`;
    const title = isBeyond ? `beyond the bound: ${pieces}` : `${from} to ${place * 5 + 5} % of the bound: ${pieces}`;
    return svg(
      'rect',
      {
        class: isBeyond ? 'bar-beyond' : 'bar-within',
        x: isBeyond ? BOUND + 8 : LEFT + place * BAR + 0.5,
        y: FLOOR - height,
        width: isBeyond ? 30 : BAR - 1,
        height,
      },
      svg('title', {}, title),
    );
  });
  const ticks = [0, 50, 100].map((percent, place) =>
    svg(
      'text',
      { class: 'tick', x: at(percent * 10) + place * 3 - 3, y: HEIGHT - 4, 'text-anchor': anchors[place] },
      `${percent} %`,
    ),
  );
  const isOver = permille.max > 1000;
  return svg(
    'svg',
    { class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
    ...bars,
    svg('path', { class: 'axis', d: `M${LEFT} ${FLOOR}H${WIDTH - 4}` }),
    mark(permille.median, { name: 'median', y: 23, turnsAt: 200 }),
    mark(permille.max, { name: 'max', y: 10, turnsAt: 850 }),
    svg('path', { class: 'bound', d: `M${BOUND} ${CEILING - 22}V${FLOOR + 4}` }),
    svg(
      'text',
      { class: 'bound-name', x: BOUND + (isOver ? -5 : 5), y: 10, 'text-anchor': isOver ? 'end' : 'start' },
      'bound',
    ),
    svg('text', { class: 'tick', x: WIDTH - 3, y: HEIGHT - 4, 'text-anchor': 'end' }, 'beyond'),
    ...ticks,
  );
}

const anchors = ['start', 'middle', 'end'];

/** Each name on a line of its own, so that they never meet, and what is beyond the bound only named there; the figures are in the words beside. */
function mark(
  permille: number,
  { name, y, turnsAt }: { readonly name: string; readonly y: number; readonly turnsAt: number },
): SVGElement {
  if (permille > 1000) return svg('text', { x: WIDTH - 3, y, 'text-anchor': 'end' }, name);
  const x = at(permille);
  const isLeft = permille > turnsAt;
  return svg(
    'g',
    { class: `mark-${name}` },
    svg('path', { d: `M${x} ${y - 8}V${FLOOR}` }, svg('title', {}, `${name} ${share(permille)}`)),
    svg('text', { x: isLeft ? x - 4 : x + 4, y, 'text-anchor': isLeft ? 'end' : 'start' }, name),
  );
}

function at(permille: number): number {
  return LEFT + ((BOUND - LEFT) * permille) / 1000;
}
