// Goal: each level needs what it says, and the sentence names what is missing for the next one.
import { describe, expect, test } from 'vitest';
import { standingOf } from '../../../src/certificate/level.ts';
import { entryOf, real, simulated, withProperty } from './example-entry.ts';

const HOUR_MS = 3_600_000;

describe('levels', () => {
  test.each([
    { evidence: [simulated], level: 'simulated', missing: /not judged on real servers/ },
    { evidence: [simulated, real(60_000)], level: 'faulted', missing: /worth 1\.0 minutes; the level asks for 60/ },
    { evidence: [simulated, real(HOUR_MS)], level: 'soaked', missing: undefined },
  ])('$level', ({ evidence, level, missing }) => {
    const standing = standingOf(entryOf({ evidence }));
    expect(standing).toMatchObject({ standing: 'certified', level });
    if (missing === undefined) expect(standing.missing).toEqual([]);
    else expect(standing.missing.join(' ')).toMatch(missing);
  });

  test('real histories alone are enough for an adapter that cannot be simulated, and only for it', () => {
    const evidence = [real(60_000)];
    expect(standingOf(entryOf({ evidence, testbeds: ['local'] })).level).toBe('faulted');
    const both = standingOf(entryOf({ evidence }));
    expect(both.level).toBe('none');
    expect(both.missing).toEqual([expect.stringContaining('add simulated to --testbed')]);
  });
});

describe('no level', () => {
  test.each([
    { verdict: 'vacuous', judged: 0, violations: 0, says: /S4 is vacuous on simulated/ },
    { verdict: 'inconclusive', judged: 0, violations: 0, says: /S4 is inconclusive/ },
    { verdict: 'violated', judged: 9, violations: 3, says: /S4 is violated/ },
    { verdict: 'store-fault', judged: 9, violations: 0, says: /S4 is store-fault/ },
  ] as const)('where a claimed promise is $verdict', ({ verdict, judged, violations, says }) => {
    const evidence = [withProperty(simulated, { id: 'S4', verdict, judged, violations })];
    const standing = standingOf(entryOf({ evidence }));
    expect(standing).toMatchObject({ standing: 'not-certified', level: 'none' });
    expect(standing.missing[0]).toMatch(says);
  });

  test('where a promise is broken on the real testbed, whatever the simulation says', () => {
    const broken = withProperty(real(HOUR_MS), { id: 'S4', verdict: 'violated', violations: 1 });
    expect(standingOf(entryOf({ evidence: [simulated, broken] })).level).toBe('none');
  });

  test('where the store broke its own promise, the implementation is none the worse', () => {
    const evidence = [withProperty(simulated, { id: 'ST2', verdict: 'store-fault', violations: 0 })];
    expect(standingOf(entryOf({ evidence })).level).toBe('simulated');
  });

  test('with too few histories', () => {
    const evidence = [{ ...simulated, histories: 999 }];
    expect(standingOf(entryOf({ evidence })).missing).toEqual([expect.stringContaining('--histories 1000')]);
  });

  test('where kinds of fault were left out, or faults never came', () => {
    const calm = { ...simulated, search: { ...simulated.search, faults: [] }, faults: {} };
    expect(standingOf(entryOf({ evidence: [calm] })).missing).toEqual([
      expect.stringMatching(/left out refuse, cut, .* more kinds of fault: run without --faults/),
    ]);
    const idle = { ...simulated, faults: { cut: 3 } };
    expect(standingOf(entryOf({ evidence: [idle] })).missing.join(' ')).toMatch(
      /No fault of a process was ever injected/,
    );
  });

  test('with declared deviations: it matches what it declares', () => {
    const deviations = [{ property: 'S4', why: 'no fencing', source: 'its README' }] as const;
    const evidence = [
      {
        ...withProperty(simulated, { id: 'S4', verdict: 'violated', violations: 4, declared: true }),
        verdict: 'matches',
      } as const,
    ];
    const standing = standingOf(entryOf({ evidence, deviations }));
    expect(standing).toMatchObject({ standing: 'as-declared', level: 'none' });
    expect(standing.missing.join(' ')).toContain('It declares that it breaks S4');
  });
});
