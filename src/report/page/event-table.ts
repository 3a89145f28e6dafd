/** The history as a table: what the picture shows, for readers and for search. */
import { earliest, latest } from '../../../spec/history.ts';
import type { History } from '../../../spec/history.ts';
import { describeEvent } from '../describe-event.ts';
import { count, counted, moment } from '../quantities.ts';
import { element } from './dom.ts';

const ROWS_AT_ONCE = 200;

/** Folded, and filled as far as a reader asks. `name` tells it from others of the page. */
export function eventTable(history: History, omitted: number, name: string): HTMLElement {
  const { events } = history;
  const body = element('tbody');
  const more = element('button', { type: 'button' });
  const fill = (): void => {
    const from = body.childElementCount;
    body.append(
      ...events.slice(from, from + ROWS_AT_ONCE).map((event) => {
        const uncertain = latest(event.at) - earliest(event.at);
        const at = moment(earliest(event.at)) + (uncertain === 0 ? '' : ` to ${moment(latest(event.at))}`);
        return element(
          'tr',
          {},
          element('td', { class: 'time' }, at),
          element('td', { class: 'who' }, event.who),
          element('td', {}, describeEvent(event)),
        );
      }),
    );
    const left = events.length - body.childElementCount;
    more.textContent = `Show ${count(Math.min(left, ROWS_AT_ONCE))} more of ${count(left)}`;
    more.hidden = left === 0;
  };
  more.addEventListener('click', fill);
  const head = element('tr', {}, ...['Time', 'Who', 'What'].map((name) => element('th', { scope: 'col' }, name)));
  const table = element(
    'table',
    { class: 'events' },
    element('caption', {}, 'Every event in its order.'),
    element('thead', {}, head),
    body,
  );
  const made = element(
    'details',
    { class: 'more' },
    element('summary', {}, counted(events.length, 'event', 'events')),
    omitted === 0
      ? undefined
      : element(
          'p',
          { class: 'note' },
          `${counted(omitted, 'routine event is', 'routine events are')} left out here; the stored history has all of them.`,
        ),
    element('div', { class: 'scroll tall', role: 'region', 'aria-label': `Events of ${name}`, tabindex: '0' }, table),
    more,
  );
  made.addEventListener('toggle', () => {
    if (made.open && body.childElementCount === 0) fill();
  });
  return made;
}
