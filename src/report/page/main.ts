/** The report page: reads the data that came with it and builds everything a reader sees. */
import type { ReportModel } from '../model.ts';
import { runSentence, signOfAdapter, verdictOf } from '../verdict-words.ts';
import { coverageViews } from './coverage-view.ts';
import { element } from './dom.ts';
import { exhibitView } from './exhibit-view.ts';
import { faultsView } from './faults-view.ts';
import { promisesView } from './promises-view.ts';
import { runView } from './run-view.ts';
import { statesViews } from './states-view.ts';
import { themeButton } from './theme.ts';
import { verdictView } from './verdict-view.ts';

const data = document.getElementById('report-data');
if (data !== null) {
  const model = JSON.parse(data.textContent ?? '') as ReportModel;
  data.remove();
  document.body.append(...pageOf(model));
  openTarget();
  window.addEventListener('hashchange', openTarget);
}

function pageOf(model: ReportModel): readonly Node[] {
  const { run, exhibits } = model;
  const violations = exhibits.filter(({ counterexample }) => counterexample !== undefined);
  const samples = exhibits.filter(({ counterexample }) => counterexample === undefined);
  const shown = (list: typeof exhibits, heading: string, id: string): readonly HTMLElement[] =>
    list.length === 0
      ? []
      : [
          element(
            'section',
            { id, 'aria-labelledby': `${id}-heading` },
            element('h2', { id: `${id}-heading` }, heading),
            ...list.map((exhibit, index) =>
              exhibitView(exhibit, model, { id: `${id}-${index + 1}`, isOpen: index === 0 }),
            ),
          ),
        ];
  const evidence = shown(violations, violations.length === 1 ? 'The violation' : 'The violations', 'violation');
  const promises = [promisesView(model), faultsView(run), ...coverageViews(run), ...statesViews(run)];
  // Whoever has an unexpected violation wants to see it; whoever has none wants to see what was promised.
  const isBroken = verdictOf(run) === 'violated';
  const main = element(
    'main',
    { id: 'main' },
    verdictView(model),
    ...(isBroken ? [...evidence, ...promises] : [...promises, ...evidence]),
    ...shown(samples, samples.length === 1 ? 'One of the histories' : 'Some of the histories', 'sample'),
    runView(run),
  );
  document.documentElement.dataset['tone'] = signOfAdapter(verdictOf(run)).tone;
  document.title = runSentence(run);
  return [
    element('a', { class: 'skip', href: '#main' }, 'Skip to the verdict'),
    element(
      'header',
      { class: 'top' },
      element('span', { class: 'wordmark' }, 'Scrutineer'),
      element('nav', { 'aria-label': 'Parts of this page' }, ...links(main)),
      themeButton(),
    ),
    main,
    element(
      'footer',
      {},
      element(
        'p',
        {},
        'Made by Scrutineer. This page is complete in itself: it loads nothing and can be mailed or archived.',
      ),
    ),
  ];
}

function links(main: HTMLElement): readonly HTMLElement[] {
  return [...main.querySelectorAll('section[id]')].flatMap((section) => {
    const heading = section.querySelector('h2');
    return heading === null ? [] : [element('a', { href: `#${section.id}` }, labelOf(heading.textContent ?? ''))];
  });
}

/** A heading without the words that only a heading needs: "The states of the model" is "States". */
function labelOf(heading: string): string {
  const noun = heading.replace(/^(The|(Some|One) of the) /, '').replace(/ of .*$/, '');
  return noun.charAt(0).toUpperCase() + noun.slice(1);
}

/** A link to a folded exhibit opens it. */
function openTarget(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target instanceof HTMLDetailsElement) target.open = true;
}
