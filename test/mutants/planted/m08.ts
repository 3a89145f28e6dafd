import { CANDIDATE, type Mutant } from '../variant.ts';

export const m08: Mutant = {
  id: 'M08',
  sentence: 'The deadline is kept by the wall clock.',
  base: 'reference',
  properties: ['L3', 'S4'],
  edits: [
    {
      file: CANDIDATE,
      replace: `    this.#environment = environment;`,
      by: `    const { clock } = environment;
    this.#environment = Object.create(environment, {
      clock: {
        value: {
          monotonicMs: () => clock.wallMs(),
          wallMs: () => clock.wallMs(),
          sleep: (ms: number, signal?: AbortSignal) => clock.sleep(ms, signal),
          after: (ms: number, callback: () => void) => clock.after(ms, callback),
        },
      },
    });`,
    },
    {
      file: CANDIDATE,
      replace: `clock.after(leftMs, () => this.#demote(term, 'the lease was not renewed in time'));`,
      by: `clock.after(leftMs, () => this.#armDeadline(term));`,
    },
  ],
};
