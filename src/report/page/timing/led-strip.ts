/** Who led when in one history, with the stretches in which nobody did: a strip, and a list with links to the timeline. */
import { ledOf, type Led } from '../../led.ts';
import { counted, seconds } from '../../words/quantities.ts';
import { timelineOf, type Stretch } from '../../timeline.ts';
import type { History } from '../../../../spec/history.ts';
import { hashOf } from '../address.ts';
import { element, svg } from '../dom.ts';

const WIDTH = 800;
const LEFT = 92;
const ROW = 26;
/** Links that are listed; the strip shows all. */
const LISTED_MAX = 12;
const NAME_MAX = 12;

/** What the strip shows is said before it; the gaps are links besides. */
export function ledStrip(history: History, exhibit: number): readonly HTMLElement[] {
  const led = ledOf(timelineOf(history));
  const stood = led.lanes
    .filter(({ still }) => still.length > 0)
    .map(({ candidate, still }) => `${candidate} ${seconds(sumUs(still))}`);
  const sentence = [
    `Nobody led for ${seconds(sumUs(led.gaps))} of ${seconds(led.endUs)}, in ${counted(led.gaps.length, 'stretch', 'stretches')}.`,
    ...(stood.length === 0 ? [] : [`Stood still while leading (dashed): ${stood.join(', ')}.`]),
  ].join(' ');
  const longest = [...led.gaps].sort((left, right) => length(right) - length(left)).slice(0, LISTED_MAX);
  const listed = longest.sort((left, right) => left.fromUs - right.fromUs);
  return [
    element('p', {}, sentence),
    element(
      'div',
      { class: 'scroll', role: 'region', 'aria-label': 'Who led when', tabindex: '0' },
      picture(led, sentence),
    ),
    ...(listed.length === 0
      ? []
      : [
          element(
            'p',
            {},
            listed.length < led.gaps.length ? `The ${listed.length} longest: ` : 'Without a leader: ',
            ...listed.flatMap((gap, place) => [place === 0 ? '' : ', ', gapLink(gap, exhibit, led.endUs)]),
            '.',
          ),
        ]),
  ];
}

/** With some air around, so that one sees what came before and after. */
function gapLink({ fromUs, toUs }: Stretch, exhibit: number, endUs: number): HTMLElement {
  const air = Math.ceil(Math.max((toUs - fromUs) / 2, 500_000));
  const query = { from: String(Math.max(0, fromUs - air)), to: String(Math.min(endUs, toUs + air)) };
  const href = hashOf({ view: 'timeline', exhibit, query });
  return element('a', { href }, `at ${at(fromUs)} s for ${seconds(toUs - fromUs)}`);
}

function at(us: number): string {
  return (us / 1e6).toFixed(2);
}

function sumUs(stretches: readonly Stretch[]): number {
  return stretches.reduce((sum, each) => sum + length(each), 0);
}

function length({ fromUs, toUs }: Stretch): number {
  return toUs - fromUs;
}

function picture({ lanes, gaps, endUs }: Led, label: string): SVGElement {
  const x = (us: number): number => LEFT + ((WIDTH - LEFT - 16) * us) / endUs;
  const floor = (lanes.length + 1) * ROW;
  const bars = (stretches: readonly Stretch[], row: number, kind: string): readonly SVGElement[] =>
    joined(stretches, endUs / (WIDTH * 2)).map(({ fromUs, toUs }) =>
      svg(
        'rect',
        { class: kind, x: x(fromUs), y: row * ROW + 4, width: Math.max(1, x(toUs) - x(fromUs)), height: ROW - 8 },
        svg('title', {}, `${at(fromUs)} to ${at(toUs)} s`),
      ),
    );
  const step = stepOf(endUs);
  const ticks = Array.from({ length: Math.floor(endUs / step) + 1 }, (_, place) => place * step);
  const name = (text: string, row: number): SVGElement =>
    svg(
      'text',
      { x: LEFT - 10, y: row * ROW + 17, 'text-anchor': 'end' },
      text.length > NAME_MAX ? `${text.slice(0, NAME_MAX)}…` : text,
    );
  return svg(
    'svg',
    { class: 'plot led', viewBox: `0 0 ${WIDTH} ${floor + 24}`, role: 'img', 'aria-label': label },
    ...gaps.map(({ fromUs, toUs }) =>
      svg('rect', { class: 'gap-shade', x: x(fromUs), y: 0, width: Math.max(0.5, x(toUs) - x(fromUs)), height: floor }),
    ),
    ...lanes.flatMap(({ candidate, running, still }, row) => [
      name(candidate, row),
      ...bars(running, row, 'led-bar'),
      ...bars(still, row, 'still-bar'),
    ]),
    name('nobody', lanes.length),
    ...bars(gaps, lanes.length, 'gap-bar'),
    svg('path', { class: 'axis', d: `M${LEFT} ${floor}H${WIDTH - 16}` }),
    ...ticks.map((us) =>
      svg('text', { class: 'tick', x: x(us), y: floor + 17, 'text-anchor': 'middle' }, `${us / 1e6} s`),
    ),
  );
}

/** Stretches closer than what can be seen become one, so that a long history has no more bars than pixels. */
function joined(stretches: readonly Stretch[], airUs: number): readonly Stretch[] {
  const merged: { fromUs: number; toUs: number }[] = [];
  for (const { fromUs, toUs } of [...stretches].sort((left, right) => left.fromUs - right.fromUs)) {
    const last = merged.at(-1);
    if (last !== undefined && fromUs - last.toUs < airUs && toUs - fromUs < airUs)
      last.toUs = Math.max(last.toUs, toUs);
    else merged.push({ fromUs, toUs });
  }
  return merged;
}

/** Microseconds between ticks: 1, 2 or 5 times a power of ten, at most ten of them. */
function stepOf(endUs: number): number {
  const power = 10 ** Math.floor(Math.log10(endUs / 10));
  return ([1, 2, 5].find((digit) => digit * power * 10 >= endUs) ?? 10) * power;
}
