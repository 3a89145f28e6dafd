/** The timeline: one history drawn over time. */
import { exhibitTimeline } from './exhibit-timeline.ts';
import { exhibitChoice } from './exhibit-choice.ts';
import { element } from './dom.ts';
import type { PageContext, View } from './view.ts';

/** One exhibit at a time. */
export function timelineView(context: PageContext): View {
  const heading = element('h2', {}, 'Timeline');
  const section = element('section', { class: 'timeline-view' }, heading);
  let shown: number | undefined;
  return {
    name: 'timeline',
    label: 'Timeline',
    element: section,
    show({ exhibit: wanted }): void {
      const index = wanted < context.model.exhibits.length ? wanted : 0;
      if (shown === index) return;
      shown = index;
      const body = element('div');
      section.replaceChildren(heading, exhibitChoice(context, 'timeline', index) ?? '', body);
      void context.history(index).then(
        (history) =>
          body.append(
            exhibitTimeline(history, context.model.exhibits[index]?.counterexample?.witness, `history ${index + 1}`),
          ),
        () => body.append(element('p', { class: 'note' }, 'There are no events to show.')),
      );
    },
  };
}
