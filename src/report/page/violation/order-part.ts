/** Why no order of the operations is legal: what contradicts what, how far an order comes, and why no further. */
import type { Role } from '../../../checker/explain/explanation.ts';
import type { Exhibit } from '../../model.ts';
import type { OrderExplanation } from '../../order-explanation.ts';
import { count, counted } from '../../quantities.ts';
import { element, svg } from '../dom.ts';
import { scrollable } from '../scrollable.ts';

const ROW = 34;
const BAR = 22;

const ROLES: Readonly<Record<Role, string>> = {
  failing: 'cannot be placed',
  core: 'contradicts it',
  context: 'the others need it',
  other: 'another operation',
};

/** Nothing where the property asks for no order. */
export function orderPart({ explanation }: Exhibit): readonly HTMLElement[] {
  if (explanation === undefined) return [];
  const { about, operations, story, meaning, stuck } = explanation;
  return [
    element('h3', {}, 'Why no other order works'),
    element(
      'p',
      {},
      `Judged is ${about}: ${counted(operations, 'operation', 'operations')}, each of which took effect at one moment of its interval. These contradict one another:`,
    ),
    scrollable('The operations that contradict one another', drawing(explanation)),
    legend(explanation),
    element(
      'ol',
      { class: 'told' },
      ...story.map(({ words, step }) =>
        element(
          'li',
          {},
          words,
          step === undefined ? undefined : element('span', { class: 'quiet' }, ` (step ${step})`),
        ),
      ),
    ),
    ...meaning.map((words) => element('p', {}, words)),
    ...prefix(explanation),
    ...(stuck.length === 0 ? [] : [element('ul', {}, ...stuck.map((why) => element('li', {}, why)))]),
  ];
}

function drawing({ rows, width, story }: OrderExplanation): SVGElement {
  const left = Math.max(...rows.map(({ who }) => Math.min(24, who.length))) * 7.6 + 18;
  const right = left + width + 16;
  const height = rows.length * ROW + 4;
  const drawn = svg('svg', { class: 'order', width: right, height, viewBox: `0 0 ${right} ${height}`, role: 'img' });
  drawn.setAttribute('aria-label', story.map(({ words }) => words).join(' '));
  rows.forEach(({ who, intervals }, row) => {
    const y = row * ROW + (ROW - BAR) / 2;
    drawn.append(
      svg('line', { class: 'rule', x1: left, x2: right, y1: y + BAR / 2, y2: y + BAR / 2 }),
      svg('text', { class: 'lane-name', x: 0, y: y + 15 }, who.length > 24 ? `${who.slice(0, 23)}…` : who),
      ...intervals.flatMap(({ words, role, from, to }) => [
        svg('rect', { class: role, x: left + from, y, width: (to ?? width) - from, height: BAR, rx: 4 }),
        svg('text', { class: role, x: left + from + 8, y: y + 15 }, to === undefined ? `${words} …` : words),
      ]),
    );
  });
  return drawn;
}

function legend({ rows }: OrderExplanation): HTMLElement {
  const roles = new Set(rows.flatMap(({ intervals }) => intervals.map(({ role }) => role)));
  return element(
    'ul',
    { class: 'legend' },
    ...[...roles].map((role) =>
      element('li', {}, element('span', { class: `key ${role}`, 'aria-hidden': 'true' }), ROLES[role]),
    ),
    element('li', {}, 'from left to right in the order of beginnings and ends; distances mean nothing'),
  );
}

function prefix({ prefix: order }: OrderExplanation): readonly HTMLElement[] {
  if (order === undefined) return [];
  const { length, last } = order;
  return [
    element(
      'p',
      {},
      length === 0
        ? 'No operation completed before the one that cannot be placed.'
        : `The longest legal order has all ${count(length)} that completed before the one that cannot be placed. It ends with:`,
    ),
    element(
      'ol',
      { class: 'told', start: String(length - last.length + 1) },
      ...last.map(({ words, after }) => element('li', {}, words, element('span', { class: 'quiet' }, `: ${after}`))),
    ),
  ];
}
