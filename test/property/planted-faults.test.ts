/**
 * Goal: faults of the field in long histories are caught, all those that the definition calls illegal, and none of those
 * that it allows.
 * Method: each fault is planted into good histories of 10,000 operations, ten clients at a time. Both engines judge each
 * history before and after.
 */
import { afterAll, describe, expect, test } from 'vitest';
import { checkHistory } from '../../src/checker/check-history.ts';
import type { HistoryVerdict } from '../../src/checker/check-result.ts';
import { modelNamed } from '../../src/checker/models.ts';
import { Draw } from '../support/draw.ts';
import { historyOf, type DraftOperation } from '../support/drafted-history.ts';
import { draftGoodHistory, generatedKind } from '../support/generated-client-history.ts';
import { plantedFaults, type PlantedFault } from '../support/planted-faults.ts';

const OPERATIONS = 10_000;
const seeds = [1, 2, 3];
const engines = ['auto', 'search'] as const;

function judge(operations: readonly DraftOperation[], kind: string, engine: 'auto' | 'search'): HistoryVerdict {
  const model = modelNamed(generatedKind(kind).model);
  if (model === undefined) throw new Error(`there is no model of ${kind}`);
  const limits = { timeMs: engine === 'search' ? 500 : 60_000, bytesMax: 2 ** 28, nowMs: () => performance.now() };
  return checkHistory(historyOf(operations, kind), { model, engine, limits }).verdict;
}

function planted(fault: PlantedFault, good: readonly DraftOperation[], draw: Draw): readonly DraftOperation[] {
  for (let attempt = 0; attempt < 1000; attempt += 1) {
    const bad = fault.plant(good, draw);
    if (bad !== undefined) return bad;
  }
  throw new Error(`there is no place for a ${fault.name}`);
}

describe('faults planted in good histories of 10,000 operations', () => {
  const table: string[] = [];

  afterAll(() => {
    console.log(
      ['fault                            model            definition  by default  by the search', ...table].join('\n'),
    );
  });

  test.each(plantedFaults)('$name', (fault) => {
    const expected: HistoryVerdict = fault.isLegal ? 'linearizable' : 'not-linearizable';
    const asExpected = { auto: 0, search: 0 };
    for (const seed of seeds) {
      const options = { operations: OPERATIONS, concurrency: 10, indeterminateShare: fault.indeterminateShare };
      const good = draftGoodHistory(fault.kind, seed, options);
      const bad = planted(fault, good, new Draw(seed));
      for (const engine of engines) {
        const before = judge(good, fault.kind, engine);
        const after = judge(bad, fault.kind, engine);
        // A search may give up. What it says must be right, and what is said by default must be said.
        if (engine === 'auto' || before !== 'unknown')
          expect(`${engine} before: ${before}`).toBe(`${engine} before: linearizable`);
        if (engine === 'auto' || after !== 'unknown')
          expect(`${engine} after: ${after}`).toBe(`${engine} after: ${expected}`);
        if (after === expected) asExpected[engine] += 1;
      }
    }
    const definition = fault.isLegal ? 'legal' : 'illegal';
    const counts = engines.map((engine) => `${asExpected[engine]} of ${seeds.length}`.padEnd(12));
    table.push(`${fault.name.padEnd(33)}${fault.kind.padEnd(17)}${definition.padEnd(12)}${counts.join('')}`);
    expect(asExpected.auto).toBe(seeds.length);
  });
});
