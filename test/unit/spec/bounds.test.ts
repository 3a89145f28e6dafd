// Goal: each bound equals its formula worked out by hand, and errs in favour of the implementation where a clock is off.
import { describe, expect, test } from 'vitest';
import {
  delayUs,
  demotionAfterCutUs,
  demotionBoundUs,
  eventualLeaderBoundUs,
  exclusivityMarginUs,
  factsOf,
  failoverBoundUs,
  handoverBoundUs,
  leaseLongestUs,
  leaseShortestUs,
  outsiderHoldUs,
  sessionRecreationUs,
  stabilityMarginUs,
  stabilityWindowUs,
  toleratedAdversity,
  wakeUs,
  type TimingFacts,
} from '../../../spec/bounds.ts';
import type { Claims, Timing, Tolerance } from '../../../spec/claims.ts';
import { sampleClaims, sampleHeader } from '../history/sample-header.ts';

/** T 10 s, D 8 s, R 3 s, Q 1 s with a fifth of jitter, tau 1 s, r 1, P 0.5 s, delta 0.1 s, G 1 ms; exact clocks. */
function facts(timing: Partial<Timing> = {}, tolerates: Partial<Tolerance> = {}): TimingFacts {
  const claims: Claims = {
    ...sampleClaims,
    tolerates: { ...sampleClaims.tolerates, clockRatePpm: 0, ...tolerates },
    timing: { ...sampleClaims.timing, ...timing },
  };
  return factsOf(sampleHeader({ claims }));
}

describe('with exact clocks', () => {
  test('demotion is D + P, receipt-anchored + delta, after a cut + tau', () => {
    expect(demotionBoundUs(facts().claims)).toBe(8_500_000);
    expect(demotionBoundUs(facts({ anchor: 'receipt' }).claims)).toBe(8_600_000);
    expect(demotionAfterCutUs(facts().claims)).toBe(9_500_000);
  });

  test('waking takes one retry period, or nothing with a watch', () => {
    expect(wakeUs(facts().claims)).toBe(1_200_000);
    expect(wakeUs(facts({ watch: true }).claims)).toBe(0);
  });

  test.each<[Timing['kind'], number]>([
    ['store', 1_200_000 + 1_000_000 + 250_000 + 300_000],
    ['quorum', 1_200_000 + 1_000_000 + 250_000 + 300_000],
    ['observer', 10_000_000 + 2_400_000 + 1_000_000 + 400_000],
    ['peers', 1_200_000 + 1_000_000 + 300_000],
  ])('failover of kind %s', (kind, expected) => {
    expect(failoverBoundUs(facts({ kind, backoffMsMax: 250 }))).toBe(expected);
  });

  test('handover has neither backoff nor lease', () => {
    expect(handoverBoundUs(facts({ backoffMsMax: 250 }).claims)).toBe(2_500_000);
  });

  test('an eventual leader waits for a session only where the store has sessions', () => {
    const redis = facts({ backoffMsMax: 250 });
    const etcd = { ...redis, store: { ...redis.store, kind: 'etcd' } };
    expect(eventualLeaderBoundUs(redis)).toBe(failoverBoundUs(redis));
    expect(sessionRecreationUs(etcd)).toBe(1_000_000 + 250_000 + 200_000);
    expect(eventualLeaderBoundUs(etcd)).toBe(failoverBoundUs(redis) + 1_450_000);
  });

  test('an outsider may block for T + G, stability needs as much quiet', () => {
    expect(outsiderHoldUs(facts())).toBe(10_001_000);
    expect(stabilityWindowUs(facts())).toBe(10_001_000);
  });

  test('stability needs D > R + 2 delta and room for the pause', () => {
    expect(stabilityMarginUs(facts({ jitter: 0 }).claims)).toBe(8_000_000 - 3_000_000 - 200_000 - 500_000);
    expect(stabilityMarginUs(facts({ validityMs: 3_000 }).claims)).toBeLessThan(0);
  });
});

describe('with clocks that are off', () => {
  test('what a node measures lasts longer', () => {
    expect(demotionBoundUs(facts({}, { clockRatePpm: 200_000 }).claims)).toBe(10_000_000 + 500_000);
  });

  test('a store that runs fast frees early, one that runs slow frees late, and its steps count', () => {
    const store = { kind: 'redis', granularityMs: 100, clockRatePpm: 250_000 };
    expect(leaseShortestUs(10_000_000, store, 0)).toBe(8_000_000);
    expect(leaseShortestUs(10_000_000, store, 500_000)).toBe(7_500_000);
    expect(leaseLongestUs(10_000_000, { ...store, clockRatePpm: 200_000 }, 2_000_000)).toBe(15_000_000 + 100_000);
  });
});

describe('the exclusivity inequality', () => {
  const margin = (timing: Partial<Timing>, tolerates: Partial<Tolerance> = {}): number => {
    const of = facts(timing, tolerates);
    return exclusivityMarginUs(of, toleratedAdversity(of));
  };

  test('(a) store-timed, anchored at sending: (1 - rho)(T - P) - D', () => {
    expect(margin({ validityMs: 9_500 })).toBe(0);
    expect(margin({ validityMs: 9_501 })).toBe(-1_000);
    expect(margin({ validityMs: 7_600 }, { clockRatePpm: 200_000 })).toBe(0);
  });

  test('(b) anchored at receipt it loses the delay of the response', () => {
    expect(margin({ validityMs: 9_400, anchor: 'receipt' })).toBe(0);
  });

  test('(c) observer-timed: both clocks count against it', () => {
    expect(margin({ kind: 'observer', validityMs: 9_500 })).toBe(0);
    expect(margin({ kind: 'observer', validityMs: 8_000 }, { clockRatePpm: 250_000, pauseMs: 0 })).toBeLessThan(0);
  });

  test('(d) a quorum anchored at the last reply loses the time of the round', () => {
    expect(margin({ kind: 'quorum', anchor: 'receipt', validityMs: 8_400 })).toBe(0);
  });

  test("a forward step of the store's clock and a longer pause shrink it one for one", () => {
    const of = facts();
    const tolerated = toleratedAdversity(of);
    const margin0 = exclusivityMarginUs(of, tolerated);
    expect(exclusivityMarginUs(of, { ...tolerated, storeStepUs: 300 })).toBe(margin0 - 300);
    expect(exclusivityMarginUs(of, { ...tolerated, pauseUs: tolerated.pauseUs + 300 })).toBe(margin0 - 300);
  });
});

test("a candidate's own lease time and claims take precedence", () => {
  const own = {
    id: 'b',
    leaseTtlMs: 4_000,
    claims: { ...sampleClaims, tolerates: { ...sampleClaims.tolerates, networkDelayMs: 7 } },
  };
  const header = sampleHeader({ candidates: [own] });
  expect(factsOf(header, 'b').leaseTtlMs).toBe(4_000);
  expect(delayUs(factsOf(header, 'b').claims)).toBe(7_000);
  expect(factsOf(header, 'z').leaseTtlMs).toBe(10_000);
});
