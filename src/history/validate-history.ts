/**
 * The invariants of a history that no form of a single event can express.
 */
import { earliest, latest, type HistoryEvent } from '../../spec/history.ts';

/** The first event that breaks an invariant, and how. */
export interface Breach {
  /** Index of the event. */
  readonly index: number;
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

/**
 * The first breach, or undefined for a sound history: events are sorted by earliest time and no interval is reversed;
 * an operation begins once and ends at most once, in its own process; `g` and `n` increase.
 */
export function findBreach(events: readonly HistoryEvent[]): Breach | undefined {
  const order = new Order();
  for (const [index, event] of events.entries()) {
    const breach = order.timeBreach(event) ?? order.authorityBreach(event) ?? order.operationBreach(event);
    if (breach !== undefined) return { index, ...breach };
  }
  return undefined;
}

type BreachOfEvent = Omit<Breach, 'index'>;

class Order {
  #at = Number.NEGATIVE_INFINITY;
  #g = Number.NEGATIVE_INFINITY;
  #n = Number.NEGATIVE_INFINITY;
  readonly #operations = new Map<string, Map<number, 'open' | 'ended'>>();

  timeBreach(event: HistoryEvent): BreachOfEvent | undefined {
    const from = earliest(event.at);
    if (latest(event.at) < from) {
      return { field: 'at', expected: 'an interval from early to late', found: JSON.stringify(event.at) };
    }
    if (from < this.#at) {
      return { field: 'at', expected: `at least ${this.#at}, the time of the event before`, found: String(from) };
    }
    this.#at = from;
    return undefined;
  }

  authorityBreach(event: HistoryEvent): BreachOfEvent | undefined {
    if ('g' in event) {
      if (event.g <= this.#g) return { field: 'g', expected: `more than ${this.#g}`, found: String(event.g) };
      this.#g = event.g;
    } else if ('n' in event) {
      if (event.n <= this.#n) return { field: 'n', expected: `more than ${this.#n}`, found: String(event.n) };
      this.#n = event.n;
    }
    return undefined;
  }

  operationBreach(event: HistoryEvent): BreachOfEvent | undefined {
    if (!('op' in event)) return undefined;
    let ofProcess = this.#operations.get(event.who);
    if (ofProcess === undefined) this.#operations.set(event.who, (ofProcess = new Map<number, 'open' | 'ended'>()));
    const state = ofProcess.get(event.op);
    if (event.type === 'invoke') {
      if (state !== undefined) return operation(event.op, 'a number not used before in its process');
      ofProcess.set(event.op, 'open');
      return undefined;
    }
    if (state === undefined) return operation(event.op, 'an operation that was invoked before');
    if (state === 'ended') return operation(event.op, 'an operation that has not ended yet');
    ofProcess.set(event.op, 'ended');
    return undefined;
  }
}

function operation(op: number, expected: string): BreachOfEvent {
  return { field: 'op', expected, found: String(op) };
}
