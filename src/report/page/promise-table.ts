/** The table of promises: a promise a row. One adapter has columns for what its verdicts rest on; several stand side by side. */
import type { PromiseCell, VerdictColumn, VerdictPage } from '../verdict-page.ts';
import { element } from './dom.ts';
import type { Child } from './dom.ts';
import { signView } from './sign.ts';

/** With the promises that nobody makes in a line below it. */
export function promiseTable({ columns, rows, notClaimed }: VerdictPage): readonly HTMLElement[] {
  const asked = columns.filter(({ cells }) => cells.some((cell) => cell !== null));
  if (asked.length === 0) return [element('p', {}, 'Nothing was judged.')];
  const only = asked.length === 1 ? asked[0] : undefined;
  const heads = only === undefined ? asked.map(headOf) : ['Verdict', 'Judged', 'Exercised in', 'Declared'];
  const table = element(
    'table',
    { class: 'promises' },
    element(
      'caption',
      {},
      only === undefined
        ? 'Verdict of each promise, the pieces of evidence that decided, and the histories that gave them.'
        : `What ${only.name} promises on ${only.testbed}: the verdict, the pieces of evidence that decided, and the histories that gave them.`,
    ),
    element(
      'thead',
      {},
      element('tr', {}, ...['Promise', ...heads].map((head) => element('th', { scope: 'col' }, head))),
    ),
    element(
      'tbody',
      {},
      ...rows.map(({ id, title }, row) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, element('span', { class: 'id' }, id), ` ${title}`),
          ...(only === undefined
            ? asked.map(({ cells }) => element('td', {}, ...wholeCell(cells[row])))
            : ownCells(only.cells[row])),
        ),
      ),
    ),
  );
  return [
    element('div', { class: 'scroll', role: 'region', 'aria-label': 'Table of promises', tabindex: '0' }, table),
    ...(notClaimed.length === 0
      ? []
      : [element('p', { class: 'quiet' }, `Neither claimed nor judged: ${notClaimed.join(', ')}.`)]),
  ];
}

function headOf({ name, testbed, sign }: VerdictColumn): Node {
  return element(
    'span',
    {},
    element('span', { class: 'column-name' }, name),
    element('span', { class: 'quiet' }, ` on ${testbed} `),
    signView(sign),
  );
}

function wholeCell(cell: PromiseCell | null | undefined): readonly Child[] {
  if (cell === null || cell === undefined) return [''];
  const { sign, judged, exercised, remarks } = cell;
  const evidence = judged === undefined ? [] : [`${judged} judged${exercised === undefined ? '' : ` in ${exercised}`}`];
  return [signView(sign), ...[...evidence, ...remarks].map(remarkView)];
}

function ownCells(cell: PromiseCell | null | undefined): readonly HTMLElement[] {
  const { sign, judged = '–', exercised = '–', declared = false, remarks = [] } = cell ?? {};
  return [
    element('td', {}, sign === undefined ? '' : signView(sign), ...remarks.map(remarkView)),
    element('td', { class: 'amount' }, judged),
    element('td', { class: 'amount' }, exercised),
    element('td', {}, declared ? 'as broken' : '–'),
  ];
}

function remarkView(words: string): HTMLElement {
  return element('span', { class: 'quiet block' }, words);
}
