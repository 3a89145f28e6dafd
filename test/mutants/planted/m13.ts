import { RESOURCE, type Mutant } from '../variant.ts';

export const m13: Mutant = {
  id: 'M13',
  sentence: 'Its own resource remembers the token that it saw last, also one that it refused.',
  base: 'own-resource',
  properties: ['S3a', 'S3b', 'R1'],
  edits: [
    {
      file: RESOURCE,
      replace: `    if (this.#largest !== undefined && token < this.#largest) return 'refused';
    this.#largest = token;
    return 'applied';`,
      by: `    const before = this.#largest;
    this.#largest = token;
    return before !== undefined && token < before ? 'refused' : 'applied';`,
    },
  ],
};
