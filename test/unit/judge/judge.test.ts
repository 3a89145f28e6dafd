// Goal: the judge puts claims, ledgers, assumptions and the store's own faults in front of the monitors' findings.
import { describe, expect, test } from 'vitest';
import type { Claims } from '../../../spec/claims.ts';
import type { History } from '../../../spec/history.ts';
import { propertyIds } from '../../../spec/property-ids.ts';
import type { PropertyId, Verdict } from '../../../spec/property.ts';
import { judge } from '../../../src/judge/judge.ts';
import { verdictSchema } from '../../../src/judge/verdict-schema.ts';
import { claims, historyOf, type HistoryBuilder } from '../../golden/build-history.ts';

function verdict(history: History, id: PropertyId, holdTo: 'claims' | 'all' = 'claims'): Verdict {
  const found = judge(history, { holdTo }).find(({ property }) => property === id);
  if (found === undefined) throw new Error(`no verdict on ${id}`);
  return found;
}

const modest: Claims = { ...claims, fencing: 'none', exclusivity: 'none', liveness: false };

/** Two candidates that lead at the same time, from 6 s to 8 s. */
function overlapping(options: ConstructorParameters<typeof HistoryBuilder>[0] = {}): HistoryBuilder {
  return historyOf(options)
    .campaigns(0, 'a#0')
    .granted(90, 'a#0', { token: 1 })
    .elected(100, 'a#0', 1)
    .campaigns(200, 'b#0')
    .granted(5_900, 'b#0', { token: 2, replaced: 'a#0' })
    .elected(6_000, 'b#0', 2)
    .lost(8_000, 'a#0');
}

test('gives one verdict a property, in the order of the ids, in the form of the schema', () => {
  const verdicts = judge(overlapping().build(), { holdTo: 'all' });
  expect(verdicts.map(({ property }) => property)).toEqual(propertyIds);
  for (const each of verdicts) expect(verdictSchema.parse(each)).toEqual(each);
});

test('a property that is void on a history says under what', () => {
  const wiped = overlapping().fault(9_000, 9_100, 'wipe', { on: 'a#0' }).build();
  const found = verdict(wiped, 'S1');
  expect(found).toMatchObject({ verdict: 'inconclusive', judged: 0, void: 'wipe' });
  expect(verdictSchema.parse(found)).toEqual(found);
  expect(verdict(wiped, 'S6')).not.toHaveProperty('void');
});

describe('claims', () => {
  test('a broken promise is violated, with a witness', () => {
    const found = verdict(overlapping().build(), 'S4');
    expect(found.verdict).toBe('violated');
    expect(found.witness?.sentence).toContain('a#0');
  });

  test('what is not promised is not claimed, unless everything is asked for', () => {
    const history = overlapping({ claims: modest }).build();
    expect(verdict(history, 'S4')).toMatchObject({ verdict: 'not-claimed', judged: 0 });
    expect(verdict(history, 'S4', 'all').verdict).toBe('violated');
    for (const id of ['L1', 'L2', 'L4', 'L6', 'S2b', 'S3a'] as const)
      expect(verdict(history, id).verdict).toBe('not-claimed');
  });

  test('what needs a ledger is not claimed without one, whatever is asked for', () => {
    const history = overlapping({ ledger: false }).build();
    for (const id of ['W1-weak', 'W1-strong', 'S2a', 'S3b', 'S6', 'S9', 'ST1', 'ST2', 'ST3'] as const) {
      expect(verdict(history, id, 'all')).toMatchObject({ verdict: 'not-claimed' });
    }
    expect(verdict(history, 'S4').verdict).toBe('violated');
  });
});

describe('assumptions', () => {
  test('a history beyond them is not judged, and says why', () => {
    const history = overlapping().fault(10, 20, 'clock-rate', { on: 'a', amount: 500_000 }).build();
    expect(verdict(history, 'S4')).toMatchObject({ verdict: 'inconclusive', judged: 0 });
    expect(verdict(history, 'S4').reason).toMatch(/^not judged: .*clock rate beyond the tolerated/);
    expect(verdict(history, 'S8').verdict).not.toBe('inconclusive');
  });

  test('a history within them is judged', () => {
    const history = overlapping().fault(10, 20, 'clock-rate', { on: 'a', amount: 900 }).build();
    expect(verdict(history, 'S4').verdict).toBe('violated');
  });
});

describe('a run that drifted from its plan', () => {
  const drifted = (history: History): History => ({
    ...history,
    header: { ...history.header, drifted: 'fault 0 (cut) came 400 ms later than planned' },
  });

  test('shows nothing that holds', () => {
    const history = overlapping().build();
    expect(verdict(history, 'S1')).toMatchObject({ verdict: 'holds', judged: 2, inconclusive: 0 });
    expect(verdict(drifted(history), 'S1')).toEqual({
      property: 'S1',
      verdict: 'inconclusive',
      judged: 0,
      inconclusive: 2,
      reason: 'the run drifted: fault 0 (cut) came 400 ms later than planned',
    });
  });

  test('still proves what is unsafe', () => {
    const history = overlapping().build();
    expect(verdict(drifted(history), 'S4')).toEqual(verdict(history, 'S4'));
  });

  test('is not held to bounds of time', () => {
    const late = historyOf().campaigns(0, 'a#0').campaigns(0, 'b#0').build();
    expect(verdict(late, 'L1').verdict).toBe('violated');
    expect(verdict(drifted(late), 'L1')).toMatchObject({ verdict: 'inconclusive', judged: 0 });
  });

  test('what was vacuous or not judged stays that', () => {
    const history = historyOf({ claims: modest }).build();
    expect(verdict(drifted(history), 'S8').verdict).toBe('vacuous');
    expect(verdict(drifted(history), 'S4').verdict).toBe('not-claimed');
  });
});

test('nothing to judge is vacuous', () => {
  expect(verdict(historyOf().build(), 'S4').verdict).toBe('vacuous');
});

describe("the store's own faults", () => {
  test('what rests on a lease that the store did not honour is its fault', () => {
    const history = historyOf()
      .campaigns(0, 'a#0')
      .granted(90, 'a#0', { token: 1 })
      .elected(100, 'a#0', 1)
      .expired(4_000)
      .campaigns(200, 'b#0')
      .granted(4_100, 'b#0', { token: 2 })
      .elected(4_200, 'b#0', 2)
      .lost(7_000, 'a#0')
      .build();
    expect(verdict(history, 'ST1').verdict).toBe('store-fault');
    expect(verdict(history, 'S4').verdict).toBe('store-fault');
    expect(verdict(history, 'S4').witness).toBeDefined();
  });

  test('what broke before the store did is not', () => {
    const history = overlapping().storeStopped(20_000).storeStarted(21_000, false).build();
    expect(verdict(history, 'ST2').verdict).toBe('store-fault');
    expect(verdict(history, 'S8').verdict).not.toBe('store-fault');
  });

  test('a wipe by the plan is no broken promise', () => {
    const history = overlapping()
      .fault(20_000, 21_000, 'store-wipe', { on: 'store' })
      .storeStopped(20_000)
      .storeStarted(21_000, false);
    expect(verdict(history.build(), 'ST2').verdict).toBe('inconclusive');
  });
});
