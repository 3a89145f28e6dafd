import { RESOURCE, type Mutant } from '../variant.ts';

export const m12: Mutant = {
  id: 'M12',
  sentence: 'Its own resource compares tokens as strings.',
  base: 'own-resource',
  properties: ['S3a', 'S3b'],
  edits: [
    {
      file: RESOURCE,
      replace: `token < this.#largest)`,
      by: `String(token) < String(this.#largest))`,
    },
  ],
};
