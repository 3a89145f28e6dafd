/**
 * Records belief as it is reported, also a second `elected`, also one after `close`, and lets the candidate write to the
 * protected resource while it believes.
 */
import type { LeadershipNumber, OperationValue, Token } from '../../../spec/history.ts';
import type { Workload } from '../../plan/plan.ts';
import type { DriverEvent, DriverHost } from './driver.ts';
import type { OperationRecorder } from './operation-recorder.ts';

/** The numbers that name a leadership, as an adapter reports them. */
export interface LeadershipIdentity {
  readonly token?: bigint;
  readonly term?: bigint;
}

interface Belief {
  readonly leadership: LeadershipNumber;
  readonly token: Token | undefined;
  readonly term: Token | undefined;
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
    const belief: Belief = {
      leadership: this.#count,
      token: identity?.token?.toString(),
      term: identity?.term?.toString(),
    };
    this.#current = belief;
    this.#options.emit({ type: 'elected', leadership: belief.leadership, ...numbersOf(belief) });
    this.#cancelWrite();
    this.#write(belief);
    return belief.leadership;
  }

  /** Belief ends. A report that ends nothing is recorded with leadership 0. */
  lost(reason: string | undefined, leadership?: LeadershipNumber): void {
    const belief = this.#current;
    const ends = belief !== undefined && (leadership === undefined || leadership === belief.leadership);
    const why = reason === undefined ? {} : { reason };
    if (ends) {
      this.#current = undefined;
      this.#cancelWrite();
      this.#options.emit({ type: 'lost', leadership: belief.leadership, ...numbersOf(belief), ...why });
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
    this.#cancelWrite = host.clock.after(workload.writeEveryMs, () => {
      if (this.#current === belief) this.#write(belief);
    });
    const value: OperationValue = { leadership: belief.leadership, ...numbersOf(belief) };
    operations.run(
      'write',
      value,
      () => host.write({ leadership: belief.leadership, token: belief.token ?? belief.term }),
      () => undefined,
      (outcome) => ({ outcome }),
    );
  }
}

function numbersOf(belief: Belief): { token?: Token; term?: Token } {
  return {
    ...(belief.token === undefined ? {} : { token: belief.token }),
    ...(belief.term === undefined ? {} : { term: belief.term }),
  };
}
