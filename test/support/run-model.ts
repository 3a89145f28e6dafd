/** Runs operations one after another against a model, for the tests of models. */
import type { AnyModel, ModelOperation } from '../../src/checker/model.ts';
import type { ClientFunction } from '../../src/history/client-history.ts';
import type { Value } from '../../src/history/value.ts';

/** A function, what it is called with, what it returns, and by whom. */
export type Step = readonly [
  f: ClientFunction,
  input?: Value | undefined,
  output?: Value | undefined,
  process?: string,
];

export function operation([f, input, output, process = '0']: Step): ModelOperation {
  return { f, input, output, process };
}

/** How many of the operations are possible one after another; all of them where the model allows the sequence. */
export function possible(model: AnyModel, steps: readonly Step[], initial?: Value): number {
  let state: unknown = model.initial(initial);
  for (const [index, step] of steps.entries()) {
    const next = model.step(state, operation(step));
    if (next === undefined) return index;
    state = next;
  }
  return steps.length;
}

/** The state after operations that are all possible, for people. */
export function stateAfter(model: AnyModel, steps: readonly Step[], initial?: Value): string {
  let state: unknown = model.initial(initial);
  for (const step of steps) {
    state = model.step(state, operation(step));
    if (state === undefined) throw new Error(`${model.describe(operation(step))} is impossible`);
  }
  return model.describeState(state);
}
