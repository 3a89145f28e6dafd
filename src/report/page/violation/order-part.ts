/** Why no order of the operations is legal: what contradicts what, how far an order comes, and why no further. */
import type { Exhibit } from '../../exhibit/exhibit.ts';
import type { OrderExplanation } from '../../exhibit/order-explanation.ts';
import { count, counted } from '../../words/quantities.ts';
import { drawingView } from '../drawing-view.ts';
import { element } from '../dom.ts';
import { legendView } from '../picture-view.ts';

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
    drawingView(explanation.drawing, 'The operations that contradict one another'),
    legendView(explanation.legend),
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
