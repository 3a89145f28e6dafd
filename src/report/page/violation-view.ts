/** The violation: what was promised, what happened instead, why that is wrong, and how to see it again. */
import type { Address } from './address.ts';
import { element } from './dom.ts';
import { exhibitChoice } from './exhibit-choice.ts';
import { againPart } from './violation/again-part.ts';
import { happenedPart } from './violation/happened-part.ts';
import { headPart } from './violation/head-part.ts';
import { orderPart } from './violation/order-part.ts';
import { violationList } from './violation/violation-list.ts';
import type { PageContext, View } from './view.ts';

/** One exhibit at a time, and below it the list of all. */
export function violationView(context: PageContext): View {
  const { exhibits } = context.model;
  const heading = element('h2', {}, 'Violation');
  const section = element('section', { class: 'violation' }, heading);
  let shown: number | undefined;
  return {
    name: 'violation',
    label: 'Violation',
    element: section,
    show({ exhibit: wanted }: Address): void {
      const index = wanted < exhibits.length ? wanted : 0;
      if (shown === index) return;
      shown = index;
      const exhibit = exhibits[index];
      const parts =
        exhibit === undefined
          ? [element('p', {}, 'This run kept no history to show.')]
          : [
              exhibitChoice(context, 'violation', index),
              ...headPart(exhibit, context.model),
              ...happenedPart(exhibit, index),
              ...orderPart(exhibit),
              ...againPart(exhibit, context.model),
            ];
      section.replaceChildren(
        heading,
        ...[...parts, ...violationList(context.model, index)].filter((part) => part !== undefined),
      );
    },
  };
}
