import { CANDIDATE, type Variant } from '../variant.ts';

export const doubleCheck: Variant = {
  id: 'V12',
  sentence: 'Whoever is asked looks at the deadline once more before it says that it leads.',
  base: 'reference',
  edits: [
    {
      file: CANDIDATE,
      replace: `    return this.#term !== undefined;`,
      by: `    return this.#term !== undefined && this.#environment.clock.monotonicMs() < this.#term.deadlineMs;`,
    },
  ],
};
