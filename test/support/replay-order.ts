/** Replays the order that an engine gives for one object, independently of the validator of certificates. */
import { INFO } from '../../src/history/client-history.ts';
import { modelOperation, type Subject } from '../../src/checker/subject.ts';

/** What is wrong with it, in a clause; undefined when it is an order as the definition wants it. */
export function wrongOrder({ model, initial, history, operations }: Subject, order: Int32Array): string | undefined {
  let state = model.initial(initial);
  let latestCall = -1;
  const placed = new Set<number>();
  for (const place of order) {
    if (placed.has(place) || !operations.includes(place)) return `operation ${place} has no place in its order`;
    placed.add(place);
    if ((history.end[place] ?? 0) < latestCall) return `operation ${place} is too late in its order`;
    latestCall = Math.max(latestCall, history.call[place] ?? 0);
    const next = model.step(state, modelOperation(history, place));
    if (next === undefined) return `operation ${place} is impossible where its order has it`;
    state = next;
  }
  const missing = operations.find((place) => history.outcome[place] !== INFO && !placed.has(place));
  return missing === undefined ? undefined : `operation ${missing} is missing in its order`;
}
