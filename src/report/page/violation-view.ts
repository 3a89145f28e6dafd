/** The violation: what was promised, what happened instead, and how to see it again. */
import { exhibitChoice } from './exhibit-choice.ts';
import { exhibitView } from './exhibit-view.ts';
import { element } from './dom.ts';
import type { PageContext, View } from './view.ts';

/** One exhibit at a time. */
export function violationView(context: PageContext): View {
  const heading = element('h2', {}, 'Violation');
  const section = element('section', { class: 'violation' }, heading);
  let shown: number | undefined;
  return {
    name: 'violation',
    label: 'Violation',
    element: section,
    show({ exhibit: wanted }): void {
      const index = wanted < context.model.exhibits.length ? wanted : 0;
      if (shown === index) return;
      shown = index;
      const body = element('div');
      section.replaceChildren(heading, exhibitChoice(context, 'violation', index) ?? '', body);
      const exhibit = context.model.exhibits[index];
      if (exhibit === undefined) {
        body.append(element('p', {}, 'This run kept no history.'));
        return;
      }
      void context.history(index).then(
        (history) => body.append(exhibitView(exhibit, history, context.model)),
        () => body.append(exhibitView(exhibit, undefined, context.model)),
      );
    },
  };
}
