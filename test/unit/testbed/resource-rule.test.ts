// Goal: the protected resource does the same on every testbed, and a history says whose resource it was.
import { describe, expect, test } from 'vitest';
import reference from '../../../adapters/redis-fencing/adapter.ts';
import type { ElectionAdapter, ProtectedResource } from '../../../src/adapter.ts';
import { historyHeaderSchema } from '../../../src/history/history-schema.ts';
import { ResourceRule } from '../../../src/testbed/resource-rule.ts';
import { simulateEach } from '../../../src/testbed/simulated/simulate.ts';
import type { HistoryHeader } from '../../../spec/history.ts';
import { quietPlan } from '../../support/simulated-plan.ts';

const refusing: ProtectedResource = { write: () => 'refused' };

describe('the rule', () => {
  test('an open resource applies everything, and asks nobody', () => {
    const rule = new ResourceRule({ mode: 'open', own: refusing });
    expect([rule.decide('2'), rule.decide('1'), rule.decide(undefined)]).toEqual(['applied', 'applied', 'applied']);
  });

  test('one that enforces refuses smaller tokens, compared as numbers, and then writes without one', () => {
    const rule = new ResourceRule({ mode: 'enforcing', own: undefined });
    const tokens = [undefined, '9', '10', '9', '10', undefined];
    expect(tokens.map((token) => rule.decide(token))).toEqual([
      'applied',
      'applied',
      'applied',
      'refused',
      'applied',
      'refused',
    ]);
  });

  test('the adapter’s own decides where it brings one', () => {
    expect(new ResourceRule({ mode: 'enforcing', own: refusing }).decide('1')).toBe('refused');
  });
});

test.each<[string, Partial<ElectionAdapter<'redis'>>, 'enforcing' | 'open', true | undefined]>([
  ['the testbed’s', {}, 'enforcing', undefined],
  ['the adapter’s own', { resource: () => refusing }, 'enforcing', true],
  ['the adapter’s own, which is not asked', { resource: () => refusing }, 'open', undefined],
])('the header says whose resource it was: %s', async (_, brings, resource, ownResource) => {
  const headers: HistoryHeader[] = [];
  const plan = quietPlan({ resource });
  await simulateEach({ ...reference, ...brings }, [plan], ({ header }) => headers.push(header));
  expect(headers.map((header) => header.ownResource)).toEqual([ownResource]);
  for (const header of headers) expect(historyHeaderSchema.parse(header)).toEqual(header);
});
