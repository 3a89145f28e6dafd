/** What a reader needs to run it again. */
import type { RunResult } from '../../search/run-result.ts';
import { command, element, facts } from './dom.ts';

/** Command, seed and versions. */
export function runView(run: RunResult): HTMLElement {
  return element(
    'section',
    { id: 'run', 'aria-labelledby': 'run-heading' },
    element('h3', { id: 'run-heading' }, 'The run'),
    element(
      'p',
      {},
      'The same command and seed give the same histories in the simulation, and the same trouble on real servers.',
    ),
    command(run.command, 'the command that repeats this run'),
    facts([
      ['seed', String(run.seed)],
      ['testbed', run.testbed],
      ['begun', run.startedAt],
      ...Object.entries(run.versions),
    ]),
  );
}
