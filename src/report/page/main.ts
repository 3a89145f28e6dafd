/** The report page: reads the model that came with it, builds the views, and shows the one that the address names. */
import type { ReportModel } from '../model.ts';
import { hashOf } from './address.ts';
import { coverageView } from './coverage-view.ts';
import { element } from './dom.ts';
import { historyView } from './history-view.ts';
import { routeViews } from './route-views.ts';
import { signView } from './sign.ts';
import { storedEvents } from './stored-events.ts';
import { themeButton } from './theme.ts';
import { timelineView } from './timeline-view.ts';
import { timingView } from './timing-view.ts';
import { verdictView } from './verdict-view.ts';
import type { PageContext, View } from './view.ts';
import { violationView } from './violation-view.ts';

const data = document.getElementById('report-data');
if (data !== null) {
  const model = JSON.parse(data.textContent ?? '') as ReportModel;
  data.remove();
  build(model);
}

function build(model: ReportModel): void {
  const context = contextOf(model);
  const views = [verdictView, violationView, timelineView, historyView, timingView, coverageView].map((make) =>
    make(context),
  );
  const links = new Map(
    views.map((view, index) => [view, element('a', { href: `#${view.name}`, title: `Key ${index + 1}` }, view.label)]),
  );
  document.documentElement.dataset['tone'] = model.verdict.sign.tone;
  document.body.append(...pageOf(model, views, [...links.values()]));
  routeViews(views, links, model.verdict.sentence);
}

function contextOf(model: ReportModel): PageContext {
  const events = storedEvents();
  return {
    model,
    async history(exhibit) {
      const header = model.exhibits[exhibit]?.header;
      if (header === undefined) throw new Error(model.exhibits[exhibit]?.missing ?? 'There is no such history.');
      return { header, events: await events(exhibit) };
    },
    go(address) {
      location.hash = hashOf(address);
    },
    keep(address) {
      history.replaceState(undefined, '', hashOf(address));
    },
  };
}

function pageOf(model: ReportModel, views: readonly View[], links: readonly HTMLElement[]): readonly Node[] {
  const main = element('main', { id: 'main', tabindex: '-1' }, ...views.map((view) => view.element));
  const skip = element('a', { class: 'skip', href: '#main' }, 'Skip to the content');
  // Its own hash would be an address of the page.
  skip.addEventListener('click', (event) => {
    event.preventDefault();
    main.focus();
  });
  return [
    skip,
    element(
      'header',
      { class: 'top' },
      element('h1', { class: 'wordmark' }, 'Scrutineer ', signView(model.verdict.sign)),
      element('nav', { 'aria-label': 'Parts of this page' }, ...links),
      themeButton(),
    ),
    main,
    element(
      'footer',
      {},
      element('p', {}, 'Made by Scrutineer. This page loads nothing: it can be mailed or archived as it is.'),
    ),
  ];
}
