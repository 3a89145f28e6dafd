import { CANDIDATE, type Mutant } from '../variant.ts';

export const m14: Mutant = {
  id: 'M14',
  sentence: 'Closing does not wait for the acquire in flight, which is then reported as an election.',
  base: 'reference',
  properties: ['W3'],
  edits: [
    {
      file: CANDIDATE,
      replace: `    this.#closed = true;
    await Promise.allSettled(this.#inFlight);`,
      by: `    this.#closed = true;`,
    },
    {
      file: CANDIDATE,
      replace: `if (grant !== undefined && !this.#over(signal) && this.#isFresh(grant))`,
      by: `if (grant !== undefined && this.#isFresh(grant))`,
    },
    {
      file: CANDIDATE,
      replace: `    await this.resign();
    await Promise.allSettled(this.#inFlight);`,
      by: `    await this.resign();`,
    },
  ],
};
