/** What trouble there was: how often each kind of fault was injected, and what a testbed cannot inject. */
import type { FaultKind } from '../../../../spec/faults.ts';
import type { RunResult } from '../../../search/run-result.ts';
import type { CoveragePage } from '../../coverage-page.ts';
import { count } from '../../words/quantities.ts';
import { element } from '../dom.ts';
import { scrollable } from '../scrollable.ts';

/** The table of faults. A kind that was never injected is shown as such: it proves nothing. */
export function faultsTable(run: RunResult, { sentences }: CoveragePage): HTMLElement {
  const adapters = run.adapters.filter(({ histories }) => histories > 0);
  const kinds = (Object.keys(sentences) as FaultKind[]).filter((kind) =>
    adapters.some(
      (adapter) => (adapter.faults[kind] ?? 0) > 0 || adapter.notInjected.some((missing) => missing.kind === kind),
    ),
  );
  const most = Math.max(1, ...adapters.flatMap((adapter) => kinds.map((kind) => adapter.faults[kind] ?? 0)));
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Fault'),
    ...adapters.map((adapter) =>
      element(
        'th',
        { scope: 'col' },
        element('span', { class: 'column-name' }, adapter.name),
        element('span', { class: 'quiet' }, ` on ${adapter.testbed}`),
      ),
    ),
  );
  const rows = kinds.map((kind) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, element('span', { class: 'id' }, kind), ' ', sentences[kind]),
      ...adapters.map((adapter) => {
        const why = adapter.notInjected.find((missing) => missing.kind === kind)?.why;
        if (why !== undefined)
          return element(
            'td',
            {},
            element('span', { class: 'sign quiet' }, '– not injected'),
            element('span', { class: 'quiet block' }, why),
          );
        return element(
          'td',
          { class: 'amount' },
          count(adapter.faults[kind] ?? 0),
          bar((adapter.faults[kind] ?? 0) / most),
        );
      }),
    ),
  );
  const table = element(
    'table',
    { class: 'faults' },
    element('caption', {}, 'How often each kind of fault was injected.'),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
  return kinds.length === 0
    ? element('p', {}, 'No fault was injected: what holds here holds in good weather.')
    : scrollable('Table of faults', table);
}

function bar(share: number): HTMLElement {
  const made = element('span', { class: 'bar', 'aria-hidden': 'true' });
  made.style.setProperty('--share', String(share));
  return made;
}
