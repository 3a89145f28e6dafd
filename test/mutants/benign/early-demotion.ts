import { CANDIDATE, type Variant } from '../variant.ts';

export const earlyDemotion: Variant = {
  id: 'V05',
  sentence: 'A leader gives up at the first renewal without an answer.',
  base: 'reference',
  edits: [
    {
      file: CANDIDATE,
      replace: `      this.#renewAfter(term, this.#timing.renewAgainMs);`,
      by: `      this.#demote(term, 'a renewal failed');`,
    },
  ],
};
