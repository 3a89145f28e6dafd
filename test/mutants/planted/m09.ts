import { CANDIDATE, type Mutant } from '../variant.ts';

export const m09: Mutant = {
  id: 'M09',
  sentence:
    'There is no deadline: renewals without an answer are repeated for ever, and only a refused one ends the belief.',
  base: 'reference',
  properties: ['L3', 'S4'],
  edits: [
    {
      file: CANDIDATE,
      replace: `    term.deadlineMs = sentMs + this.#timing.validityMs;
    const nowMs = this.#armDeadline(term);`,
      by: `    term.deadlineMs = Infinity;
    const nowMs = this.#environment.clock.monotonicMs();`,
    },
  ],
};
