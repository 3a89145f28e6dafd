// Goal: the table of assumptions says what the paper says, its conditions decide as their texts do, and the paper shows
// the table as it is.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assumptions, letter, mayJudge } from '../../../spec/assumptions.ts';
import { withTable } from '../../../spec/assumptions-table.ts';
import type { Claims } from '../../../spec/claims.ts';
import { faults, type Circumstance } from '../../../spec/faults.ts';
import type { History } from '../../../spec/history.ts';
import { circumstances, labelHistory } from '../../../spec/history-labels.ts';
import { propertyIds } from '../../../spec/property-ids.ts';
import type { PropertyId } from '../../../spec/property.ts';
import { properties } from '../../../spec/properties.ts';
import { claims, historyOf } from '../../golden/build-history.ts';

const labels = (history: History): readonly Circumstance[] => [...labelHistory(history).circumstances].sort();

describe('labels', () => {
  test('a history without trouble has none', () => {
    expect(labels(historyOf().build())).toEqual([]);
  });

  test.each<[string, History, readonly Circumstance[]]>([
    ['a tolerated pause', historyOf().paused(1_000, 2_000, 'a#0').build(), ['pause-bounded']],
    ['a longer pause', historyOf().paused(1_000, 2_001, 'a#0').build(), ['pause-unbounded']],
    [
      'a pause that never ends',
      historyOf().fault(1_000, undefined, 'pause', { on: 'a#0' }).build(),
      ['pause-unbounded'],
    ],
    ['a stall is judged like a pause', historyOf().stalled(0, 5_000, 'a#0').build(), ['pause-unbounded']],
    ['a tolerated rate', historyOf().fault(0, 1, 'clock-rate', { on: 'a', amount: -1000 }).build(), ['rate-bounded']],
    ['a worse rate', historyOf().fault(0, 1, 'clock-rate', { on: 'a', amount: -1001 }).build(), ['rate-unbounded']],
    ['a store that came back empty', historyOf().storeStopped(1).storeStarted(2, false).build(), ['store-lossy']],
    ['an instantaneous fault', historyOf().fault(5, undefined, 'drop', { from: 'a', to: 'store' }).build(), ['cut']],
    [
      'several',
      historyOf()
        .fault(5, 6, 'cut', { from: 'a', to: 'store' })
        .fault(7, undefined, 'store-step', { on: 'store', amount: 9 })
        .build(),
      ['cut', 'store-clock-step'],
    ],
  ])('%s', (_, history, expected) => {
    expect(labels(history)).toEqual(expected);
  });

  test('every kind of fault leads to a circumstance of the table', () => {
    for (const { circumstance } of Object.values(faults)) expect(circumstances).toContain(circumstance);
  });
});

describe('what may be judged', () => {
  const may = (property: Parameters<typeof mayJudge>[0], history: History): boolean =>
    mayJudge(property, labelHistory(history)).judge;
  const paused = historyOf().paused(1_000, 30_000, 'a#0').build();
  const receipt: Claims = { ...claims, timing: { ...claims.timing, anchor: 'receipt' } };
  const held = (own: Claims): History =>
    historyOf({ claims: own }).fault(1_000, 6_000, 'hold', { from: 'store', to: 'a' }).build();

  test('a void is a void, and says why', () => {
    expect(mayJudge('S3u', labelHistory(paused))).toEqual({
      judge: false,
      why: expect.stringContaining('a pause longer than the tolerated one'),
      under: 'pause-unbounded',
    });
    expect(may('S4', paused)).toBe(true);
  });

  test('late delivery spares who counts from sending, not who counts from receipt', () => {
    expect(may('S4', held(claims))).toBe(true);
    expect(may('S4', held(receipt))).toBe(false);
  });

  test("a step of the store's clock is judged as far as the inequality leaves room", () => {
    const stepped = (ms: number): History =>
      historyOf()
        .fault(1, undefined, 'store-step', { on: 'store', amount: ms * 1000 })
        .build();
    expect(may('S4', stepped(900))).toBe(true);
    expect(may('S4', stepped(1_100))).toBe(false);
    expect(may('W1-strong', stepped(900))).toBe(true);
    expect(may('W1-strong', stepped(9_100))).toBe(false);
  });

  test('a wall clock that steps voids the deadlines of those who claim to use it', () => {
    const stepped = (own: Claims): History =>
      historyOf({ claims: own }).fault(1, undefined, 'wall-step', { on: 'a', amount: 5 }).build();
    expect(may('L3', stepped(claims))).toBe(true);
    expect(may('L3', stepped({ ...claims, timing: { ...claims.timing, clock: 'wall' } }))).toBe(false);
  });

  test('liveness is judged window by window', () => {
    for (const property of ['L1', 'L2', 'L4', 'L6'] as const) expect(may(property, paused)).toBe(true);
  });

  test('what rests on the memory of the store is void without it', () => {
    const wiped = historyOf().fault(1, 2, 'store-wipe', { on: 'store' }).build();
    for (const property of ['S1', 'S2a', 'S2b', 'S4', 'S5-V1', 'W1-weak', 'W2'] as const)
      expect(may(property, wiped)).toBe(false);
    for (const property of ['S6', 'S8', 'S7', 'S9', 'W3', 'L3'] as const) expect(may(property, wiped)).toBe(true);
  });
});

describe('the table', () => {
  test('has a row for each property', () => {
    expect(Object.keys(assumptions).sort()).toEqual([...propertyIds].sort());
    expect(properties.map(({ id }) => id)).toEqual(propertyIds);
  });

  // By hand, in the order of the circumstances: cut, late, restart, wipe, pause within and beyond, rate within and beyond,
  // wall step, store step, failover, lost data, a minority of the members.
  const rows: readonly (readonly [readonly PropertyId[], string])[] = [
    [['S1', 'S2a', 'S2b', 'W2'], 'HHHVHHHHHHHVH'],
    [['S3a', 'S3b'], 'HHCHHHHHHHHCH'],
    [['S3u'], 'HCHHCVCVHCCVH'],
    [['S4'], 'HCHHCHCVHCCVH'],
    [['S5-V1'], 'HHHVHHHHHCHVH'],
    [['S5-V2'], 'HCHVHHHHHCHVH'],
    [['S5-V4'], 'CHHVCVHVHCHVH'],
    [['S6', 'S7', 'S8', 'S9'], 'HHHHHHHHHHHCH'],
    [['W1-weak'], 'HHHHHHHHHCHVC'],
    [['W1-strong'], 'CCHHCVHCHCHVC'],
    [['W3'], 'HHHHHHHVCHHHH'],
    [['ST1', 'ST2', 'ST3'], 'HHHHHHCVHCCHH'],
    [['R1'], 'HHHHHHHHHHHHH'],
    [['S5-V3', 'L1', 'L2', 'L4', 'L5', 'L7'], 'CCCCCVCVCCCCC'],
    [['L3'], 'HCHHCCCVCHHHH'],
    [['L6'], 'CCCCCVCVCCVVC'],
  ];

  test('each property has its row here', () => {
    expect(rows.flatMap(([ids]) => ids).toSorted()).toEqual([...propertyIds].toSorted());
  });

  test.each(rows.flatMap(([ids, letters]) => ids.map((id): [PropertyId, string] => [id, letters])))(
    '%s',
    (property, expected) => {
      expect(circumstances.map((circumstance) => letter(property, circumstance)).join('')).toBe(expected);
    },
  );

  test('in the paper is up to date', () => {
    const readme = readFileSync(new URL('../../../spec/README.md', import.meta.url), 'utf8');
    expect(readme).toBe(withTable(readme));
  });
});

test('the paper tells title, formula and sources of every property as the code has them', () => {
  const readme = readFileSync(new URL('../../../spec/README.md', import.meta.url), 'utf8');
  for (const { id, title, formula, sources } of properties) {
    expect(readme).toContain(`#### ${id}. ${title}\n`);
    expect(readme).toContain(`\n${formula}\n`);
    for (const source of sources) expect(readme).toContain(source);
  }
});
