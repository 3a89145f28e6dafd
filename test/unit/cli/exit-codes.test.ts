/** Over several adapters the worst word decides, and "the tool failed" is never "the implementation failed". */
import { describe, expect, test } from 'vitest';
import { exitCodeOf } from '../../../src/cli/exit-codes.ts';
import type { AdapterResult, RunResult } from '../../../src/search/run-result.ts';

type Verdict = AdapterResult['verdict'];

function runOf(verdicts: readonly Verdict[], interrupted = false): RunResult {
  const adapters = verdicts.map((verdict): AdapterResult => ({
    name: verdict,
    title: verdict,
    testbed: 'simulated',
    verdict,
    claims: {
      fencing: 'none',
      exclusivity: 'none',
      leaderView: 'none',
      liveness: true,
      tolerates: { clockRatePpm: 0, pauseMs: 0, networkDelayMs: 0 },
      timing: {
        kind: 'store',
        clock: 'monotonic',
        validityMs: 1,
        anchor: 'send',
        renewMs: 1,
        retryMs: 1,
        jitter: 0,
        watch: false,
        requestTimeoutMs: 1,
        backoffMsMax: 0,
        roundTrips: 1,
      },
    },
    histories: 1,
    plans: 1,
    events: 1,
    properties: [],
    faults: {},
    notInjected: [],
    counterexamples: [],
  }));
  return {
    schema: 'scrutineer/run@1',
    seed: 1,
    testbed: 'simulated',
    adapters,
    elapsedMs: 1,
    startedAt: '2026-01-01T00:00:00.000Z',
    versions: {},
    command: 'npx scrutineer certify',
    interrupted,
  };
}

describe('exit code of a run', () => {
  const cases: readonly (readonly [readonly Verdict[], number])[] = [
    [['holds'], 0],
    [['holds', 'matches'], 0],
    [['holds', 'skipped'], 0],
    [['holds', 'inconclusive'], 2],
    [['inconclusive', 'violated', 'holds'], 1],
    [['violated', 'failed'], 70],
    [['skipped', 'skipped'], 69],
    [[], 2],
  ];
  for (const [verdicts, code] of cases) {
    test(`${verdicts.join(', ') || 'nothing run'} is ${code}`, () => {
      expect(exitCodeOf(runOf(verdicts))).toBe(code);
    });
  }

  test('an interrupted run says so, whatever it found', () => {
    expect(exitCodeOf(runOf(['violated'], true))).toBe(130);
  });
});
