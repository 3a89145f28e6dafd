import { CANDIDATE, type Variant } from '../variant.ts';

export const earlyDemotion: Variant = {
  id: 'V05',
  sentence: 'A leader whose renewals stay without an answer gives up some time before its deadline.',
  base: 'reference',
  edits: [
    {
      file: CANDIDATE,
      replace: `      this.#renewAfter(term, this.#timing.renewAgainMs);`,
      by: `      if (term.deadlineMs - clock.monotonicMs() > 0.1 * this.#timing.leaseMs) {
        this.#renewAfter(term, this.#timing.renewAgainMs);
      } else this.#demote(term, 'no renewal was answered for long');`,
    },
  ],
};
