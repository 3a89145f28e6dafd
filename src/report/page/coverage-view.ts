/** What was tried and what it came to: evidence, transitions under faults, states of the model; and the run itself. */
import { exhibitChoice } from './exhibit-choice.ts';
import { coverageMatrix } from './coverage/coverage-matrix.ts';
import { faultsTable } from './coverage/faults-table.ts';
import { obligationsTable } from './coverage/obligations-table.ts';
import { runOfExhibit, wholeRun } from './coverage/run-part.ts';
import { element } from './dom.ts';
import type { PageContext, View } from './view.ts';

/** Of every adapter; the run of one history at a time. */
export function coverageView(context: PageContext): View {
  const { run, coverage, exhibits } = context.model;
  const section = element('section', { class: 'coverage' }, element('h2', {}, 'Coverage and run'));
  const ofExhibit = element('div');
  let isFilled = false;
  let shown: number | undefined;
  const fill = (): void => {
    isFilled = true;
    section.append(
      element('h3', {}, 'Evidence'),
      ...coverage.adapters.map(obligationsTable),
      element('h3', {}, 'Transitions under faults'),
      element(
        'p',
        {},
        'In how many histories each transition happened while a fault was active, or within a lease time after it.',
      ),
      ...run.adapters.flatMap((adapter, index) => coverageMatrix(adapter, coverage, index)),
      element('h3', {}, 'States of the model'),
      ...run.adapters.flatMap(({ states }, index) => statesOf(states?.unreached ?? [], coverage.adapters[index])),
      element('h3', {}, 'Faults'),
      faultsTable(run, coverage),
      element('h3', {}, 'The run'),
      ...wholeRun(run),
      ofExhibit,
    );
  };
  return {
    name: 'coverage',
    label: 'Coverage and run',
    element: section,
    show({ exhibit: wanted }): void {
      if (!isFilled) fill();
      const index = wanted < exhibits.length ? wanted : 0;
      if (index === shown) return;
      shown = index;
      const parts = [
        element('h3', {}, 'The run of one history'),
        exhibitChoice(context, 'coverage', index),
        ...runOfExhibit(context, index),
      ];
      ofExhibit.replaceChildren(...parts.filter((part) => part !== undefined));
    },
  };
}

function statesOf(
  unreached: readonly string[],
  told: PageContext['model']['coverage']['adapters'][number] | undefined,
): readonly HTMLElement[] {
  if (told === undefined) return [];
  const words = `${told.name}: ${told.states ?? 'its histories were not compared with the model'}`;
  if (unreached.length === 0) return [element('p', {}, `${words}.`)];
  return [
    element(
      'details',
      { class: 'more' },
      element('summary', {}, words),
      element('p', {}, 'No history that was looked at came to these:'),
      element('ul', {}, ...unreached.map((state) => element('li', {}, state))),
    ),
  ];
}
