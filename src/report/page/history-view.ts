/** The history as a table: every event, filtered by what a reader asks for, linked with the timeline. */
import type { Address } from './address.ts';
import { element } from './dom.ts';
import { exhibitChoice } from './exhibit-choice.ts';
import { HistoryBrowser } from './history/history-browser.ts';
import { ShownHistory } from './history/shown-history.ts';
import type { PageContext, View } from './view.ts';

/** One exhibit at a time; its events are read when it is first shown. */
export function historyView(context: PageContext): View {
  const heading = element('h2', {}, 'History');
  const section = element('section', { class: 'history' }, heading);
  let number: number | undefined;
  let browser: HistoryBrowser | undefined;
  let address: Address | undefined;
  addEventListener('keydown', (event) => {
    if (event.key !== '/' || section.hidden || event.target instanceof HTMLInputElement || browser === undefined)
      return;
    event.preventDefault();
    browser.focusFilter();
  });
  return {
    name: 'history',
    label: 'History',
    element: section,
    show(wanted: Address): void {
      const { exhibits } = context.model;
      const exhibit = wanted.exhibit < exhibits.length ? wanted.exhibit : 0;
      address = wanted;
      if (number === exhibit) {
        browser?.show(address);
        return;
      }
      number = exhibit;
      browser = undefined;
      const body = element('div', {}, element('p', { class: 'quiet', role: 'status' }, 'Reading the events …'));
      section.replaceChildren(heading, exhibitChoice(context, 'history', exhibit) ?? '', body);
      void context.history(exhibit).then(
        (history) => {
          const shown = exhibits[exhibit];
          if (number !== exhibit || shown === undefined) return;
          browser = new HistoryBrowser(context, new ShownHistory(history, exhibit, shown));
          body.replaceChildren(browser.element);
          if (address !== undefined && !section.hidden) browser.show(address);
        },
        () => body.replaceChildren(element('p', { class: 'note' }, missingWords(exhibits[exhibit]?.missing))),
      );
    },
  };
}

function missingWords(missing: string | undefined): string {
  return missing ?? 'There are no events to show: this run kept no history, or this page was cut short.';
}
