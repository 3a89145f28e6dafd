import { TIMING, type Variant } from '../variant.ts';

export const slowWaiters: Variant = {
  id: 'V10',
  sentence: 'Waiters try half as often, and claim no more than that.',
  base: 'reference',
  edits: [
    {
      file: TIMING,
      replace: `retryMs: 0.3 * leaseTtlMs`,
      by: `retryMs: 0.6 * leaseTtlMs`,
    },
  ],
};
