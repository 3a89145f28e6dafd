/** The invocations and completions of a client history in one row. */
import { NEVER, NONE, type ClientHistory } from '../client-history.ts';

/**
 * Each event as the place of its operation times 2, plus 1 for a completion, by time. Those completions that say nothing
 * (`info`) come last, in the order of the invocations; operations that never completed have none.
 */
export function eventsByTime({ count, call, end, completedAt }: ClientHistory): Int32Array {
  let ended = 0;
  let given = 0;
  for (let place = 0; place < count; place += 1) {
    if (end[place] !== NEVER) ended += 1;
    else if (completedAt[place] !== NONE) given += 1;
  }
  const events = new Int32Array(count + ended + given);
  let last = count + ended;
  for (let place = 0; place < count; place += 1) {
    events[call[place] ?? 0] = 2 * place;
    const at = end[place] ?? NEVER;
    if (at !== NEVER) events[at] = 2 * place + 1;
    else if (completedAt[place] !== NONE) events[last++] = 2 * place + 1;
  }
  return events;
}
