import { CANDIDATE, type Variant } from '../variant.ts';

export const doubleResign: Variant = {
  id: 'V13',
  sentence: 'A resignation deletes its record twice, also when the first answer said that it was gone.',
  base: 'reference',
  edits: [
    {
      file: CANDIDATE,
      replace: `    await this.#tracked(this.#release(record));
`,
      by: `    await this.#tracked(this.#release(record));
    await this.#tracked(this.#release(record));
`,
    },
  ],
};
