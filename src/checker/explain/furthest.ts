/** How far an order comes before the failing operation, in which states, and why it comes no further. */
import { OK } from '../../history/client-history.ts';
import { modelOperation, type Subject } from '../subject.ts';
import type { Explanation, PrefixStep, ShownOperation, StuckOperation } from './explanation.ts';
import type { FirstFailure } from './first-failure.ts';
import { asInfinitive, sentence, stateClause, who } from './words.ts';

/** Steps of the prefix that are shown. */
const STEPS_SHOWN = 5;
/** Operations of which it is said why they cannot come next. */
const STUCK_MAX = 6;

type Show = (place: number) => ShownOperation;

/** Throws where the prefix is no order, which would be a failure of the engine that gave it. */
export function furthest(
  subject: Subject,
  first: FirstFailure,
  show: Show,
): Required<Pick<Explanation, 'prefix' | 'stuck'>> {
  const { model, initial, history } = subject;
  const { prefix } = first;
  let state: unknown = model.initial(initial);
  const last: PrefixStep[] = [];
  prefix.forEach((place, index) => {
    const after = model.step(state, modelOperation(history, place));
    if (after === undefined)
      throw new Error(`the order of the prefix breaks at operation ${place}: this should never happen`);
    if (index >= prefix.length - STEPS_SHOWN) {
      last.push({ operation: show(place), before: stateClause(model, state), after: stateClause(model, after) });
    }
    state = after;
  });
  return { prefix: { length: prefix.length, last }, stuck: stuckIn(subject, state, first, show) };
}

/** The failing operation, and others that had begun by its end and are in no order yet. */
function stuckIn(
  { model, history, operations }: Subject,
  state: unknown,
  { failing, prefix }: FirstFailure,
  show: Show,
): readonly StuckOperation[] {
  const placed = new Set(prefix);
  const horizon = history.end[failing] ?? 0;
  const pending = operations.filter(
    (place) =>
      place !== failing && (history.call[place] ?? 0) < horizon && history.outcome[place] === OK && !placed.has(place),
  );
  return [failing, ...pending].slice(0, STUCK_MAX).flatMap((place) => {
    if (model.step(state, modelOperation(history, place)) !== undefined) return [];
    const operation = show(place);
    const why = `${who(operation)} cannot ${asInfinitive(operation.does)} next: ${stateClause(model, state)}`;
    return [{ operation, why: sentence(why) }];
  });
}
