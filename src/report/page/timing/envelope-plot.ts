/** The envelope as a picture: which pauses and delays the constants leave room for at the claimed clock rate, and the claim. */
import { frontiersOf, pauseAt, type Frontier } from '../../words/envelope-frontier.ts';
import { count } from '../../words/quantities.ts';
import type { AdapterResult } from '../../../search/run-result.ts';
import type { VerdictSign } from '../../words/verdict-sign.ts';
import { element, svg } from '../dom.ts';
import { signView } from '../sign.ts';

const WIDTH = 350;
const HEIGHT = 250;
const LEFT = 56;
const RIGHT = 340;
const TOP = 14;
const FLOOR = 204;

/** The picture and what it says in words; nothing where nothing timed is claimed. */
export function envelopePlot(adapter: AdapterResult): readonly HTMLElement[] {
  const frontiers = frontiersOf(adapter);
  const { envelope } = adapter;
  if (frontiers === undefined || envelope === undefined) return [];
  const { belief, effects } = frontiers;
  const { pauseMs, networkDelayMs, clockRatePpm } = envelope.claimed;
  const claim = `Claimed: a pause of ${ms(pauseMs)} with a one-way delay of ${ms(networkDelayMs)}, at a clock rate of ${count(clockRatePpm)} ppm.`;
  const sides = [
    sideOf('exclusive belief (S4)', belief, pauseMs),
    sideOf('exclusive effects without fencing (S3u)', effects, pauseMs),
  ];
  const label = [claim, ...sides.map(({ sign, words }) => `${sign.word} ${words}`)].join(' ');
  const most = {
    pauseMs: rounded(1.2 * Math.max(pauseMs, belief.pauseMs, effects.pauseMs, 1)),
    delayMs: rounded(1.2 * Math.max(networkDelayMs, zeroOf(belief, pauseMs), zeroOf(effects, pauseMs), 1)),
  };
  return [
    element(
      'figure',
      { class: 'envelope-plot' },
      picture({ belief, effects, most, claimed: { x: networkDelayMs, y: pauseMs } }, label),
      element(
        'figcaption',
        {},
        element('p', {}, claim),
        ...sides.map(({ sign, words }) => element('p', {}, signView(sign), ` ${words}`)),
      ),
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
  // Above the line and to its right, or below it and to its left: a falling line never crosses its own name.
  const name = (frontier: Frontier, text: string, isAbove: boolean): SVGElement | undefined => {
    if (pauseAt(frontier, 0) <= 0) return undefined;
    const at =
      Math.min(most.delayMs, frontier.slope === 0 ? most.delayMs : zeroOf(frontier, 0)) * (isAbove ? 0.1 : 0.7);
    const along = { x: x(Math.max(0, at)), y: y(Math.max(0, pauseAt(frontier, at))) + (isAbove ? -7 : 14) };
    return svg('text', { ...along, 'text-anchor': isAbove ? 'start' : 'end' }, text);
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
    name(belief, 'one believer', true),
    name(effects, 'effects', false),
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

interface Side {
  readonly sign: VerdictSign;
  readonly words: string;
}

function sideOf(promise: string, { pauseMs, slope }: Frontier, claimedMs: number): Side {
  const most = Math.floor(pauseMs);
  const isInside = pauseMs >= claimedMs;
  const sign: VerdictSign = isInside
    ? { glyph: '✓', word: 'inside', tone: 'good' }
    : { glyph: '✗', word: 'outside', tone: 'bad' };
  const room = most < 0 ? 'for no pause at all' : `for a pause of ${ms(most)}`;
  return {
    sign,
    words: `for ${promise}: there is room ${room}${slope === 0 ? ', whatever the delay' : ' at that delay'}.`,
  };
}

/** The next number of the form 1, 2, 4, 5 or 8 times a power of ten, whose half is a number to read as well. */
function rounded(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 4, 5, 6, 8].find((digit) => digit * power >= value) ?? 10) * power;
}

function ms(value: number): string {
  return `${count(Math.floor(value))} ms`;
}
