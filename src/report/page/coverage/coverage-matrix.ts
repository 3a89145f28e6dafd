/** The coverage matrix: in how many histories a transition happened under a fault, and what a full run still owes. */
import type { AdapterResult } from '../../../search/run-result.ts';
import type { CoveragePage } from '../../coverage-page.ts';
import { count } from '../../words/quantities.ts';
import { element } from '../dom.ts';
import { scrollable } from '../scrollable.ts';

type CoverageOfAdapter = NonNullable<AdapterResult['coverage']>;
type Sentences = CoveragePage['sentences'];

/** Of the adapter with this index, where anything was covered. It is folded, since few need the numbers. */
export function coverageMatrix(
  { coverage, histories }: AdapterResult,
  { adapters, sentences }: CoveragePage,
  index: number,
): readonly HTMLElement[] {
  const told = adapters[index];
  if (coverage === undefined || histories === 0 || told === undefined) return [];
  const words = told.matrix ?? `${count(histories)} histories`;
  const made = element('details', { class: 'more' }, element('summary', {}, `${told.name}: ${words}`));
  // Made when it is first opened: hundreds of cells that most readers never ask for.
  made.addEventListener('toggle', () => {
    if (!made.open || made.childElementCount > 1) return;
    const table = matrix(told.name, histories, coverage, sentences);
    made.append(scrollable(`Coverage of ${told.name}`, table), ...legend(coverage));
  });
  return [made];
}

function matrix(name: string, histories: number, coverage: CoverageOfAdapter, sentences: Sentences): HTMLElement {
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Transition'),
    ...coverage.faults.map((fault) =>
      element(
        'th',
        { scope: 'col', class: 'upright', title: sentences[fault] },
        element('span', {}, fault === 'none' ? 'no fault' : fault),
      ),
    ),
  );
  const rows = coverage.actions.map((action, row) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row', class: 'id', title: sentences[action] }, action),
      ...coverage.faults.map((fault, column) =>
        cellOf(coverage, { action, fault, histories: coverage.histories[row]?.[column] ?? 0, all: histories }),
      ),
    ),
  );
  return element(
    'table',
    { class: 'matrix' },
    element('caption', {}, `Histories of ${name} by transition and fault.`),
    element('thead', {}, head),
    element('tbody', {}, ...rows),
  );
}

interface Cell {
  readonly action: CoverageOfAdapter['actions'][number];
  readonly fault: CoverageOfAdapter['faults'][number];
  readonly histories: number;
  readonly all: number;
}

function cellOf(coverage: CoverageOfAdapter, { action, fault, histories, all }: Cell): HTMLElement {
  if (histories > 0) {
    const shade = String(Math.min(4, 1 + Math.floor(Math.log10(1 + (999 * histories) / Math.max(1, all)))));
    return element('td', { class: `amount shade-${shade}` }, count(histories));
  }
  const isMissed = coverage.mandatory?.missed.some((cell) => cell.action === action && cell.fault === fault) === true;
  if (isMissed) return element('td', { class: 'amount missed' }, '✗ missed');
  const isUnreachable = coverage.unreachable.some((each) => each.action === action && each.faults.includes(fault));
  return element('td', { class: 'amount quiet' }, isUnreachable ? '–' : '0');
}

function legend({ unreachable }: CoverageOfAdapter): readonly HTMLElement[] {
  if (unreachable.length === 0) return [];
  return [
    element('p', { class: 'quiet' }, 'Cells marked – cannot be reached by an implementation that keeps its promises:'),
    element(
      'ul',
      { class: 'quiet' },
      ...unreachable.map(({ action, faults: columns, why }) =>
        element('li', {}, element('span', { class: 'id' }, action), ` (${columnsOf(columns)}): ${why}`),
      ),
    ),
  ];
}

function columnsOf(columns: readonly string[]): string {
  if (columns.length === 1) return columns[0] === 'none' ? 'without a fault' : `under ${columns[0] ?? ''}`;
  return 'anywhere';
}
