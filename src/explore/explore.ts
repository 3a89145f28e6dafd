/**
 * Breadth-first exploration of the model: every state that can be reached, each once, and every step between them. The
 * first violation that is met lies at the end of a shortest path to any.
 */
import type { Invariant, ModelAction, ModelStep } from '../../spec/model/action.ts';
import { initialState, modelActions, modelInvariants } from '../../spec/model/election.ts';
import { sometimes, type Sometimes } from '../../spec/model/sometimes.ts';
import type { ElectionState, Scope } from '../../spec/model/state.ts';
import type { PropertyId } from '../../spec/property.ts';
import { visitSteps, type StepVisitor } from './enabled-steps.ts';
import { StateCodec } from './state-codec.ts';
import { NOBODY, StateTable } from './state-table.ts';

export interface ExploreOptions {
  /** Stops, incomplete, after so many states. @defaultValue 20,000,000 */
  readonly statesMax?: number;
  /** Checks only the invariants of these properties. @defaultValue all */
  readonly properties?: readonly PropertyId[];
  /** Makes one state of several before they are told apart. @defaultValue none; a reduction must not hide what is looked for */
  readonly reduce?: (state: ElectionState) => ElectionState;
  /** Called with every step, before any reduction, also with those that change nothing. */
  readonly onStep?: (step: ModelStep) => void;
}

export interface Exploration {
  readonly scope: Scope;
  readonly states: number;
  /** Steps whose guard held, in all states. */
  readonly transitions: number;
  /** Length of the longest shortest path. */
  readonly depth: number;
  /** False where the limit of states ended it. */
  readonly isComplete: boolean;
  readonly invariants: readonly Invariant[];
  readonly violation: ModelViolation | undefined;
  /** What the scope makes possible and was never met. */
  readonly neverMet: readonly Sometimes[];
  readonly met: readonly Sometimes[];
}

export interface ModelViolation {
  readonly invariant: Invariant;
  /** From the initial state; the last step breaks the invariant or leads to where it is broken. */
  readonly path: readonly ModelStep[];
}

const STATES_MAX = 20_000_000;

/** Explores a scope until a violation, its end, or the limit of states. Throws a `RangeError` where the scope is too large to be packed. */
export function explore(scope: Scope, options: ExploreOptions = {}): Exploration {
  return new Explorer(scope, options).run();
}

/** An invariant, and the step out of a state (by its number) that broke it. */
interface Broken {
  readonly invariant: Invariant;
  readonly state: number;
  readonly step: ModelStep;
}

class Explorer {
  readonly #scope: Scope;
  readonly #options: ExploreOptions;
  readonly #codec: StateCodec;
  readonly #table: StateTable = new StateTable();
  readonly #invariants: readonly Invariant[];
  readonly #ofStates: readonly Invariant[];
  /** By the place of the action. */
  readonly #ofSteps: readonly (readonly Invariant[])[];
  readonly #visit: StepVisitor;
  #number = 0;
  #before: ElectionState;
  readonly #met: Sometimes[] = [];
  #unmet: Sometimes[];
  #transitions = 0;
  #broken: Broken | undefined;

  constructor(scope: Scope, options: ExploreOptions) {
    this.#scope = scope;
    this.#options = options;
    this.#codec = new StateCodec(scope);
    const { properties } = options;
    this.#invariants = modelInvariants.filter(
      ({ property, needsTime }) =>
        (properties === undefined || properties.includes(property)) && (needsTime !== true || scope.time !== undefined),
    );
    this.#ofStates = this.#invariants.filter(({ holdsIn }) => holdsIn !== undefined);
    this.#ofSteps = modelActions.map(({ name }) =>
      this.#invariants.filter(({ ofSteps }) => ofSteps?.actions.includes(name) === true),
    );
    this.#before = initialState(scope);
    // One closure for all states: nothing is allocated for a state but its successors.
    this.#visit = (action, place, elector, token) => this.#take(action, place, elector, token);
    this.#unmet = sometimes.filter(({ possibleIn }) => possibleIn(scope));
  }

  run(): Exploration {
    const { statesMax = STATES_MAX } = this.#options;
    const table = this.#table;
    this.#codec.pack(initialState(this.#scope));
    table.add(this.#codec.shared, this.#codec.electors, NOBODY);
    let depth = 0;
    let levelEnd = table.size;
    let number = 0;
    for (; number < table.size && this.#broken === undefined && table.size <= statesMax; number += 1) {
      if (number === levelEnd) {
        depth += 1;
        levelEnd = table.size;
      }
      this.#expand(number);
    }
    return {
      scope: this.#scope,
      states: table.size,
      transitions: this.#transitions,
      depth,
      isComplete: number >= table.size && this.#broken === undefined,
      invariants: this.#invariants,
      violation: this.#violation(),
      neverMet: this.#unmet,
      met: this.#met,
    };
  }

  #expand(number: number): void {
    this.#number = number;
    this.#before = this.#codec.unpack(this.#table.sharedOf(number), this.#table.electorsOf(number));
    visitSteps(this.#before, this.#scope, this.#visit);
  }

  #take(action: ModelAction, place: number, elector: number, token: number): void {
    if (this.#broken !== undefined) return;
    this.#transitions += 1;
    const before = this.#before;
    const after = action.next(before, this.#scope, elector, token);
    const checks = this.#ofSteps[place] ?? [];
    if (checks.length > 0 || this.#isWatched) this.#watch({ before, action, elector, token, after }, checks);
    if (after === before) return;
    this.#codec.pack(this.#options.reduce?.(after) ?? after);
    if (!this.#table.add(this.#codec.shared, this.#codec.electors, this.#number)) return;
    for (const invariant of this.#ofStates) {
      if (invariant.holdsIn?.(after, this.#scope) === false)
        this.#broken ??= { invariant, state: this.#number, step: { before, action, elector, token, after } };
    }
  }

  /** Whether every step is looked at, rather than only those that an invariant is about. */
  get #isWatched(): boolean {
    return this.#unmet.length > 0 || this.#options.onStep !== undefined;
  }

  #watch(step: ModelStep, checks: readonly Invariant[]): void {
    this.#options.onStep?.(step);
    if (this.#unmet.length > 0) this.#lookFor(step);
    for (const invariant of checks) {
      if (invariant.ofSteps?.hold(step, this.#scope) === false)
        this.#broken ??= { invariant, state: this.#number, step };
    }
  }

  #lookFor(step: ModelStep): void {
    for (const each of this.#unmet) if (each.isShownBy(step, this.#scope)) this.#met.push(each);
    if (this.#unmet.some((each) => this.#met.includes(each)))
      this.#unmet = this.#unmet.filter((each) => !this.#met.includes(each));
  }

  #violation(): ModelViolation | undefined {
    const broken = this.#broken;
    if (broken === undefined) return undefined;
    const numbers: number[] = [];
    for (let number = broken.state; number !== NOBODY; number = this.#table.parentOf(number)) numbers.unshift(number);
    const path: ModelStep[] = [];
    let state = initialState(this.#scope);
    for (const number of numbers.slice(1)) {
      const step = this.#stepTo(state, number);
      path.push(step);
      state = step.after;
    }
    // The last step was taken from the canonical form of `state`, in which electors may be numbered otherwise.
    path.push(this.#lastStep(state, broken));
    return { invariant: broken.invariant, path };
  }

  /** A step from a state to one whose canonical form is known. */
  #stepTo(before: ElectionState, number: number): ModelStep {
    const shared = this.#table.sharedOf(number);
    const electors = this.#table.electorsOf(number);
    return this.#findStep(before, ({ after }) => {
      this.#codec.pack(this.#options.reduce?.(after) ?? after);
      return this.#codec.shared === shared && this.#codec.electors === electors;
    });
  }

  #lastStep(before: ElectionState, { invariant, step }: Broken): ModelStep {
    return this.#findStep(
      before,
      (candidate) =>
        candidate.action === step.action &&
        (invariant.holdsIn?.(candidate.after, this.#scope) === false ||
          (invariant.ofSteps?.actions.includes(candidate.action.name) === true &&
            !invariant.ofSteps.hold(candidate, this.#scope))),
    );
  }

  #findStep(before: ElectionState, isSought: (step: ModelStep) => boolean): ModelStep {
    let found: ModelStep | undefined;
    visitSteps(before, this.#scope, (action, _place, elector, token) => {
      if (found !== undefined) return;
      const after = action.next(before, this.#scope, elector, token);
      const step = { before, action, elector, token, after };
      if (isSought(step)) found = step;
    });
    if (found === undefined)
      throw new Error('a path of the exploration cannot be walked again: states are told apart wrongly');
    return found;
  }
}
