/** What the stores of each testbed promise about time: the letters G and rho_s of the specification. */
import type { StoreFacts, TestbedKind } from '../../spec/history.ts';

/** Redis looks for what has expired a hundred times a second; a cycle may miss a key once. */
const REAL_GRANULARITY_MS = 20;
/** Two clocks of one machine disagree by no more than its time service slews one of them. */
const REAL_RATE_PPM = 200;

/** The facts of a store of this kind. */
export function storeFacts(testbed: TestbedKind, kind: string): StoreFacts {
  if (testbed === 'simulated') return { kind, granularityMs: 1, clockRatePpm: 0 };
  return { kind, granularityMs: REAL_GRANULARITY_MS, clockRatePpm: REAL_RATE_PPM };
}
