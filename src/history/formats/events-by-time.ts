/** The invocations and completions of a client history in one row. */
import { NEVER, NONE, type ClientHistory } from '../client-history.ts';

/**
 * Each event as the place of its operation times 2, plus 1 for a completion, by time, and those of each process in the
 * order in which it acted: where it ended one operation and began the next at the same time, the end comes first. In a
 * format without times the next operation then also follows what else ended at that time.
 *
 * Completions that say nothing (`info`) come last, in the order of the invocations; operations that never completed have
 * none.
 */
export function eventsByTime(history: ClientHistory): Int32Array {
  const byRank = eventsByRank(history);
  const { end, process, processes, completedAt, count } = history;
  const open = new Int32Array(processes.length).fill(NONE);
  const waiting = new Int32Array(processes.length).fill(NONE);
  const isGiven = new Uint8Array(count);
  const events = new Int32Array(2 * count);
  let length = 0;
  const add = (event: number): void => {
    events[length] = event;
    length += 1;
  };
  for (const event of byRank) {
    const place = event >> 1;
    const actor = process[place] ?? 0;
    if ((event & 1) === 0) {
      const before = open[actor] ?? NONE;
      if (before === NONE || end[before] === NEVER) {
        if (before !== NONE) giveUp(before, isGiven, add);
        add(event);
        open[actor] = place;
      } else waiting[actor] = event;
      continue;
    }
    add(event);
    const next = waiting[actor] ?? NONE;
    waiting[actor] = NONE;
    open[actor] = next === NONE ? NONE : next >> 1;
    if (next !== NONE) add(next);
  }
  for (let place = 0; place < count; place += 1) {
    if (end[place] === NEVER && completedAt[place] !== NONE && isGiven[place] === 0) giveUp(place, isGiven, add);
  }
  return events.subarray(0, length);
}

function giveUp(place: number, isGiven: Uint8Array, add: (event: number) => void): void {
  isGiven[place] = 1;
  add(2 * place + 1);
}

/** Ranks may leave gaps: where completions were that say nothing, and where a history is a part of another. */
function eventsByRank({ count, call, end }: ClientHistory): Int32Array {
  let last = -1;
  for (let place = 0; place < count; place += 1) {
    const at = end[place] ?? NEVER;
    last = Math.max(last, call[place] ?? 0, at === NEVER ? -1 : at);
  }
  const events = new Int32Array(last + 1).fill(NONE);
  for (let place = 0; place < count; place += 1) {
    events[call[place] ?? 0] = 2 * place;
    const at = end[place] ?? NEVER;
    if (at !== NEVER) events[at] = 2 * place + 1;
  }
  return events.filter((event) => event !== NONE);
}
