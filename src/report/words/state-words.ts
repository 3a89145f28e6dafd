/** Which states of the model a search came to, in phrases, for every format. */
import type { AdapterResult } from '../../search/run-result.ts';
import { count, counted } from './quantities.ts';

/** Undefined where no history was a path of the model. */
export function stateWords({ states }: AdapterResult): string | undefined {
  if (states === undefined) return undefined;
  const { every, histories, paths, beyond, misfit, reached, reachable, transitions } = states;
  const looked = `one history in ${every} looked at: ${count(histories)}`;
  const left = beyond === 0 ? '' : `, ${count(beyond)} with faults beyond the model`;
  const unfit = histories - paths - beyond;
  const misfits = unfit === 0 ? '' : `, ${counted(unfit, 'history', 'histories')} no path of it: ${misfit ?? ''}`;
  return (
    `${count(reached)} of ${count(reachable)} states of the model and ${count(transitions.reached)} of ` +
    `${count(transitions.reachable)} transitions reached (${looked}${left})${misfits}`
  );
}
