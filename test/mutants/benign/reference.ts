import type { Variant } from '../variant.ts';

export const reference: Variant = {
  id: 'V00',
  sentence: 'The reference as it stands.',
  base: 'reference',
  edits: [],
};
