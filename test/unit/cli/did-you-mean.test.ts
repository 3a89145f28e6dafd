/** A slip is named, another word is not. */
import { expect, test } from 'vitest';
import { didYouMean } from '../../../src/cli/did-you-mean.ts';

const names = ['redis-lease', 'redis-fencing', 'pause', 'pause-at', 'store-failover', 'cut'];

const cases: readonly (readonly [typed: string, meant: string | undefined])[] = [
  ['redis-leese', 'redis-lease'],
  ['redis-laese', 'redis-lease'],
  ['Redis-Lease', 'redis-lease'],
  ['redis-lease2', 'redis-lease'],
  ['paus', 'pause'],
  ['store-f', 'store-failover'],
  ['red', undefined],
  ['zookeeper', undefined],
  ['', undefined],
  ['xyz', undefined],
];

for (const [typed, meant] of cases) {
  test(`"${typed}" means ${meant ?? 'nothing that there is'}`, () => {
    expect(didYouMean(typed, names)).toBe(meant === undefined ? '' : ` Did you mean "${meant}"?`);
  });
}
