/** How much evidence there was for each promise of one adapter: judged, undecided, and where nothing was promised. */
import type { AdapterCoverage } from '../../coverage-page.ts';
import { element } from '../dom.ts';
import { scrollable } from '../scrollable.ts';
import { signView } from '../sign.ts';

/** What is not claimed is left out. */
export function obligationsTable({ name, obligations }: AdapterCoverage): HTMLElement {
  if (obligations.length === 0) return element('p', {}, `${name}: nothing was judged.`);
  const rows = obligations.map(({ id, title, sign, judged, undecided, voids, reason }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('span', { class: 'id' }, id), ` ${title}`),
      element('td', {}, signView(sign)),
      element('td', { class: 'amount' }, judged),
      element('td', { class: 'amount' }, undecided),
      element(
        'td',
        {},
        ...[...voids, ...(reason === undefined ? [] : [reason])].map((words) =>
          element('span', { class: 'quiet block' }, words),
        ),
      ),
    ),
  );
  const heads = ['Promise', 'Verdict', 'Judged', 'Undecided', 'Not judged, or why not'];
  return scrollable(
    `Evidence of ${name}`,
    element(
      'table',
      {},
      element('caption', {}, `${name}: pieces of evidence, and histories in which nothing was promised.`),
      element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...rows),
    ),
  );
}
