/** A small histogram: how many responses took which share of their bound, with the bound as a line. */
import type { MeasureResult } from '../../../search/timing-tally.ts';
import { share } from '../../timing-words.ts';
import { svg } from '../dom.ts';

const WIDTH = 320;
const HEIGHT = 132;
const LEFT = 8;
/** Where 100 % of the bound is; what is beyond has a place of its own to the right of it. */
const BOUND = 272;
const FLOOR = 104;
const CEILING = 26;
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
  const ticks = [0, 50, 100].map((percent) =>
    svg(
      'text',
      { class: 'tick', x: at(percent * 10), y: FLOOR + 15, 'text-anchor': percent === 0 ? 'start' : 'middle' },
      `${percent} %`,
    ),
  );
  return svg(
    'svg',
    { class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
    ...bars,
    svg('path', { class: 'axis', d: `M${LEFT} ${FLOOR}H${WIDTH - 8}` }),
    svg('path', { class: 'bound', d: `M${BOUND} ${CEILING - 12}V${FLOOR + 3}` }),
    svg('text', { class: 'bound-name', x: BOUND - 5, y: CEILING - 5, 'text-anchor': 'end' }, 'bound'),
    svg('text', { class: 'tick', x: BOUND + 23, y: FLOOR + 15, 'text-anchor': 'middle' }, 'beyond'),
    ...ticks,
    mark(permille.median, 'median'),
    mark(permille.max, 'max'),
  );
}

/** Below the axis, a triangle each: the figures are in the words beside. */
function mark(permille: number, name: string): SVGElement {
  const x = at(Math.min(permille, 1080));
  const anchor = name === 'max' && permille > 850 ? 'end' : 'start';
  return svg(
    'g',
    { class: `mark-${name}` },
    svg('path', { d: `M${x} ${FLOOR + 1}l-4 7h8z` }, svg('title', {}, `${name} ${share(permille)}`)),
    svg('text', { x: anchor === 'end' ? x + 4 : x - 4, y: HEIGHT - 1, 'text-anchor': anchor }, name),
  );
}

function at(permille: number): number {
  return LEFT + ((BOUND - LEFT) * permille) / 1000;
}
