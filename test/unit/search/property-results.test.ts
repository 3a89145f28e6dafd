/** What the properties say about the adapter: an uncertain answer is never a pass. */
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../spec/property.ts';
import { barrenReason, concludeAdapter, propertyResults } from '../../../src/search/property-results.ts';
import type { PropertyResult } from '../../../src/search/run-result.ts';
import { addTally, emptyTally, wordOf, type Tally } from '../../../src/search/tally.ts';
import { claims } from '../../golden/build-history.ts';

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
  type Word = Verdict['verdict'];
  const history = (word: Word, counts: { judged?: number; inconclusive?: number } = {}): Tally => ({
    ...emptyTally(),
    properties: {
      S1: {
        judged: counts.judged ?? 0,
        inconclusive: counts.inconclusive ?? 0,
        histories: { [word]: 1 },
        reasons: {},
        void: {},
      },
    },
  });
  const wordOfAll = (...histories: readonly Tally[]): Word => {
    const tally = emptyTally();
    for (const each of histories) addTally(tally, each);
    return wordOf(tally.properties.S1);
  };
  const notJudged = history('inconclusive');

  test.each<[string, Word, readonly Tally[]]>([
    ['never looked at', 'vacuous', []],
    ['never exercised', 'vacuous', [history('vacuous'), history('vacuous')]],
    ['never claimed', 'not-claimed', [history('not-claimed')]],
    ['not judged anywhere', 'inconclusive', [notJudged, notJudged]],
    ['nothing to judge, and a history that was not judged', 'vacuous', [history('vacuous'), notJudged]],
    [
      'evidence that did not decide',
      'inconclusive',
      [history('vacuous'), history('inconclusive', { inconclusive: 1 })],
    ],
    ['evidence somewhere', 'holds', [history('vacuous'), notJudged, history('holds', { judged: 2 })]],
    [
      'a fault of the store outweighs what holds',
      'store-fault',
      [history('holds', { judged: 5 }), history('store-fault')],
    ],
    [
      'one violation outweighs all',
      'violated',
      [history('holds', { judged: 5 }), history('store-fault'), history('violated')],
    ],
  ])('%s: %s', (_what, word, histories) => {
    expect(wordOfAll(...histories)).toBe(word);
  });

  test('histories on which a property was judged, and void ones, are counted over all', () => {
    const tally = emptyTally();
    const evidence = { judged: 4, inconclusive: 0, reasons: {} };
    addTally(tally, {
      ...emptyTally(),
      properties: { S1: { ...evidence, histories: { holds: 2, inconclusive: 3 }, void: { wipe: 3 } } },
    });
    addTally(tally, {
      ...emptyTally(),
      properties: { S1: { ...evidence, histories: { violated: 1, vacuous: 5 }, void: { wipe: 1, 'store-lossy': 2 } } },
    });
    const [found, next] = propertyResults(tally, { claims, hasLedger: true, declared: new Set() });
    expect(found).toMatchObject({ id: 'S1', histories: 3, void: { wipe: 4, 'store-lossy': 2 } });
    expect(next).toMatchObject({ histories: 0 });
    expect(next).not.toHaveProperty('void');
  });

  test('a fault of the store that was seen is not explained by histories that were not judged', () => {
    const tally = emptyTally();
    const seen = { judged: 1, inconclusive: 0, reasons: { 'not judged: nothing is promised': 1 }, void: {} };
    addTally(tally, {
      ...emptyTally(),
      properties: { S1: { ...seen, histories: { 'store-fault': 1, inconclusive: 1 } } },
    });
    const [found] = propertyResults(tally, { claims, hasLedger: true, declared: new Set() });
    expect(found).toMatchObject({ id: 'S1', verdict: 'store-fault' });
    expect(found).not.toHaveProperty('reason');
  });

  test('what was not judged is not the reason why nothing was there to judge', () => {
    const tally = emptyTally();
    addTally(tally, history('vacuous'));
    addTally(tally, {
      ...notJudged,
      properties: {
        S1: {
          judged: 0,
          inconclusive: 0,
          histories: { inconclusive: 1 },
          reasons: { 'not judged: the store lost its data': 1 },
          void: { 'store-lossy': 1 },
        },
      },
    });
    const [found] = propertyResults(tally, { claims, hasLedger: true, declared: new Set() });
    expect(found).toMatchObject({ id: 'S1', verdict: 'vacuous', reason: 'nothing ever exercised it' });
  });
});
