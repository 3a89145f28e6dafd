/** What an order rests on beside what the clients recorded, so that whoever replays it can tell the one from the other. */
import { FAIL, inputOf, outputOf, type ClientHistory } from '../history/client-history.ts';
import type { GivenValues, ObjectOrder } from './check-result.ts';

/** The order with the values that normalising gave to operations without; a failed one that is evidence is none of them. */
export function withGivenValues(order: ObjectOrder, read: ClientHistory, normalised: ClientHistory): ObjectOrder {
  if (read.input === normalised.input && read.output === normalised.output) return order;
  const given = new Map<number, GivenValues>();
  for (const place of order.order) {
    if (read.outcome[place] === FAIL) continue;
    const input = read.input[place] === normalised.input[place] ? undefined : inputOf(normalised, place);
    const output = read.output[place] === normalised.output[place] ? undefined : outputOf(normalised, place);
    if (input === undefined && output === undefined) continue;
    given.set(place, { ...(input === undefined ? {} : { input }), ...(output === undefined ? {} : { output }) });
  }
  return given.size === 0 ? order : { ...order, given };
}
