/**
 * Decides locks that never expire, where every release is about an acquisition of its own process.
 *
 * From the end of an acquisition to the invocation of its release its process certainly holds the lock: that is its zone.
 * An order exists exactly when no two zones overlap: then each acquisition may take effect when it ends, and each release
 * when it is invoked. An acquisition that never returned is left out, since nobody needs it. A release that never returned
 * may take effect from its invocation on, and one that is missing never does.
 *
 * Owners make the pairs. Without owners they follow, where each process acquires and releases by turns: when the lock is
 * taken, only one process has a release left that it could be taken back by.
 */
import { NEVER, NONE, OK, clientFunctions, processOf, type ClientHistory } from '../../history/client-history.ts';
import type { Linearizable, NotLinearizable } from '../engine.ts';
import { ProcessTable } from '../process-table.ts';
import type { Subject } from '../subject.ts';
import { sortedByTime } from './sorted-by-time.ts';

const acquire = clientFunctions.indexOf('acquire');

/** In time linear in the operations, but for sorting what ended out of the order of the invocations. */
export function monitorMutex(subject: Subject): Linearizable | NotLinearizable | undefined {
  const holds = holdsOf(subject);
  return holds === undefined || 'verdict' in holds ? holds : ordered(subject, holds);
}

/** Acquisitions with their releases, by places. `NONE`: the lock was held when the history began, or it was never released. */
interface Holds {
  readonly acquired: Int32Array;
  readonly released: Int32Array;
  length: number;
}

function holdsOf(subject: Subject): Holds | NotLinearizable | undefined {
  const { history, operations, model, initial } = subject;
  const hasOwners = model.hasOwners;
  const size = operations.length + 1;
  const holds: Holds = { acquired: new Int32Array(size), released: new Int32Array(size), length: 0 };
  const holdOf = new ProcessTable({ processes: history.processes.length, operations: operations.length });
  // In either model nobody holds when the state is false or null; with owners it is else the name of the holder.
  const begun = model.initial(initial);
  let first = begun === false || begun === null ? NONE : begin(holds);
  const owner = typeof begun === 'string' ? history.processes.indexOf(begun) : NONE;
  if (owner !== NONE) holdOf.set(owner, first);
  for (let at = 0; at < operations.length; at += 1) {
    const place = operations[at] ?? 0;
    const process = history.process[place] ?? 0;
    const hold = holdOf.get(process);
    const isOk = history.outcome[place] === OK;
    if (history.f[place] === acquire) {
      if (!isOk) continue;
      if (hold !== NONE) return hasOwners ? twice(subject, holds.acquired[hold] ?? NONE, place) : undefined;
      holdOf.set(process, holds.length);
      holds.acquired[holds.length] = place;
      holds.released[holds.length++] = NONE;
    } else if (hold !== NONE) {
      holds.released[hold] = place;
      holdOf.set(process, NONE);
    } else if (!hasOwners) {
      // Whoever releases first what was held at the beginning ends that; nobody else may release without acquiring.
      if (first === NONE) return undefined;
      holds.released[first] = place;
      first = NONE;
    } else if (isOk) return withoutHolding(subject, place);
  }
  return holds;
}

function begin(holds: Holds): number {
  holds.acquired[holds.length] = NONE;
  holds.released[holds.length] = NONE;
  return holds.length++;
}

function ordered(subject: Subject, { acquired, released, length }: Holds): Linearizable | NotLinearizable {
  const { history } = subject;
  const begins = new Int32Array(length);
  for (let hold = 0; hold < length; hold += 1) begins[hold] = endOf(history, acquired[hold] ?? NONE);
  const order = new Int32Array(2 * length);
  let placed = 0;
  let last = NONE;
  for (const hold of sortedByTime(begins)) {
    if (last !== NONE && callOf(history, released[last] ?? NONE) > (begins[hold] ?? 0)) {
      return overlapping(subject, { acquired, released, length }, [last, hold]);
    }
    for (const place of [acquired[hold] ?? NONE, released[hold] ?? NONE]) if (place !== NONE) order[placed++] = place;
    last = hold;
  }
  return { verdict: 'linearizable', order: order.subarray(0, placed) };
}

/** When a hold certainly began: before the history where nobody acquired it. */
function endOf({ end }: ClientHistory, acquired: number): number {
  return acquired === NONE ? -1 : (end[acquired] ?? NEVER);
}

/** When a hold may have ended: never where nobody released it. */
function callOf({ call }: ClientHistory, released: number): number {
  return released === NONE ? NEVER : (call[released] ?? 0);
}

function overlapping(subject: Subject, { acquired, released }: Holds, holds: readonly number[]): NotLinearizable {
  const { history } = subject;
  const [first = 0, second = 0] = holds;
  const by = acquired[first] ?? NONE;
  const until = released[first] ?? NONE;
  const holder =
    by === NONE ? 'The lock is held when the history begins' : `Process ${processOf(history, by)} acquires the lock`;
  const other = processOf(history, acquired[second] ?? 0);
  const never = `${holder} and nobody releases it, yet process ${other} acquires it too.`;
  const early = `${holder}, and process ${other} has acquired it too when process ${processOf(history, until)} begins to release it.`;
  const culprits = holds.flatMap((hold) => [acquired[hold] ?? NONE, released[hold] ?? NONE]);
  return {
    verdict: 'not-linearizable',
    culprits: culprits.filter((place) => place !== NONE).sort((left, right) => left - right),
    reason: until === NONE ? never : early,
  };
}

function twice({ history }: Subject, first: number, second: number): NotLinearizable {
  const process = processOf(history, second);
  const reason = `Process ${process} acquires the lock while it holds it${first === NONE ? ' from the beginning' : ''}.`;
  return { verdict: 'not-linearizable', culprits: first === NONE ? [second] : [first, second], reason };
}

/** An earlier release of the same process ended what it held, maybe from the beginning. */
function withoutHolding({ history, operations }: Subject, place: number): NotLinearizable {
  const isEarlier = (other: number): boolean =>
    other < place && history.process[other] === history.process[place] && history.f[other] !== acquire;
  const earlier = operations.find(isEarlier);
  const reason = `Process ${processOf(history, place)} releases the lock, and does not hold it.`;
  return { verdict: 'not-linearizable', culprits: earlier === undefined ? [place] : [earlier, place], reason };
}
