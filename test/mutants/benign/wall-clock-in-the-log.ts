import { CANDIDATE, type Variant } from '../variant.ts';

export const wallClockInTheLog: Variant = {
  id: 'V15',
  sentence: 'The wall clock is read for the log, and decides nothing.',
  base: 'reference',
  edits: [
    {
      file: CANDIDATE,
      replace: `      if (!renewed) this.#demote`,
      by: `      this.#environment.log(\`answered at \${new Date(clock.wallMs()).toISOString()}\`);
      if (!renewed) this.#demote`,
    },
  ],
};
