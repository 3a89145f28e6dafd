/**
 * The invariants of a history that no form of a single event can express.
 */
import { earliest, latest, type HistoryEvent, type Instant, type Micros } from '../../spec/history.ts';

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
 * an operation begins once and ends at most once, in its own process; `g` and `n` are orders that these times allow.
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
  readonly #store = new Numbers();
  readonly #resource = new Numbers();
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
    if ('g' in event) return this.#store.breach('g', event.g, event.at);
    return 'n' in event ? this.#resource.breach('n', event.n, event.at) : undefined;
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

/**
 * The numbers that one authority gives. Events are sorted by their earliest times, so one that is known only to lie between
 * two times may stand before others that came first.
 */
class Numbers {
  readonly #seen: { readonly number: number; readonly latestUs: Micros }[] = [];
  #largest = Number.NEGATIVE_INFINITY;

  breach(field: 'g' | 'n', number: number, at: Instant): BreachOfEvent | undefined {
    const before = number > this.#largest ? undefined : this.#surelyBefore(number, earliest(at));
    if (before !== undefined) return { field, expected: `more than ${before}`, found: String(number) };
    this.#largest = Math.max(this.#largest, number);
    this.#seen.push({ number, latestUs: latest(at) });
    return undefined;
  }

  /** A number, not smaller than this one, that was given before for certain; or this number itself. */
  #surelyBefore(number: number, fromUs: Micros): number | undefined {
    return this.#seen.find((seen) => seen.number === number || (seen.number > number && seen.latestUs < fromUs))
      ?.number;
  }
}

function operation(op: number, expected: string): BreachOfEvent {
  return { field: 'op', expected, found: String(op) };
}
