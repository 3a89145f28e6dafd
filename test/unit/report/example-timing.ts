/** What a run measured, by hand: figures that a reader can check in the words and in the plots. */
import type { AdapterResult, PropertyResult, ShownEnvelope } from '../../../src/search/run-result.ts';
import type { MeasureResult, TimingResult } from '../../../src/search/timing-tally.ts';
import { holdingAdapter } from './example-run.ts';

function bars(pieces: Readonly<Record<number, number>>): readonly number[] {
  return Array.from({ length: 21 }, (_, place) => pieces[place] ?? 0);
}

const failover: MeasureResult = {
  measure: 'failover',
  property: 'L2',
  pieces: 100,
  over: 0,
  open: 0,
  unbounded: 7,
  twentieths: bars({ 2: 10, 8: 60, 12: 29, 18: 1 }),
  permille: { min: 120, median: 410, p99: 640, max: 930 },
  tookUs: { min: 1_500_000, median: 5_100_000, p99: 8_000_000, max: 11_000_000 },
  boundUs: { min: 12_500_000, max: 12_500_000 },
};

export const timing: TimingResult = {
  leaderless: { us: 21_000_000, stillUs: 5_000_000, ofUs: 1_000_000_000, stretches: 40, longestUs: 9_000_000 },
  measures: [
    { ...failover, measure: 'leaderless', property: 'L1', unbounded: 0 },
    failover,
    {
      ...failover,
      measure: 'handover',
      property: 'L4',
      over: 2,
      unbounded: 0,
      twentieths: bars({ 0: 98, 20: 2 }),
      permille: { min: 0, median: 7, p99: 1200, max: 1301 },
    },
  ],
};

/** Inside for belief, outside for effects: the delay to the resource costs 100 ms, and 60 ms are left. */
export const envelope: ShownEnvelope = {
  form: 'b',
  leaseTtlMs: 5_000,
  claimed: { clockRatePpm: 200, pauseMs: 500, networkDelayMs: 100 },
  belief: { marginMs: 60, largest: { clockRatePpm: 900, pauseMs: 560, networkDelayMs: 160, storeStepMs: 60 } },
  effects: { marginMs: -40, largest: null },
  stabilityMarginMs: 300,
  cannotHold: [],
};

const liveness: readonly PropertyResult[] = (['L1', 'L2', 'L3', 'L4'] as const).map((id) => ({
  id,
  claimed: true,
  verdict: 'holds',
  declared: false,
  judged: 100,
  inconclusive: 0,
  violations: 0,
}));

export const timedAdapter: AdapterResult = {
  ...holdingAdapter,
  properties: [...holdingAdapter.properties.filter(({ id }) => id !== 'L1'), ...liveness],
  timing,
  envelope,
};
