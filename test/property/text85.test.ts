import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromText85, toText85 } from '../../src/report/packed/text85.ts';

test('any bytes come back, and nothing in their text could begin an element, an entity or a line', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = toText85(bytes);
      expect(fromText85(text)).toEqual(bytes);
      expect(text).toMatch(/^\d+:[(-;=-~]*$/);
    }),
    { numRuns: 1_000 },
  );
});

test('four bytes take five characters', () => {
  expect(toText85(new Uint8Array(400).fill(255))).toHaveLength('400:'.length + 500);
});
