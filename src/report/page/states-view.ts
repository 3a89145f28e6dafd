/** Which states of the explored model the histories came to, and those that they did not. */
import type { AdapterResult, RunResult } from '../../search/run-result.ts';
import { counted } from '../quantities.ts';
import { stateWords } from '../state-words.ts';
import { element } from './dom.ts';

/** The section, where any history was a path of the model. */
export function statesViews(run: RunResult): readonly HTMLElement[] {
  const views = run.adapters.flatMap((adapter) =>
    adapter.states === undefined ? [] : [statesView(adapter, adapter.states)],
  );
  if (views.length === 0) return [];
  return [
    element(
      'section',
      { id: 'states', 'aria-labelledby': 'states-heading' },
      element('h3', { id: 'states-heading' }, 'The states of the model'),
      element(
        'p',
        {},
        'The specification has a model of an election that was explored exhaustively. A state of it says whose the record is, whether somebody leads without one, whether anybody campaigns, and what the resource knows.',
      ),
      ...views,
    ),
  ];
}

function statesView(adapter: AdapterResult, { unreached }: NonNullable<AdapterResult['states']>): HTMLElement {
  const words = `${adapter.name} on ${adapter.testbed}: ${stateWords(adapter) ?? ''}`;
  if (unreached.length === 0) return element('p', {}, `${words}.`);
  return element(
    'details',
    { class: 'more' },
    element('summary', {}, words),
    element('p', {}, `${counted(unreached.length, 'state', 'states')} that no history looked at came to:`),
    element('ul', {}, ...unreached.map((state) => element('li', {}, state))),
  );
}
