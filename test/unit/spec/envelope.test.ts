// Goal: the envelope is the inequality solved for each magnitude, in all its forms, and says plainly what cannot be kept.
import { describe, expect, test } from 'vitest';
import { exclusivityMarginUs, toleratedAdversity, type TimingFacts } from '../../../spec/bounds.ts';
import type { Claims, Timing } from '../../../spec/claims.ts';
import { effectsMarginUs, envelopeOf, type Envelope } from '../../../spec/envelope.ts';
import { claims } from '../../golden/build-history.ts';

const store = { kind: 'redis', granularityMs: 100, clockRatePpm: 0 };

/** T = 10 s, D = 8 s, rho = 1000 ppm, P = 1 s, delta = 50 ms, unless told otherwise. */
function factsOf(timing: Partial<Timing> = {}, tolerates: Partial<Claims['tolerates']> = {}): TimingFacts {
  const own = { ...claims, timing: { ...claims.timing, ...timing }, tolerates: { ...claims.tolerates, ...tolerates } };
  return { claims: own, leaseTtlMs: 10_000, store };
}

function envelope(facts: TimingFacts): Envelope {
  const found = envelopeOf(facts);
  if (found === undefined) throw new Error('nothing timed is claimed');
  return found;
}

describe('each magnitude alone', () => {
  test('(a) counted from sending: by hand', () => {
    const { form, belief, effects } = envelope(factsOf());
    expect(form).toBe('a');
    // 1 - 8 / 9; 10 s - 8 s / 0.999, less P for J; a late reply does not matter.
    expect(belief).toEqual({
      marginMs: 991,
      largest: { clockRatePpm: 111_111, pauseMs: 1991.991, networkDelayMs: null, storeStepMs: 991.991 },
    });
    // The delay to the resource is added to P: 1 - 8 / 8.95, and 50 ms less of everything else.
    expect(effects.largest).toEqual({
      clockRatePpm: 106_145,
      pauseMs: 1941.991,
      networkDelayMs: 991.991,
      storeStepMs: 941.991,
    });
  });

  test('(b) counted from receipt: a late reply takes its share', () => {
    const { form, belief } = envelope(factsOf({ anchor: 'receipt' }));
    expect(form).toBe('b');
    expect(belief.largest).toMatchObject({ pauseMs: 1941.991, networkDelayMs: 991.991, storeStepMs: 941.991 });
  });

  test('(c) observers: both clocks count', () => {
    const { form, belief } = envelope(factsOf({ kind: 'observer' }));
    expect(form).toBe('c');
    // 8 / 0.999 + P = 10 / 1.001
    expect(belief.largest?.pauseMs).toBeCloseTo(10_000 / 1.001 - 8000 / 0.999, 2);
  });

  test('(d) a quorum of stores, counted from the last reply: a round is taken off the lease', () => {
    const { form, belief } = envelope(factsOf({ kind: 'quorum', anchor: 'receipt', requestTimeoutMs: 200 }));
    expect(form).toBe('d');
    expect(belief.largest?.pauseMs).toBeCloseTo(10_000 - 200 - 50 - 8000 / 0.999, 2);
  });

  test.each<[string, Partial<Timing>]>([
    ['a', {}],
    ['b', { anchor: 'receipt' }],
    ['c', { kind: 'observer' }],
    ['d', { kind: 'quorum', anchor: 'receipt' }],
  ])('(%s) is just inside at the limit and just outside beyond it', (_, timing) => {
    const facts = factsOf(timing, { pauseMs: 500 });
    const { belief } = envelope(facts);
    const claimed = toleratedAdversity(facts);
    const margin = (changes: Partial<typeof claimed>): number => exclusivityMarginUs(facts, { ...claimed, ...changes });
    const { clockRatePpm, pauseMs, storeStepMs } = belief.largest ?? {};
    for (const over of [0, 1]) {
      const isInside = over === 0;
      expect(margin({ clockRatePpm: (clockRatePpm ?? 0) + over }) >= 0).toBe(isInside);
      expect(margin({ pauseUs: Math.round((pauseMs ?? 0) * 1000) + over }) >= 0).toBe(isInside);
      // Observers do not ask the store's clock.
      if (timing.kind === 'observer') expect(storeStepMs).toBeNull();
      else expect(margin({ storeStepUs: Math.round((storeStepMs ?? 0) * 1000) + over }) >= 0).toBe(isInside);
    }
  });

  test('(e) is (a) with the delay to the resource added to P', () => {
    const facts = factsOf();
    const claimed = toleratedAdversity(facts);
    expect(effectsMarginUs(facts, claimed, 300_000)).toBe(
      exclusivityMarginUs(facts, { ...claimed, pauseUs: claimed.pauseUs + 300_000 }),
    );
  });
});

describe('what cannot hold', () => {
  test('claims inside say nothing', () => {
    expect(envelope(factsOf()).cannotHold).toEqual([]);
  });

  test('claims outside: belief, in one sentence with the numbers', () => {
    const { belief, effects, cannotHold } = envelope(factsOf({ validityMs: 10_000, anchor: 'receipt' }));
    expect(belief.largest).toBeNull();
    expect(effects.largest).toBeNull();
    expect(cannotHold).toEqual([
      'exclusivity under a pause of 1000 ms, a delay of 50 ms and a clock rate of 1000 ppm: a holder that believes for D = 10000 ms from the receipt of its renewal, with a lease of 10000 ms, it is 1059 ms short of D <= (1 - rho) (T / (1 + rho_s) - P - delta)',
    ]);
  });

  test('effects alone, where only the delay to the resource is too much', () => {
    const { belief, cannotHold } = envelope(factsOf({ validityMs: 8960 }));
    expect(belief.marginMs).toBe(31);
    expect(cannotHold).toHaveLength(1);
    expect(cannotHold[0]).toMatch(
      /^exclusive effects without fencing \(S3u\) under a pause .* with the delay to the resource added to P$/,
    );
  });

  test('(f) stability, where a renewal comes too late by itself', () => {
    const { stabilityMarginMs, cannotHold } = envelope(factsOf({ renewMs: 6000 }));
    expect(stabilityMarginMs).toBeLessThan(0);
    expect(cannotHold).toEqual([expect.stringMatching(/^stability \(L6\) under .* D > R \+ 2 delta \+ P$/)]);
  });

  test('nobody who claims nothing timed has an envelope', () => {
    const facts = factsOf();
    expect(envelopeOf({ ...facts, claims: { ...facts.claims, exclusivity: 'none' } })).toBeUndefined();
  });
});
