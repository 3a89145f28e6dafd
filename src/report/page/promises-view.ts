/** The table of promises: a property a row, an adapter on a testbed a column. */
import type { AdapterResult } from '../../search/run-result.ts';
import type { ReportModel } from '../model.ts';
import { judgedWords, voidWords } from '../envelope-words.ts';
import { count, counted } from '../quantities.ts';
import { signOf, signOfAdapter } from '../verdict-words.ts';
import { element } from './dom.ts';
import { signView } from './sign.ts';

/** Every property that was judged or claimed, with its verdict and what that rests on. */
export function promisesView({ run, properties }: ReportModel): HTMLElement {
  const adapters = run.adapters.filter((adapter) => adapter.properties.length > 0);
  const ids = [...new Set(adapters.flatMap((adapter) => adapter.properties.map(({ id }) => id)))];
  const title = new Map(properties.map((property) => [property.id, property.title]));
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Promise'),
    ...adapters.map((adapter) =>
      element(
        'th',
        { scope: 'col' },
        element('span', { class: 'column-name' }, adapter.name),
        element('span', { class: 'quiet' }, ` on ${adapter.testbed} `),
        signView(signOfAdapter(adapter.verdict)),
      ),
    ),
  );
  const rows = ids.map((id) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('span', { class: 'id' }, id), ' ', title.get(id) ?? ''),
      ...adapters.map((adapter) => cell(adapter, id)),
    ),
  );
  const table = element(
    'table',
    { class: 'promises' },
    element('caption', {}, 'Verdict of each promise, and the pieces of evidence it rests on.'),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
  return element(
    'section',
    { id: 'promises', 'aria-labelledby': 'promises-heading' },
    element('h3', { id: 'promises-heading' }, 'The promises'),
    adapters.length === 0
      ? element('p', {}, 'Nothing was judged.')
      : element('div', { class: 'scroll', role: 'region', 'aria-label': 'Table of promises', tabindex: '0' }, table),
  );
}

function cell(adapter: AdapterResult, id: string): HTMLElement {
  const property = adapter.properties.find((entry) => entry.id === id);
  if (property === undefined) return element('td', {}, '');
  if (property.verdict === 'not-claimed') return element('td', {}, signView(signOf(property)));
  const parts = [judgedWords(property)];
  if (property.inconclusive > 0) parts.push(`${count(property.inconclusive)} undecided`);
  if (property.violations > 0) parts.push(`broken in ${counted(property.violations, 'history', 'histories')}`);
  const isVoid = voidWords(property);
  if (isVoid !== undefined) parts.push(isVoid);
  const reason = property.reason === undefined ? undefined : element('span', { class: 'quiet block' }, property.reason);
  return element(
    'td',
    {},
    signView(signOf(property)),
    element('span', { class: 'quiet block' }, parts.join(', ')),
    reason,
  );
}
