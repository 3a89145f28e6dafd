/** What is wrong with an adapter, in the parts that a person needs in order to mend it. */
export interface AdapterProblem {
  readonly file: string;
  /** The path of the field, `claims().timing.renewMs`; absent where the file as a whole is meant. */
  readonly field?: string;
  readonly expected: string;
  readonly found: string;
  readonly next: string;
}

/** Thrown when an adapter cannot be loaded or does not have the shape of one. */
export class AdapterError extends Error {
  readonly problem: AdapterProblem;

  constructor(problem: AdapterProblem, options?: ErrorOptions) {
    const place = problem.field === undefined ? problem.file : `${problem.file}, ${problem.field}`;
    super(`${place}: expected ${problem.expected}, found ${problem.found}. ${problem.next}`, options);
    this.name = 'AdapterError';
    this.problem = problem;
  }
}
