/** The tests of one or several kinds of random histories: no mismatch, and histories that could have shown one. */
import { afterAll, describe, expect, test } from 'vitest';
import { monitorsOf } from '../../src/checker/monitors.ts';
import { agreementTable, compareEngines, mismatchText, type Agreement } from './engines-agree.ts';
import { generatedKind } from './generated-client-history.ts';
import { compareLonger } from './longer-agree.ts';

/** Of each model at least so many. */
const HISTORIES = 50_000;
/** Transactions cost brute force four times as much as anything else, and their model has another kind. */
const TRANSACTIONS = 20_000;
const LONGER_HISTORIES = 300;
/** Minutes on a machine that does much else. */
const TIMEOUT_MS = 300_000;

export function describeAgreement(kinds: readonly string[]): void {
  describe('monitor, search and brute force agree', { timeout: TIMEOUT_MS }, () => {
    const agreements: Agreement[] = [];

    afterAll(() => {
      console.log(agreementTable(agreements));
    });

    test.each(kinds)('%s', (name) => {
      const kind = generatedKind(name);

      const wanted = name === 'multi-register' ? TRANSACTIONS : HISTORIES;
      const agreement = compareEngines(kind, 1, wanted);

      agreements.push(agreement);
      const { histories, good, indeterminate, monitored } = agreement;
      expect(agreement.mismatches.map((mismatch) => mismatchText(kind, mismatch))).toEqual([]);
      expect(histories).toBe(wanted);
      expect(good / histories).toBeGreaterThan(0.35);
      expect(good / histories).toBeLessThan(0.65);
      expect(indeterminate / histories).toBeGreaterThan(0.5);
      const isMonitored = monitorsOf(kind.model).length > 0 && kind.isMonitored;
      if (isMonitored) expect(monitored / histories).toBeGreaterThan(0.8);
    });

    test.each(kinds)('%s, too long for brute force', (name) => {
      const { objects, good, mismatches } = compareLonger(generatedKind(name), 1, LONGER_HISTORIES);

      expect(mismatches).toEqual([]);
      expect(objects).toBeGreaterThan(LONGER_HISTORIES / 10);
      expect(good).toBeGreaterThan(0);
      expect(good).toBeLessThan(objects);
    });
  });
}
