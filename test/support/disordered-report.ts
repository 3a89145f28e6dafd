/** A report of two violations that no order of operations explains: an outdated answer, and a write that fencing let pass. */
import type { History } from '../../spec/history.ts';
import { properties, propertyById } from '../../spec/properties.ts';
import type { PropertyId } from '../../spec/property.ts';
import { reportModel, type Report, type StoredExhibit } from '../../src/report/model.ts';
import { historyOf } from '../golden/build-history.ts';
import { judgeAlone } from '../golden/judge-safety.ts';
import { led } from '../golden/led-histories.ts';
import { counterexample, runOf, violatingAdapter } from '../unit/report/example-run.ts';

/** b leads from 12.1 s on; c is told at 12.11 s that a does. */
export const outdated: History = led()
  .lost(9000, 'a#0')
  .expired([11_000, 11_040])
  .campaigns(10_000, 'b#0')
  .granted(12_000, 'b#0', { token: 2 })
  .elected(12_100, 'b#0', 2)
  .invoked(12_101, 'c#0', 'leader')
  .ended(12_110, 'c#0', 'leader', 'ok', { holder: 'a#0', token: '1' })
  .build();

const unfenced = historyOf()
  .writes([0, 10, 20], 'a#0', 9)
  .writes([100, 110, 120], 'b#0', 10)
  .writes([200, 210, 220], 'a#0', 9)
  .build();

function exhibitOf(property: PropertyId, history: History): StoredExhibit {
  const witness = judgeAlone(propertyById(property), history)?.witness;
  if (witness === undefined) throw new Error(`${property} is not violated`);
  return {
    adapter: 'redis-lease',
    testbed: 'local',
    counterexample: { ...counterexample, property, sentence: witness.sentence, witness },
    history,
    output: [{ process: 'a#0', text: 'renewal failed: ECONNRESET', omitted: 1_200 }],
  };
}

const stored = [exhibitOf('S5-V4', outdated), exhibitOf('R1', unfenced)];

export const disorderedReport: Report = reportModel(
  runOf({
    ...violatingAdapter,
    testbed: 'local',
    counterexamples: stored.flatMap((each) => each.counterexample ?? []),
  }),
  properties,
  stored,
);
