/** Why no order fits, for people: the same refutation as the judge's, in the words of elections and writes. */
import { expect, test } from 'vitest';
import type { History } from '../../../../spec/history.ts';
import { propertyById } from '../../../../spec/properties.ts';
import type { PropertyId, Witness } from '../../../../spec/property.ts';
import { TEXT } from '../../../../src/report/drawing/shapes.ts';
import { explainOrder, type OrderExplanation } from '../../../../src/report/exhibit/order-explanation.ts';
import { historyOf } from '../../../golden/build-history.ts';
import { judgeAlone } from '../../../golden/judge-safety.ts';
import { led } from '../../../golden/led-histories.ts';
import { outdated } from '../../../support/disordered-report.ts';

function witnessOf(id: PropertyId, history: History): Witness {
  const witness = judgeAlone(propertyById(id), history)?.witness;
  if (witness === undefined) throw new Error(`${id} is not violated`);
  return witness;
}

function explained(id: PropertyId, history: History): OrderExplanation {
  const explanation = explainOrder(history, id, witnessOf(id, history));
  if (explanation === undefined) throw new Error('it has no explanation');
  return explanation;
}

test('an answer that comes too late stands against the election that was known before', () => {
  const { story, drawing, legend, stuck, prefix, meaning, about } = explained('S5-V4', outdated);
  expect(about).toContain('election');
  expect(story.map(({ words }) => words)).toEqual([
    'a#0 was elected with token 1. Between 1.000 s and 1.010 s.',
    'b#0 was elected with token 2, beginning when 1 had ended. Between 12.000 s and 12.100 s.',
    'c#0 was told that a#0 with token 1 leads, beginning when 2 had ended. Between 12.101 s and 12.110 s.',
  ]);
  // Each is a step of the witness.
  expect(story.map(({ step }) => step)).toEqual([1, 2, 3]);
  const texts = drawing.shapes.flatMap(([kind, , [x], text]) => (kind === TEXT ? [{ x, text }] : []));
  expect(texts.map(({ text }) => text)).toEqual([
    'a#0',
    '1  is elected with token 1',
    'b#0',
    '2  is elected with token 2',
    'c#0',
    '3  is told that a#0 with token 1 leads',
  ]);
  expect(texts[5]?.x).toBeGreaterThan(texts[3]?.x ?? Infinity);
  expect(legend.map(([role]) => role)).toEqual(['context', 'core', 'failing', 'none']);
  expect(prefix?.last.at(-1)?.after).toBe('b#0 with token 2 leads');
  expect(stuck[0]).toBe('c#0 cannot be told that a#0 with token 1 leads next: b#0 with token 2 leads.');
  expect(meaning[0]).toContain('have no order');
  expect(stuck).toHaveLength(1);
});

test('a write that fencing should have stopped is told with its tokens', () => {
  const history = historyOf()
    .writes([0, 10, 20], 'a#0', 9)
    .writes([100, 110, 120], 'b#0', 10)
    .writes([200, 210, 220], 'a#0', 9)
    .build();
  const { story, stuck, operations } = explained('R1', history);
  expect(operations).toBe(3);
  expect(story.at(-1)?.words).toMatch(/^a#0 wrote with token 9, .*Between 0\.200 s and 0\.220 s\.$/);
  expect(stuck[0]).toBe('a#0 cannot write with token 9 next: token 10 was applied last.');
});

test('a property that asks for no order has no explanation, and neither has a history that keeps it', () => {
  const witness = witnessOf('S5-V4', outdated);
  expect(explainOrder(outdated, 'S4', witness)).toBeUndefined();
  expect(explainOrder(led().build(), 'S5-V4', witness)).toBeUndefined();
});

test('the same history gives the same bytes', () => {
  expect(JSON.stringify(explained('S5-V4', outdated))).toBe(JSON.stringify(explained('S5-V4', outdated)));
});
