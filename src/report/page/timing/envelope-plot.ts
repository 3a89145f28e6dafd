/** The envelope as a picture: which pauses and delays the constants leave room for at the claimed clock rate, and the claim. */
import { frontiersOf, pauseAt, type Frontier } from '../../envelope-frontier.ts';
import { count } from '../../quantities.ts';
import type { AdapterResult } from '../../../search/run-result.ts';
import { element, svg } from '../dom.ts';

const WIDTH = 420;
const HEIGHT = 260;
const LEFT = 56;
const RIGHT = 404;
const TOP = 14;
const FLOOR = 214;

/** The picture and what it says in words; nothing where nothing timed is claimed. */
export function envelopePlot(adapter: AdapterResult): readonly HTMLElement[] {
  const frontiers = frontiersOf(adapter);
  const { envelope } = adapter;
  if (frontiers === undefined || envelope === undefined) return [];
  const { belief, effects } = frontiers;
  const { pauseMs, networkDelayMs, clockRatePpm } = envelope.claimed;
  const words = [
    `Claimed: a pause of ${ms(pauseMs)} with a one-way delay of ${ms(networkDelayMs)}, at a clock rate of ${count(clockRatePpm)} ppm.`,
    sideWords('at most one believer (S4)', belief, pauseMs),
    sideWords('exclusive effects without fencing (S3u)', effects, pauseMs),
  ];
  const most = {
    pauseMs: rounded(1.2 * Math.max(pauseMs, belief.pauseMs, effects.pauseMs, 1)),
    delayMs: rounded(1.2 * Math.max(networkDelayMs, zeroOf(belief, pauseMs), zeroOf(effects, pauseMs), 1)),
  };
  return [
    element(
      'figure',
      { class: 'envelope-plot' },
      picture({ belief, effects, most, claimed: { x: networkDelayMs, y: pauseMs } }, words.join(' ')),
      element('figcaption', {}, ...words.map((text) => element('p', {}, text))),
    ),
  ];
}

interface Slice {
  readonly belief: Frontier;
  readonly effects: Frontier;
  /** The ends of both axes. */
  readonly most: { readonly pauseMs: number; readonly delayMs: number };
  readonly claimed: { readonly x: number; readonly y: number };
}

function picture({ belief, effects, most, claimed }: Slice, label: string): SVGElement {
  const x = (delayMs: number): number => LEFT + ((RIGHT - LEFT) * delayMs) / most.delayMs;
  const y = (pauseMs: number): number => FLOOR - ((FLOOR - TOP) * pauseMs) / most.pauseMs;
  const line = (frontier: Frontier): string => {
    const startMs = Math.max(0, pauseAt(frontier, 0));
    const endMs = frontier.slope === 0 ? most.delayMs : Math.min(most.delayMs, zeroOf(frontier, 0));
    return `M${x(0)} ${y(startMs)}L${x(Math.max(0, endMs))} ${y(Math.max(0, pauseAt(frontier, endMs)))}`;
  };
  const area = (frontier: Frontier): string => `${line(frontier)}V${FLOOR}H${LEFT}Z`;
  const name = (frontier: Frontier, text: string, dy: number): SVGElement => {
    const at = most.delayMs * 0.03;
    return svg('text', { x: x(at) + 4, y: y(Math.max(0, pauseAt(frontier, at))) + dy }, text);
  };
  const pauses = [0, most.pauseMs / 2, most.pauseMs];
  const delays = [0, most.delayMs / 2, most.delayMs];
  return svg(
    'svg',
    { class: 'plot', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': label },
    svg('path', { class: 'room-belief', d: area(belief) }),
    svg('path', { class: 'room-effects', d: area(effects) }),
    svg('path', { class: 'edge-belief', d: line(belief) }),
    svg('path', { class: 'edge-effects', d: line(effects) }),
    svg('path', { class: 'axis', d: `M${LEFT} ${TOP}V${FLOOR}H${RIGHT}` }),
    name(belief, 'one believer', -7),
    name(effects, 'effects', 16),
    svg('circle', { class: 'claim', cx: x(claimed.x), cy: y(claimed.y), r: 6 }),
    svg('text', { class: 'claim-name', x: x(claimed.x) + 11, y: y(claimed.y) + 4 }, 'claimed'),
    ...pauses.map((at) => svg('text', { class: 'tick', x: LEFT - 7, y: y(at) + 4, 'text-anchor': 'end' }, count(at))),
    ...delays.map((at, place) =>
      svg('text', { class: 'tick', x: x(at), y: FLOOR + 17, 'text-anchor': place === 2 ? 'end' : 'middle' }, count(at)),
    ),
    svg('text', { class: 'tick', x: (LEFT + RIGHT) / 2, y: HEIGHT - 8, 'text-anchor': 'middle' }, 'one-way delay, ms'),
    svg(
      'text',
      { class: 'tick', transform: `translate(13 ${(TOP + FLOOR) / 2}) rotate(-90)`, 'text-anchor': 'middle' },
      'pause, ms',
    ),
  );
}

/** The delay at which no more than this pause is left; 0 where delays cost nothing, so that it sets no scale. */
function zeroOf({ delayMs, pauseMs, slope }: Frontier, leftMs: number): number {
  return slope === 0 ? 0 : delayMs + (pauseMs - leftMs) / slope;
}

function sideWords(promise: string, frontier: Frontier, claimedMs: number): string {
  const most = Math.floor(frontier.pauseMs);
  if (most < claimedMs)
    return `That lies outside of what ${promise} bears: ${most < 0 ? 'no pause at all' : `a pause of ${ms(most)}`} at that delay.`;
  const delay = frontier.slope === 0 ? ', whatever the delay' : ' at that delay';
  return `That lies inside of what ${promise} bears: a pause of ${ms(most)}${delay}.`;
}

/** The next number of the form 1, 2, 4, 5 or 8 times a power of ten, whose half is a number to read as well. */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 6, 8].find((digit) => digit * power >= value) ?? 10) * power;
}

function ms(value: number): string {
  return `${count(Math.floor(value))} ms`;
}
