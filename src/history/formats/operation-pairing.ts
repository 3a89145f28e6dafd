/**
 * Pairs invocations with completions while a history is read: a process has one operation at a time, so that a
 * completion belongs to the operation of its process that is open.
 */
import { NONE, OK, clientFunctions } from '../client-history.ts';
import { functionCode, type ClientHistoryBuilder, type Invocation } from '../client-history-builder.ts';

/** What is wrong with an event, as the parts of a message. */
export interface Mispairing {
  readonly expected: string;
  readonly found: string;
  readonly next: string;
}

/** Ends reading with a message that names the place of the event. */
export type Refuse = (problem: Mispairing) => never;

/** The end of an operation as it stands in the source. */
export interface Ending {
  readonly process: number;
  /** `OK`, `FAIL` or `INFO`. */
  readonly outcome: number;
  /** The code of the function; `NONE` where the event does not name it. */
  readonly f: number;
  /** The number of the operation; -1 where the event has none. */
  readonly op: number;
  /** The index of the value of the event, or `NONE`. */
  readonly value: number;
  readonly at: number;
  readonly place: number;
}

const READ = functionCode('read');
const OBSERVE = functionCode('observe');
const WRITE = functionCode('write');
const CAS = functionCode('cas');
const APPEND = functionCode('append');
const TXN = functionCode('txn');

export class OperationPairing {
  readonly #builder: ClientHistoryBuilder;
  readonly #refuse: Refuse;
  readonly #nullValue: number;
  /** By process: the operation that is open, or -1, and the number that the source gives it, or -1. */
  #open = new Int32Array(32).fill(NONE);
  #numbers = new Float64Array(32);

  constructor(builder: ClientHistoryBuilder, refuse: Refuse) {
    this.#builder = builder;
    this.#refuse = refuse;
    this.#nullValue = builder.valueIndex(null);
  }

  /** `op`: the number of the operation in the source, -1 where it has none. A value of null stands for no value where nothing is asked. */
  invoke(invocation: Invocation, op: number): void {
    const { process, f, input } = invocation;
    if (process >= this.#open.length) this.#growProcesses(process);
    if (this.#open[process] !== NONE) this.#refuseSecond();
    const carries = input === this.#nullValue && f !== WRITE && f !== CAS && f !== APPEND && f !== TXN ? NONE : input;
    const operation = this.#builder.invoke(carries === input ? invocation : { ...invocation, input: carries });
    this.#open[process] = operation;
    this.#numbers[process] = op;
  }

  complete({ process, outcome, f, op, value, at, place }: Ending): void {
    const operation = process < this.#open.length ? (this.#open[process] ?? NONE) : NONE;
    if (operation === NONE) this.#refuseUninvoked();
    const called = this.#builder.functionOf(operation);
    if (f !== NONE && f !== called) this.#refuseFunction(called, f);
    const number = this.#numbers[process] ?? NONE;
    if (op !== NONE && number !== NONE && op !== number) this.#refuseNumber(number, op);
    this.#open[process] = NONE;
    this.#builder.complete(operation, { outcome, output: this.#output(operation, called, outcome, value), at, place });
  }

  /**
   * What an operation returned. Only `ok` says anything about that: what stands beside another outcome repeats the
   * invocation or describes an error. Neither is the repetition of what was asked an answer.
   */
  #output(operation: number, f: number, outcome: number, value: number): number {
    if (outcome !== OK) return NONE;
    if (f === READ || f === OBSERVE) return value;
    return value === this.#nullValue || (f !== TXN && value === this.#builder.inputOf(operation)) ? NONE : value;
  }

  #growProcesses(process: number): void {
    const open = new Int32Array(Math.max(process + 1, this.#open.length * 2)).fill(NONE);
    open.set(this.#open);
    const numbers = new Float64Array(open.length);
    numbers.set(this.#numbers);
    this.#open = open;
    this.#numbers = numbers;
  }

  #refuseSecond(): never {
    return this.#refuse({
      expected: 'the completion of the operation that this process has open',
      found: 'another invocation by it',
      next: 'A process has one operation at a time; give operations that overlap processes of their own.',
    });
  }

  #refuseUninvoked(): never {
    return this.#refuse({
      expected: 'an invocation by this process before its completion',
      found: 'a completion alone',
      next: 'The beginning of the history may be missing, or the process completed the same operation twice.',
    });
  }

  #refuseFunction(called: number, f: number): never {
    return this.#refuse({
      expected: `the completion of ${clientFunctions[called] ?? ''}, which this process has open`,
      found: `one of ${clientFunctions[f] ?? ''}`,
      next: 'Two operations may have been given the same process.',
    });
  }

  #refuseNumber(number: number, op: number): never {
    return this.#refuse({
      expected: `the completion of operation ${number}, which this process has open`,
      found: `one of operation ${op}`,
      next: 'Two operations may have been given the same process.',
    });
  }
}
