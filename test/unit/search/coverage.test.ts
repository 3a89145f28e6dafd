/** Goal: the coverage matrix says what happened under which fault, and which cells a run owes. */
import { describe, expect, test } from 'vitest';
import { actions } from '../../../spec/actions.ts';
import { coverageColumns, mandatoryCells, unreachableCells } from '../../../spec/coverage-cells.ts';
import type { FaultKind } from '../../../spec/faults.ts';
import type { History, HistoryEvent } from '../../../spec/history.ts';
import { addCoverage, countCoverage, coverageResult, covered, emptyCoverage } from '../../../src/search/coverage.ts';
import { historyOf } from '../../golden/build-history.ts';

const T_US = 10_000_000;

function history(...events: HistoryEvent[]): History {
  const { header } = historyOf().build();
  return { header: { ...header, leaseTtlMs: T_US / 1000 }, events };
}

function fault(at: number, type: 'fault-start' | 'fault-stop', kind: FaultKind, number = 0): HistoryEvent {
  return { at, who: 'nemesis', type, fault: number, kind, intendedUs: at };
}

const elected = (at: number): HistoryEvent => ({ at, who: 'a#0', type: 'elected', leadership: 1 });

function coverageOf(...histories: History[]): ReturnType<typeof emptyCoverage> {
  const coverage = emptyCoverage();
  for (const each of histories) countCoverage(coverage, each);
  return coverage;
}

describe('the coverage of histories', () => {
  test('a transition counts under the faults that are active, once a history', () => {
    const coverage = coverageOf(
      history(fault(10, 'fault-start', 'cut'), elected(20), elected(30), fault(40, 'fault-stop', 'cut')),
      history(elected(20)),
    );
    expect(covered(coverage, 'elected', 'cut')).toBe(1);
    expect(covered(coverage, 'elected', 'none')).toBe(1);
    expect(covered(coverage, 'elected', 'pause')).toBe(0);
    expect(covered(coverage, 'lost', 'cut')).toBe(0);
  });

  test('a fault still counts a lease time after its end, and no longer', () => {
    const within = history(fault(10, 'fault-start', 'drop'), fault(10, 'fault-stop', 'drop'), elected(10 + T_US));
    const after = history(fault(10, 'fault-start', 'drop'), fault(10, 'fault-stop', 'drop'), elected(11 + T_US));
    expect(covered(coverageOf(within), 'elected', 'drop')).toBe(1);
    expect(covered(coverageOf(after), 'elected', 'drop')).toBe(0);
    expect(covered(coverageOf(after), 'elected', 'none')).toBe(1);
  });

  test('of two faults of a kind, the one that goes on counts', () => {
    const both = history(
      fault(10, 'fault-start', 'cut', 0),
      fault(20, 'fault-start', 'cut', 1),
      fault(30, 'fault-stop', 'cut', 0),
      elected(40 + 2 * T_US),
    );
    expect(covered(coverageOf(both), 'elected', 'cut')).toBe(1);
  });

  test('the end of an operation is a transition by what was invoked by the same process', () => {
    const coverage = coverageOf(
      history(
        { at: 1, who: 'a#0', type: 'invoke', op: 0, f: 'resign' },
        { at: 1, who: 'b#0', type: 'invoke', op: 0, f: 'write' },
        { at: 2, who: 'b#0', type: 'ok', op: 0 },
        { at: 3, who: 'a#0', type: 'info', op: 0, error: 'timeout' },
      ),
    );
    expect(covered(coverage, 'resign', 'none')).toBe(1);
    expect(covered(coverage, 'resign-unknown', 'none')).toBe(1);
    expect(covered(coverage, 'resign-ok', 'none')).toBe(0);
  });

  test('has room for every kind of fault among the bits of a number', () => {
    expect(coverageColumns.length).toBeLessThanOrEqual(32);
  });

  test('adds up', () => {
    const one = coverageOf(history(elected(20)));
    const sum = emptyCoverage();
    addCoverage(sum, one);
    addCoverage(sum, one);
    expect(covered(sum, 'elected', 'none')).toBe(2);
  });
});

describe('mandatory cells', () => {
  const context = { claims: { fencing: 'monotonic' }, hasLedger: true } as const;
  const injectable = new Set<FaultKind>(['cut', 'pause']);

  test('name transitions and faults that there are, each cell once, and none that cannot be reached', () => {
    const cells = mandatoryCells(context).map(({ action, fault: column }) => `${action} ${column}`);
    const rows = new Set<string>(actions.map(({ name }) => name));
    expect(new Set(cells).size).toBe(cells.length);
    for (const { action, fault: column } of mandatoryCells(context)) {
      expect(rows).toContain(action);
      expect(coverageColumns).toContain(column);
    }
    const unreachable = unreachableCells(context).flatMap((each) =>
      each.faults.map((column) => `${each.action} ${column}`),
    );
    expect(cells.filter((cell) => unreachable.includes(cell))).toEqual([]);
  });

  test('every kind of fault owes something', () => {
    const owing = new Set(mandatoryCells(context).map(({ fault: column }) => column));
    expect(coverageColumns.filter((column) => !owing.has(column))).toEqual([]);
  });

  test('where no tokens are promised, no refused write is owed, and the reason is told', () => {
    const without = { ...context, claims: { fencing: 'none' } } as const;
    expect(mandatoryCells(context).some(({ action }) => action === 'write-refused')).toBe(true);
    expect(mandatoryCells(without).some(({ action }) => action === 'write-refused')).toBe(false);
    expect(unreachableCells(without).find(({ action }) => action === 'write-refused')?.why).toContain('tokens');
  });

  test('a run is told which it missed, of the faults that it could inject', () => {
    const coverage = coverageOf(history(fault(10, 'fault-start', 'cut'), elected(20)));
    const result = coverageResult(coverage, { ...context, injectable, isSimulated: true });
    expect(result.faults).toEqual(['none', 'cut', 'pause']);
    expect(result.mandatory?.missed).toContainEqual({ action: 'elected', fault: 'pause' });
    expect(result.mandatory?.missed).not.toContainEqual({ action: 'elected', fault: 'cut' });
    expect(result.mandatory?.missed).not.toContainEqual({ action: 'elected', fault: 'crash' });
    expect(result.histories[result.actions.indexOf('elected')]).toEqual([0, 1, 0]);
  });

  test('a real testbed owes none', () => {
    const result = coverageResult(emptyCoverage(), { ...context, injectable, isSimulated: false });
    expect(result.mandatory).toBeUndefined();
  });
});
