/**
 * What it means to relax operations, spelled out: every choice of how often each takes effect while it runs, and every
 * order of what was chosen.
 */
import { bruteForce } from '../../src/checker/brute-force.ts';
import { isEndless } from '../../src/checker/core/core-relevance.ts';
import { modelOperation, type Subject } from '../../src/checker/subject.ts';
import { NEVER, type ClientHistory } from '../../src/history/client-history.ts';

/** How often a relaxed operation takes effect, at most. Six small operations never need one more often. */
const TIMES_MAX = 2;

/** Whether the kept operations have an order with some choice of the relaxed ones; both are places in the history. */
export function relaxedByBruteForce(subject: Subject, kept: readonly number[], relaxed: readonly number[]): boolean {
  const [next, ...rest] = relaxed;
  if (next === undefined) return bruteForce(onlyAt(subject, kept)) === true;
  const most = isEndless(subject.model.name, modelOperation(subject.history, next)) ? 1 : TIMES_MAX;
  const isOptional = subject.history.end[next] === NEVER;
  for (let times = isOptional ? most : 0; times <= most; times += 1) {
    const copies = Array.from({ length: times }, () => next);
    if (relaxedByBruteForce(subject, [...kept, ...copies], rest)) return true;
  }
  return false;
}

/** The subject of the operations at `places` alone, each as often as it is named. */
function onlyAt(subject: Subject, places: readonly number[]): Subject {
  const { history } = subject;
  const column = <Column extends Int32Array | Uint8Array>(values: Column, empty: Column): Column => {
    places.forEach((place, index) => (empty[index] = values[place] ?? 0));
    return empty;
  };
  const ints = (values: Int32Array): Int32Array => column(values, new Int32Array(places.length));
  const bytes = (values: Uint8Array): Uint8Array => column(values, new Uint8Array(places.length));
  const chosen: ClientHistory = {
    ...history,
    count: places.length,
    f: bytes(history.f),
    outcome: bytes(history.outcome),
    process: ints(history.process),
    input: ints(history.input),
    output: ints(history.output),
    call: ints(history.call),
    end: ints(history.end),
  };
  return { ...subject, history: chosen, operations: Int32Array.from(places.keys()) };
}
