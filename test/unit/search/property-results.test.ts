/** What the properties say about the adapter: an uncertain answer is never a pass. */
import { describe, expect, test } from 'vitest';
import { barrenReason, concludeAdapter } from '../../../src/search/property-results.ts';
import type { PropertyResult } from '../../../src/search/run-result.ts';
import { addTally, emptyTally, wordOf, type Tally } from '../../../src/search/tally.ts';

const plain = { strict: false, missing: [], barren: undefined, isReplay: false } as const;

function result(id: PropertyResult['id'], more: Partial<PropertyResult> = {}): PropertyResult {
  return { id, claimed: true, verdict: 'holds', declared: false, judged: 3, inconclusive: 0, violations: 0, ...more };
}

describe('verdict of an adapter', () => {
  test('all that is claimed holds', () => {
    expect(
      concludeAdapter([result('S1'), result('S4', { claimed: false, verdict: 'not-claimed' })], plain).verdict,
    ).toBe('holds');
  });

  for (const verdict of ['vacuous', 'inconclusive', 'store-fault'] as const) {
    test(`a claimed property that is ${verdict} makes it inconclusive`, () => {
      const conclusion = concludeAdapter([result('S1'), result('L1', { verdict, judged: 0 })], plain);
      expect(conclusion.verdict).toBe('inconclusive');
      expect(conclusion.reason).toContain(`L1 is ${verdict}`);
    });
  }

  test('the promises of the store are not those of the adapter', () => {
    expect(concludeAdapter([result('S1'), result('ST2', { verdict: 'store-fault' })], plain).verdict).toBe('holds');
  });

  test('a declared violation matches, unless strict', () => {
    const results = [result('S1'), result('S4', { verdict: 'violated', declared: true, violations: 1 })];
    expect(concludeAdapter(results, plain).verdict).toBe('matches');
    expect(concludeAdapter(results, { ...plain, strict: true }).verdict).toBe('violated');
  });

  test('one undeclared violation is enough', () => {
    const results = [result('S4', { verdict: 'violated', declared: true }), result('S6', { verdict: 'violated' })];
    expect(concludeAdapter(results, plain).verdict).toBe('violated');
  });

  test('a deviation that its stored plan does not show is no match', () => {
    const conclusion = concludeAdapter([result('S1')], { ...plain, missing: ['S4'] });
    expect(conclusion.verdict).toBe('inconclusive');
    expect(conclusion.reason).toContain('declares that it breaks S4');
  });

  test('where nobody was ever elected, the reason says what the operations said', () => {
    const tally: Tally = { ...emptyTally(), histories: 50, errors: { 'not written yet': 9, 'timed out': 2 } };
    const barren = barrenReason(tally);
    expect(barren).toContain('not written yet');
    expect(concludeAdapter([result('S1')], { ...plain, barren })).toEqual({ verdict: 'inconclusive', reason: barren });
    expect(barrenReason({ ...tally, elections: 1 })).toBeUndefined();
  });
});

describe('tallies', () => {
  test('conclusive evidence anywhere wins over histories without; a violation wins over all', () => {
    const tally = emptyTally();
    const history = (word: 'holds' | 'vacuous' | 'inconclusive' | 'violated', judged: number): Tally => ({
      ...emptyTally(),
      properties: { S1: { judged, inconclusive: 0, histories: { [word]: 1 }, reasons: {} } },
    });
    expect(wordOf(tally.properties.S1)).toBe('vacuous');
    addTally(tally, history('vacuous', 0));
    addTally(tally, history('inconclusive', 0));
    expect(wordOf(tally.properties.S1)).toBe('inconclusive');
    addTally(tally, history('holds', 2));
    expect(wordOf(tally.properties.S1)).toBe('holds');
    addTally(tally, history('violated', 1));
    expect(wordOf(tally.properties.S1)).toBe('violated');
    expect(tally.properties.S1?.judged).toBe(3);
  });
});
