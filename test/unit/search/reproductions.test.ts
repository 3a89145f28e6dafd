/** How often plans showed the same again: counted by plan, and told of the counterexample that they came from. */
import { describe, expect, test } from 'vitest';
import type { PropertyId } from '../../../spec/property.ts';
import { ReplayedPlans } from '../../../src/search/replayed-plans.ts';
import { withReproductions } from '../../../src/search/reproductions.ts';
import type { AdapterResult, ReplayedPlan } from '../../../src/search/run-result.ts';
import { emptyTally } from '../../../src/search/tally.ts';
import type { Harvest } from '../../../src/search/worker-protocol.ts';
import { faultAt, quietPlan } from '../../support/simulated-plan.ts';
import { violatingAdapter } from '../report/example-run.ts';

function harvest(histories: number, broken: Partial<Record<PropertyId, number>>, historyHash?: string): Harvest {
  const tally = emptyTally();
  tally.histories = histories;
  for (const [id, violated] of Object.entries(broken))
    Object.assign(tally.properties, { [id]: { judged: 1, inconclusive: 0, histories: { violated }, reasons: {} } });
  return { tally, findings: [], histories: [], ...(historyHash === undefined ? {} : { historyHash }) };
}

describe('plans that are run again', () => {
  const plan = quietPlan({ faults: [faultAt(1000, { kind: 'pause-at', amount: 1 })] });
  const missing = new Map([['pause-at', 'no instruction to stop at']] as const);

  test('are counted by run and by history, and say which of their faults were missing', () => {
    const replayed = new ReplayedPlans();
    replayed.add(plan, 'plans/1.json', harvest(20, { S4: 7 }));
    replayed.add({ ...plan }, 'plans/1.json', harvest(20, {}));
    expect(replayed.list({ missing })).toEqual([
      {
        plan: 'plans/1.json',
        runs: 2,
        histories: 40,
        broken: { S4: { runs: 1, histories: 7 } },
        notInjected: [{ kind: 'pause-at', why: 'no instruction to stop at' }],
      },
    ]);
    expect(replayed.list({ missing: new Map() })[0]?.notInjected).toEqual([]);
  });

  test('that were not run are listed all the same', () => {
    const replayed = new ReplayedPlans();
    replayed.skip(plan, 'plans/1.json');
    expect(replayed.list({ missing })).toMatchObject([{ runs: 0, histories: 0, broken: {} }]);
  });

  test('keep the hashes of their event logs, each once', () => {
    const replayed = new ReplayedPlans();
    for (const hash of ['aa', 'aa', 'bb']) replayed.add(plan, 'plans/1.json', harvest(1, {}, hash));
    expect(replayed.list({ missing })[0]?.historyHashes).toEqual(['aa', 'bb']);
  });
});

describe('a counterexample of the simulation', () => {
  const example = violatingAdapter.counterexamples[0];
  if (example === undefined) throw new Error('the example shows a violation');
  const { reproduced: _elsewhere, ...found } = example;
  const simulated: AdapterResult = { ...violatingAdapter, counterexamples: [found] };
  const again: ReplayedPlan = {
    plan: found.plan,
    runs: 2,
    histories: 40,
    broken: { S4: { runs: 2, histories: 31 } },
    notInjected: [],
  };
  const local: AdapterResult = { ...violatingAdapter, testbed: 'local', counterexamples: [], replayed: [again] };

  test('says how often its plan showed the same on the other testbeds of the run', () => {
    const [first] = withReproductions([simulated, local]);
    expect(first?.counterexamples[0]?.reproduced).toEqual([
      { testbed: 'local', runs: 2, histories: 40, brokenRuns: 2, brokenHistories: 31, notInjected: [] },
    ]);
  });

  test('says nothing of other plans, and nothing where it was not shrunk', () => {
    const other = { ...local, replayed: [{ ...again, plan: 'plans/other.json' }] };
    expect(withReproductions([simulated, other])[0]?.counterexamples[0]?.reproduced).toBeUndefined();
    const { shrunk: _from, ...asFound } = found;
    const unshrunk = { ...simulated, counterexamples: [asFound] };
    expect(withReproductions([unshrunk, local])[0]?.counterexamples[0]?.reproduced).toBeUndefined();
  });
});
