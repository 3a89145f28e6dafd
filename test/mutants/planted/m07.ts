import { CANDIDATE, type Mutant } from '../variant.ts';

export const m07: Mutant = {
  id: 'M07',
  sentence: 'The deadline counts from the reply instead of from the request.',
  base: 'reference',
  properties: ['L3', 'S4'],
  edits: [
    {
      file: CANDIDATE,
      replace: `term.deadlineMs = sentMs + this.#timing.validityMs;`,
      by: `term.deadlineMs = this.#environment.clock.monotonicMs() + this.#timing.validityMs;`,
    },
  ],
};
