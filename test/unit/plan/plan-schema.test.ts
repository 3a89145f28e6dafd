// Goal: a stored plan is read back unchanged, and one that cannot be run is refused with field, expectation and finding.
import { expect, test } from 'vitest';
import { decodePlan } from '../../../src/plan/plan-schema.ts';
import type { Plan } from '../../../src/plan/plan.ts';

const plan: Plan = {
  schema: 'scrutineer/plan@1',
  seed: 7,
  leaseTtlMs: 10_000,
  candidates: [
    { id: 'a', joinMs: 0, restMs: 100 },
    { id: 'b', joinMs: 5, restMs: 100, holdMs: 3_000, clockRatePpm: -100 },
  ],
  workload: { writeEveryMs: 1_000, observeEveryMs: 0 },
  networkDelayUs: { min: 100, max: 2_000 },
  resource: 'open',
  faults: [
    { kind: 'pause', anchor: { event: 'renewed', nth: 2 }, afterMs: 5, target: 'leader', forMs: 9_000 },
    { kind: 'cut', anchor: { atMs: 10 }, afterMs: 0, target: 'candidate:b', forMs: 9_000 },
    {
      kind: 'hold',
      anchor: { atMs: 10 },
      afterMs: 0,
      target: 'leader',
      forMs: 9_000,
      message: { nth: 1, leg: 'response' },
    },
  ],
  endings: { healAtMs: 30_000, degradeAtMs: 45_000, degraded: { candidate: 'a', kind: 'cut' }, endMs: 60_000 },
};

test('a plan is read back unchanged', () => {
  expect(decodePlan(JSON.stringify(plan), 'p.json')).toEqual(plan);
});

test.each<[string, object, RegExp]>([
  ['a newer schema', { schema: 'scrutineer/plan@2' }, /^p\.json, field schema: .*upgrade scrutineer/],
  [
    'an unknown kind of fault',
    { faults: [{ ...plan.faults[0], kind: 'flood' }] },
    /field faults\[0\]\.kind: expected "refuse" or .*found "flood"/,
  ],
  [
    'a target that does not exist',
    { faults: [{ ...plan.faults[0], target: 'candidate:z' }] },
    /field faults\[0\]\.target: expected .* a, b, found candidate:z/,
  ],
  [
    'a malformed target',
    { faults: [{ ...plan.faults[0], target: 'nobody' }] },
    /field faults\[0\]\.target: expected .*"leader".*found "nobody"/,
  ],
  [
    'a malformed anchor',
    { faults: [{ ...plan.faults[0], anchor: { event: 'elected', nth: 0 } }] },
    /field faults\[0\]\.anchor\.nth: expected .*1, found 0/,
  ],
  ['an id twice', { candidates: [plan.candidates[0], plan.candidates[0]] }, /field candidates: expected each id once/],
  ['a negative time', { leaseTtlMs: -1 }, /field leaseTtlMs: expected .*0, found -1/],
  [
    'phases out of order',
    { endings: { ...plan.endings, endMs: 1 } },
    /field endings\.endMs: expected at least degradeAtMs \(45000\), found 1/,
  ],
  ['an unknown field', { nemesis: 1 }, /expected no field named "nemesis"/],
])('%s is refused', (_, change, message) => {
  expect(() => decodePlan(JSON.stringify({ ...plan, ...change }), 'p.json')).toThrow(message);
});

test('text that is not JSON is refused with its place', () => {
  expect(() => decodePlan('{"schema": "scrutineer/plan@1",\n "seed": 07}', 'p.json')).toThrow(
    /^p\.json, line 2, column 11: expected JSON, found "7}"/,
  );
});
