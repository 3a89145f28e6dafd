/** How an adapter answered: a plot a measure, and the same numbers as a table. */
import type { AdapterResult } from '../../../search/run-result.ts';
import { count, seconds } from '../../words/quantities.ts';
import { leaderlessSentence, measureRows, measureWords, share, type MeasureRow } from '../../words/timing-words.ts';
import { element } from '../dom.ts';
import { scrollable } from '../scrollable.ts';
import { measurePlot } from './measure-plot.ts';

/** Everything that was measured of one adapter on one testbed. */
export function measuresView(adapter: AdapterResult): readonly HTMLElement[] {
  const { timing } = adapter;
  if (timing === undefined)
    return [element('p', { class: 'quiet' }, 'How long elections took was not measured in this run.')];
  const rows = measureRows(adapter);
  const { us, ofUs } = timing.leaderless;
  const bar = element('div', { class: 'share-bar', 'aria-hidden': 'true' }, element('div', {}));
  bar.style.setProperty('--share', String(us / ofUs));
  const where = `${adapter.name} on ${adapter.testbed}`;
  return [
    element('p', {}, leaderlessSentence(adapter)),
    bar,
    element('div', { class: 'plots' }, ...rows.map((row) => plotView(row, where))),
    tableView(rows, where),
    barsView(rows, where),
  ];
}

function plotView({ text, result, besides }: MeasureRow, where: string): HTMLElement {
  const { name, property, meaning } = text;
  return element(
    'figure',
    {},
    element(
      'figcaption',
      {},
      element('h4', {}, `${name} `, element('span', { class: 'id' }, property)),
      element('p', { class: 'quiet' }, `${capital(meaning)}.`),
    ),
    ...(result === undefined
      ? [element('p', { class: 'quiet nothing' }, 'Nothing was judged.')]
      : [
          measurePlot(result, `${name} of ${where}: ${measureWords(result)}.`),
          element('p', {}, `${capital(measureWords(result))}.`),
        ]),
    besides.length === 0 ? undefined : element('p', { class: 'quiet' }, `Not in the plot: ${besides.join(', ')}.`),
  );
}

const head = [
  'Measure',
  'judged',
  'beyond the bound',
  'median of the bound',
  '99th percentile',
  'most of the bound',
  'shortest',
  'median time',
  'longest',
  'bounds',
];

function tableView(rows: readonly MeasureRow[], where: string): HTMLElement {
  const table = element(
    'table',
    { class: 'figures' },
    element(
      'caption',
      {},
      'The same as numbers. 100 % is the bound; each response is held against its own, which begins before with the time for which a former holder may rightly be in the way.',
    ),
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element(
      'tbody',
      {},
      ...rows.map(({ text, result }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, text.name),
          ...cells(result).map((cell) => element('td', {}, cell)),
        ),
      ),
    ),
  );
  return scrollable(`Times of ${where}`, table);
}

function cells(result: MeasureRow['result']): readonly string[] {
  if (result === undefined) return ['0', ...Array.from({ length: 8 }, () => '')];
  const { pieces, over, permille, tookUs, boundUs } = result;
  const bounds = [...new Set([seconds(boundUs.min), seconds(boundUs.max)])];
  return [
    count(pieces),
    count(over),
    ...[permille.median, permille.p99, permille.max].map(share),
    ...[tookUs.min, tookUs.median, tookUs.max].map(seconds),
    bounds.join(' to '),
  ];
}

/** The bars as numbers, where a reader asks for them. */
function barsView(rows: readonly MeasureRow[], where: string): HTMLElement {
  const shown = rows.flatMap(({ text, result }) => (result === undefined ? [] : [{ text, result }]));
  const names = Array.from({ length: 21 }, (_, place) =>
    place === 20 ? 'beyond' : `${place * 5} to ${place * 5 + 5} %`,
  );
  const table = element(
    'table',
    { class: 'figures' },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...['Share of the bound', ...shown.map(({ text }) => text.name)].map((name) =>
          element('th', { scope: 'col' }, name),
        ),
      ),
    ),
    element(
      'tbody',
      {},
      ...names.map((name, place) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, name),
          ...shown.map(({ result }) => element('td', {}, count(result.twentieths[place] ?? 0))),
        ),
      ),
    ),
  );
  return element(
    'details',
    { class: 'more' },
    element('summary', {}, 'The bars as numbers'),
    scrollable(`Bars of ${where}`, table),
  );
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
