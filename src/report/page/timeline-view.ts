/** The timeline: one history over time, to look around in. */
import { count } from '../words/quantities.ts';
import { element } from './dom.ts';
import { exhibitChoice } from './exhibit-choice.ts';
import { Explorer } from './timeline/explorer.ts';
import type { PageContext, View } from './view.ts';

/** One exhibit at a time. */
export function timelineView(context: PageContext): View {
  const heading = element('h2', {}, 'Timeline');
  const about = element('div');
  const section = element('section', { class: 'timeline-view' }, heading, about);
  let explorer: Explorer | undefined;
  let wanted = 0;
  let shown: number | undefined;
  return {
    name: 'timeline',
    label: 'Timeline',
    element: section,
    show({ exhibit, query }): void {
      const index = exhibit < context.model.exhibits.length ? exhibit : 0;
      wanted += 1;
      const turn = wanted;
      if (shown !== index) about.replaceChildren(exhibitChoice(context, 'timeline', index) ?? '');
      void context.history(index).then(
        (history) => {
          if (turn !== wanted) return;
          if (shown !== index) about.append(...notes(context, index, history.events.length));
          shown = index;
          explorer ??= new Explorer(context);
          if (!explorer.element.isConnected) section.append(explorer.element);
          explorer.visit(index, history, query);
        },
        () => {
          if (turn !== wanted) return;
          shown = undefined;
          explorer?.element.remove();
          const why = context.model.exhibits[index]?.missing ?? 'This run kept no history.';
          about.append(element('p', { class: 'note' }, why));
        },
      );
    },
  };
}

function notes({ model }: PageContext, index: number, events: number): readonly HTMLElement[] {
  const exhibit = model.exhibits[index];
  if (exhibit === undefined) return [];
  const { counterexample, eventsOmitted, header } = exhibit;
  const notes = [
    counterexample === undefined ? 'A history in which every judged promise held.' : counterexample.sentence,
    ...(header?.ledger === false
      ? ['Nothing beside the store records whom it names, and so its bars are empty and no belief is hatched.']
      : []),
  ].map((words) => element('p', {}, words));
  if (eventsOmitted === 0) return notes;
  const part = `Showing ${count(events)} of ${count(events + eventsOmitted)} events: routine ones are left out, the stored history has them all.`;
  return [...notes, element('p', { class: 'note' }, part)];
}
