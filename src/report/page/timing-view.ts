/** How long things took against their bounds, and how much trouble the claims leave room for. */
import { envelopeView } from './envelope-view.ts';
import { element } from './dom.ts';
import type { PageContext, View } from './view.ts';

/** Of every adapter. */
export function timingView({ model }: PageContext): View {
  const section = element('section', { class: 'timing' }, element('h2', {}, 'Availability and timing'));
  let isFilled = false;
  return {
    name: 'timing',
    label: 'Timing',
    element: section,
    show(): void {
      if (isFilled) return;
      isFilled = true;
      const views = model.run.adapters.flatMap(envelopeView);
      section.append(...(views.length === 0 ? [element('p', {}, 'Nothing timed is claimed.')] : views));
    },
  };
}
