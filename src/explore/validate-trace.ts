/** Whether a history is a path of the model, and where it leaves it. */
import type { FaultKind } from '../../spec/faults.ts';
import { earliest, type History, type HistoryEvent } from '../../spec/history.ts';
import type { ModelStep } from '../../spec/model/action.ts';
import { abstractCode, abstractStateOf, tellAbstractState } from '../../spec/model/abstract-state.ts';
import { ModelWalk, type Misfit } from './model-walk.ts';

/** Every kind of fault that the model knows: what it does is among what the model's actions can do. */
export const modelledFaults: ReadonlySet<FaultKind> = new Set<FaultKind>([
  'refuse',
  'cut',
  'cut-requests',
  'cut-responses',
  'slow',
  'reset',
  'hold',
  'drop',
  'replay',
  'slow-resource',
  'pause',
  'pause-at',
  'crash',
  'wipe',
  'wall-step',
  'clock-rate',
  'store-restart',
  'store-step',
]);

/**
 * - `path`: every event that shows a transition is a step of the model.
 * - `misfit`: this one is not.
 * - `beyond`: something happened that the model does not know, named in `why`; nothing is said.
 */
export type TraceVerdict =
  | { readonly verdict: 'path'; readonly steps: number }
  | { readonly verdict: 'misfit'; readonly index: number; readonly steps: number; readonly sentence: string }
  | { readonly verdict: 'beyond'; readonly why: string };

/** Walks the model along a history of the simulation; `onStep` gets every step, the silent ones too. */
export function validateTrace({ header, events }: History, onStep?: (step: ModelStep) => void): TraceVerdict {
  if (header.testbed !== 'simulated')
    return { verdict: 'beyond', why: 'the order of events is known only in the simulation' };
  if (!header.ledger) return { verdict: 'beyond', why: 'nothing beside the store records who holds the election' };
  for (const event of events) {
    const strange = strangeness(event);
    if (strange !== undefined) return { verdict: 'beyond', why: strange };
  }
  let steps = 0;
  const walk = new ModelWalk(header, (step) => {
    steps += 1;
    onStep?.(step);
  });
  for (const [index, event] of events.entries()) {
    const misfit = walk.step(event);
    if (misfit !== undefined) return { verdict: 'misfit', index, steps, sentence: tellMisfit(misfit, index, walk) };
  }
  return { verdict: 'path', steps };
}

function strangeness(event: HistoryEvent): string | undefined {
  if (event.type === 'fault-start' && !modelledFaults.has(event.kind)) return `the model does not know ${event.kind}`;
  if (event.type === 'store-started' && event.durable !== true) return 'the store lost its data';
  return undefined;
}

function tellMisfit({ event, action, why }: Misfit, index: number, { state }: ModelWalk): string {
  const seconds = (earliest(event.at) / 1_000_000).toFixed(3);
  const token = 'token' in event && event.token !== undefined ? ` with token ${event.token}` : '';
  const { record, counter } = state.store;
  const leaders = state.electors.flatMap(({ token: led }) => (led === 0 ? [] : [led]));
  return (
    `event ${index}, at ${seconds} s: \`${event.type}\` of ${event.who}${token} is no step \`${action}\` of the model: ${why}. ` +
    `Before it ${tellAbstractState(abstractStateOf(abstractCode(state)))}; the record is ` +
    `${record === 0 ? 'none' : `that of term ${record}`}, the last one is ${counter}, led with ` +
    `${leaders.length === 0 ? 'none' : leaders.join(' and ')}.`
  );
}
