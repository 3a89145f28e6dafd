/** Goal: evidence is gathered once a context, and feeding monitors one after the other is refused rather than misjudged. */
import { expect, test } from 'vitest';
import { s4 } from '../../../spec/properties/s4.ts';
import { s7 } from '../../../spec/properties/s7.ts';
import { judgeAtEnd, sharedEvidence } from '../../../spec/shared-evidence.ts';
import type { HistoryEvent } from '../../../spec/history.ts';
import { historyOf } from '../../golden/build-history.ts';

const { header, events } = historyOf().elected(1000, 'a#0', 1).elected(2000, 'b#0', 2).build(5000);

test('each event is taken in once, whoever is fed', () => {
  const seen: number[] = [];
  const counting = sharedEvidence(() => ({
    reads: ['elected', 'lost'] as const,
    step: (_: HistoryEvent, index: number) => void seen.push(index),
  }));
  const context = { header };
  const monitors = [1, 2].map(() => judgeAtEnd([counting(context)], () => ({ judged: 0, inconclusive: 0 })));
  events.forEach((event, index) => monitors.forEach((monitor) => monitor.step(event, index)));
  expect(seen).toEqual([0, 1, 2]);
});

test('contexts have nothing in common', () => {
  const evidence = sharedEvidence(() => ({ step: () => undefined }));
  expect(evidence({ header })).not.toBe(evidence({ header }));
});

test('a monitor that is asked before the one which gathers was fed is not misjudged in silence', () => {
  const context = { header };
  const gathering = s4.start(context);
  const leaning = s7.start(context);
  leaning.end(5_000_000);
  expect(() => events.forEach((event, index) => gathering.step(event, index))).toThrow('side by side');
});
