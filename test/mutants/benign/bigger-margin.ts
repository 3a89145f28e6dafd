import { TIMING, type Variant } from '../variant.ts';

export const biggerMargin: Variant = {
  id: 'V02',
  sentence: 'The deadline keeps a larger margin to the end of the record.',
  base: 'reference',
  edits: [
    {
      file: TIMING,
      replace: `validityMs: 0.7 * leaseTtlMs`,
      by: `validityMs: 0.6 * leaseTtlMs`,
    },
  ],
};
