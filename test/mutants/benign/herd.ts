import { TIMING, type Variant } from '../variant.ts';

export const herd: Variant = {
  id: 'V18',
  sentence: 'Waiters try all at the same pace, without jitter, and so wake together.',
  base: 'reference',
  edits: [
    {
      file: TIMING,
      replace: `jitter: 0.2`,
      by: `jitter: 0`,
    },
  ],
};
