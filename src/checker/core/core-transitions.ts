/** States as small integers, and what each class of operations does in each of them, worked out when it is first asked. */
import type { AnyModel, ModelOperation } from '../model.ts';

/** No state: the operation is impossible. */
export const IMPOSSIBLE = -1;

export class CoreTransitions {
  readonly #model: AnyModel;
  readonly #classes: readonly ModelOperation[];
  readonly #states: unknown[] = [];
  readonly #numbers = new Map<string, number>();
  /** By class, then by state. */
  readonly #known: (number | undefined)[][];

  constructor(model: AnyModel, classes: readonly ModelOperation[]) {
    this.#model = model;
    this.#classes = classes;
    this.#known = classes.map(() => []);
  }

  /** The number of a state. */
  numberOf(state: unknown): number {
    const key = this.#model.stateKey(state);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#states.length);
    return this.#states.push(state) - 1;
  }

  state(number: number): unknown {
    return this.#states[number];
  }

  /** The state after an operation of a class, or `IMPOSSIBLE`. */
  next(state: number, classNumber: number): number {
    const row = this.#known[classNumber];
    const operation = this.#classes[classNumber];
    if (row === undefined || operation === undefined) throw new Error(`there is no class ${classNumber} of operations`);
    const known = row[state];
    if (known !== undefined) return known;
    const after = this.#model.step(this.#states[state], operation);
    const next = after === undefined ? IMPOSSIBLE : this.numberOf(after);
    row[state] = next;
    return next;
  }
}
