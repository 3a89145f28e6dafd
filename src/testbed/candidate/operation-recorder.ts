/**
 * Records operations: an invocation, and its completion as `ok`, `fail` (certainly no effect) or `info` (nobody knows).
 */
import type { OperationName, OperationValue } from '../../../spec/history.ts';
import type { DriverEvent } from './driver-host.ts';

export type Outcome = 'ok' | 'fail' | 'info';

export class OperationRecorder {
  #next = 0;
  readonly #emit: (event: DriverEvent) => void;
  readonly #classify: (error: unknown) => 'fail' | 'info';

  constructor(emit: (event: DriverEvent) => void, classify: (error: unknown) => 'fail' | 'info') {
    this.#emit = emit;
    this.#classify = classify;
  }

  /** Records an invocation and returns the number of the operation. */
  invoke(f: OperationName, value?: OperationValue): number {
    const op = this.#next;
    this.#next += 1;
    this.#emit(value === undefined ? { type: 'invoke', op, f } : { type: 'invoke', op, f, value });
    return op;
  }

  ok(op: number, value?: OperationValue): void {
    this.#emit(value === undefined ? { type: 'ok', op } : { type: 'ok', op, value });
  }

  /** Records an error as `fail` or `info` and says which. */
  failed(op: number, error: unknown): 'fail' | 'info' {
    const type = this.#classify(error);
    this.#emit({ type, op, error: error instanceof Error ? error.message : String(error) });
    return type;
  }

  /**
   * Runs a whole operation; `done` is called after its completion is recorded: at once where `call` answers at once.
   * Never throws.
   */
  run<T>(
    f: OperationName,
    value: OperationValue | undefined,
    call: () => T | Promise<T>,
    done: (outcome: Outcome, result: T | undefined) => void,
    describe?: (result: T) => OperationValue | undefined,
  ): void {
    const op = this.invoke(f, value);
    let pending: T | Promise<T>;
    try {
      pending = call();
    } catch (error) {
      done(this.failed(op, error), undefined);
      return;
    }
    if (isPromiseLike(pending)) {
      this.#completeLater(op, pending, done, describe);
      return;
    }
    this.ok(op, describe?.(pending));
    done('ok', pending);
  }

  /** Apart from `run`, which would make these closures also for answers that are there at once. */
  #completeLater<T>(
    op: number,
    pending: Promise<T>,
    done: (outcome: Outcome, result: T | undefined) => void,
    describe: ((result: T) => OperationValue | undefined) | undefined,
  ): void {
    pending.then(
      (result) => {
        this.ok(op, describe?.(result));
        done('ok', result);
      },
      (error: unknown) => done(this.failed(op, error), undefined),
    );
  }
}

function isPromiseLike<T>(answer: T | Promise<T>): answer is Promise<T> {
  return typeof answer === 'object' && answer !== null && 'then' in answer;
}
