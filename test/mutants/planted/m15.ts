import { CANDIDATE, type Mutant } from '../variant.ts';

export const m15: Mutant = {
  id: 'M15',
  sentence:
    'An acquire whose reply was lost counts as success when the record is found, without reading the token back.',
  base: 'reference',
  properties: ['W1-weak'],
  edits: [
    {
      file: CANDIDATE,
      replace: `? { record: answer, token, sentMs: renewedMs }`,
      by: `? { record: answer, token: this.#lastToken, sentMs: renewedMs }`,
    },
  ],
};
