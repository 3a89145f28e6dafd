import { TIMING, type Variant } from '../variant.ts';

export const extraRenewals: Variant = {
  id: 'V05b',
  sentence: 'A leader renews twice as often as it must.',
  base: 'reference',
  edits: [
    {
      file: TIMING,
      replace: `renewMs: 0.2 * leaseTtlMs`,
      by: `renewMs: 0.1 * leaseTtlMs`,
    },
  ],
};
