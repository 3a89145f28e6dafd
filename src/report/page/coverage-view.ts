/** What was tried and what it came to: faults, coverage, states of the model, and the run itself. */
import { coverageViews } from './coverage-matrix.ts';
import { element } from './dom.ts';
import { faultsView } from './faults-view.ts';
import { runView } from './run-view.ts';
import { statesViews } from './states-view.ts';
import type { PageContext, View } from './view.ts';

/** Of every adapter. */
export function coverageView({ model: { run } }: PageContext): View {
  const section = element('section', { class: 'coverage' }, element('h2', {}, 'Coverage and run'));
  let isFilled = false;
  return {
    name: 'coverage',
    label: 'Coverage and run',
    element: section,
    show(): void {
      if (isFilled) return;
      isFilled = true;
      section.append(faultsView(run), ...coverageViews(run), ...statesViews(run), runView(run));
    },
  };
}
