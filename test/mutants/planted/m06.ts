import { CANDIDATE, type Mutant } from '../variant.ts';

export const m06: Mutant = {
  id: 'M06',
  sentence: 'A resignation deletes the record first and ends the belief when the reply is there.',
  base: 'reference',
  properties: ['S4', 'S7'],
  edits: [
    {
      file: CANDIDATE,
      replace: `      this.#demote(term, 'resigned');
      this.#unreleased = term.record;`,
      by: `      this.#unreleased = term.record;`,
    },
    {
      file: CANDIDATE,
      replace: `    await this.#tracked(this.#release(record));
`,
      by: `    await this.#tracked(this.#release(record));
    if (term !== undefined) this.#demote(term, 'resigned');
`,
    },
  ],
};
