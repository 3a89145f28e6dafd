/** The envelope of an adapter: what it claims to survive beside what its own constants leave room for. */
import type { AdapterResult } from '../../search/run-result.ts';
import { cannotHoldWords, envelopeRows } from '../words/envelope-words.ts';
import { count } from '../words/quantities.ts';
import { element } from './dom.ts';
import { scrollable } from './scrollable.ts';
import { envelopePlot } from './timing/envelope-plot.ts';

/** A picture, a table, and a sentence for each promise that cannot be kept; nothing where nothing timed is claimed. */
export function envelopeView(adapter: AdapterResult): readonly HTMLElement[] {
  const { envelope } = adapter;
  if (envelope === undefined) return [];
  const head = ['Trouble', 'claimed', 'most for exclusive belief', 'most for exclusive effects'];
  const table = element(
    'table',
    { class: 'promises' },
    element(
      'caption',
      {},
      `The envelope of ${adapter.name} on ${adapter.testbed}, for a lease of ${count(envelope.leaseTtlMs)} ms: each the most that its constants leave room for alone, the others as claimed.`,
    ),
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element(
      'tbody',
      {},
      ...envelopeRows(adapter).map(({ what, claimed, belief, effects }) =>
        element(
          'tr',
          {},
          element('th', { scope: 'row' }, what),
          ...[claimed, belief, effects].map((text) => element('td', {}, text)),
        ),
      ),
    ),
  );
  return [
    ...envelopePlot(adapter),
    scrollable(`Envelope of ${adapter.name} on ${adapter.testbed}`, table),
    ...cannotHoldWords(adapter).map((words) => element('p', {}, `${adapter.name} ${words}.`)),
  ];
}
