import { type Variant } from '../variant.ts';

export const ownResource: Variant = {
  id: 'V07',
  sentence: "The resource that refuses an old token is the adapter's own.",
  base: 'own-resource',
  edits: [],
};
