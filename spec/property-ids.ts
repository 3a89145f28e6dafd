import type { PropertyId } from './property.ts';

/** All properties in the order in which they are listed everywhere: safety, well-formedness, the store, liveness. */
export const propertyIds: readonly [PropertyId, ...PropertyId[]] = [
  'S1',
  'S2a',
  'S2b',
  'S3a',
  'S3b',
  'S3u',
  'S4',
  'S6',
  'S7',
  'S8',
  'S9',
  'W1-weak',
  'W1-strong',
  'W2',
  'W3',
  'ST1',
  'ST2',
  'ST3',
  'L1',
  'L2',
  'L3',
  'L4',
  'L6',
];
