import { CANDIDATE, type Mutant } from '../variant.ts';

export const m10: Mutant = {
  id: 'M10',
  sentence: 'An error of a renewal ends the loop that renews, and the deadline with it, without a word.',
  base: 'reference',
  properties: ['S8', 'W3'],
  edits: [
    {
      file: CANDIDATE,
      replace: `      this.#renewAfter(term, this.#timing.renewAgainMs);`,
      by: `      term.cancelDeadline();`,
    },
  ],
};
