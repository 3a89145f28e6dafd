/** The history as a table. */
import { exhibitChoice } from './exhibit-choice.ts';
import { eventTable } from './event-table.ts';
import { element } from './dom.ts';
import type { PageContext, View } from './view.ts';

/** One exhibit at a time. */
export function historyView(context: PageContext): View {
  const heading = element('h2', {}, 'History');
  const section = element('section', { class: 'history' }, heading);
  let shown: number | undefined;
  return {
    name: 'history',
    label: 'History',
    element: section,
    show({ exhibit: wanted }): void {
      const index = wanted < context.model.exhibits.length ? wanted : 0;
      if (shown === index) return;
      shown = index;
      const body = element('div');
      section.replaceChildren(heading, exhibitChoice(context, 'history', index) ?? '', body);
      void context.history(index).then(
        (history) =>
          body.append(eventTable(history, context.model.exhibits[index]?.eventsOmitted ?? 0, `history ${index + 1}`)),
        () => body.append(element('p', { class: 'note' }, 'There are no events to show.')),
      );
    },
  };
}
