/**
 * Records belief as it is reported, also a second `elected`, also one after `close`, and lets the candidate write to the
 * protected resource while it believes.
 */
import type { LeadershipNumber, OperationValue, Token } from '../../../spec/history.ts';
import type { Workload } from '../../plan/plan.ts';
import type { DriverEvent, DriverHost } from './driver-host.ts';
import type { OperationRecorder } from './operation-recorder.ts';

/** The numbers that name a leadership, as an adapter reports them. */
export interface LeadershipIdentity {
  readonly token?: bigint;
  readonly term?: bigint;
}

/** One leadership that is believed in; what names it is made once, since every write carries it. */
interface Belief {
  readonly leadership: LeadershipNumber;
  readonly numbers: { readonly token?: Token; readonly term?: Token };
  readonly value: OperationValue;
  readonly writeAgain: () => void;
  readonly send: () => Promise<'applied' | 'refused'>;
}

interface BeliefOptions {
  emit(event: DriverEvent): void;
  readonly operations: OperationRecorder;
  readonly host: DriverHost;
  readonly workload: Workload;
}

export class BeliefRecorder {
  readonly #options: BeliefOptions;
  #count = 0;
  #current: Belief | undefined;
  #cancelWrite: () => void = () => undefined;

  constructor(options: BeliefOptions) {
    this.#options = options;
  }

  /** Belief begins; the candidate starts to write at once. Returns the number of this leadership. */
  elected(identity: LeadershipIdentity | undefined): LeadershipNumber {
    this.#count += 1;
    const leadership = this.#count;
    const numbers = numbersOf(identity);
    const { host } = this.#options;
    const belief: Belief = {
      leadership,
      numbers,
      value: { leadership, ...numbers },
      writeAgain: () => {
        if (this.#current === belief) this.#write(belief);
      },
      send: () => host.write({ leadership, token: numbers.token ?? numbers.term }),
    };
    this.#current = belief;
    this.#options.emit({ type: 'elected', leadership, ...numbers });
    this.#cancelWrite();
    this.#write(belief);
    return leadership;
  }

  /** Belief ends. A report that ends nothing is recorded with leadership 0. */
  lost(reason: string | undefined, leadership?: LeadershipNumber): void {
    const belief = this.#current;
    const ends = belief !== undefined && (leadership === undefined || leadership === belief.leadership);
    const why = reason === undefined ? {} : { reason };
    if (ends) {
      this.#current = undefined;
      this.#cancelWrite();
      this.#options.emit({ type: 'lost', leadership: belief.leadership, ...belief.numbers, ...why });
    } else {
      this.#options.emit({ type: 'lost', leadership: leadership ?? 0, ...why });
    }
  }

  /** Whether the candidate believes that it leads. */
  believes(): boolean {
    return this.#current !== undefined;
  }

  stop(): void {
    this.#cancelWrite();
    this.#current = undefined;
  }

  #write(belief: Belief): void {
    const { host, workload, operations } = this.#options;
    if (workload.writeEveryMs <= 0) return;
    this.#cancelWrite = host.clock.after(workload.writeEveryMs, belief.writeAgain);
    operations.run('write', belief.value, belief.send, nothingFollows, outcomeAs);
  }
}

function nothingFollows(): void {
  // The next write is the timer's business, whatever becomes of this one.
}

function outcomeAs(outcome: 'applied' | 'refused'): OperationValue {
  return { outcome };
}

function numbersOf(identity: LeadershipIdentity | undefined): Belief['numbers'] {
  const { token, term } = identity ?? {};
  return {
    ...(token !== undefined && { token: token.toString() }),
    ...(term !== undefined && { term: term.toString() }),
  };
}
