// Goal: the computed envelope is the true one. Method: the reference is given claims at the bound that its constants leave,
// one magnitude at a time, and attacked with exactly what it claims. A little inside nothing breaks; a little outside the
// promise breaks, so that the bound is tight and a claim beyond it is found out. The same for a variant whose validity lies
// at the bound of the reference's own claims.
import { describe, expect, test, vi } from 'vitest';
import { FencedCandidate } from '../../adapters/redis-fencing/fenced-candidate.ts';
import reference from '../../adapters/redis-fencing/adapter.ts';
import { leaseTiming } from '../../adapters/redis-fencing/timing.ts';
import type { Claims, Tolerance } from '../../spec/claims.ts';
import { envelopeOf, type EnvelopeLimits, type EnvelopeSide } from '../../spec/envelope.ts';
import { faults } from '../../spec/faults.ts';
import type { History } from '../../spec/history.ts';
import type { PropertyId } from '../../spec/property.ts';
import type { ElectionAdapter } from '../../src/adapter.ts';
import { judge } from '../../src/judge/judge.ts';
import { edgePlan, type EdgeTrouble } from '../../src/plan/envelope-plan.ts';
import { planGenerator } from '../../src/plan/generate-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { simulateEach } from '../../src/testbed/simulated/simulate.ts';
import { storeFacts } from '../../src/testbed/store-facts.ts';
import { violations } from '../golden/judge-safety.ts';
import { receiptAdapter } from '../support/receipt-adapter.ts';

// Hundreds of histories take seconds where other tests run beside them.
vi.setConfig({ testTimeout: 60_000 });

type Adapter = ElectionAdapter<'redis'>;
type Magnitude = keyof EnvelopeLimits;

const leaseTtlMs = 10_000;

/** The same adapter, claiming to tolerate something else. */
function claiming(adapter: Adapter, tolerates: Partial<Tolerance>): Adapter {
  const claims = (options: { readonly leaseTtlMs: number }): Claims => {
    const own = adapter.claims(options);
    return { ...own, tolerates: { ...own.tolerates, ...tolerates } };
  };
  return { ...adapter, claims };
}

/** The reference with another validity, which it declares. */
function believingFor(share: number): Adapter {
  const timing = (ttlMs: number): ReturnType<typeof leaseTiming> => ({
    ...leaseTiming(ttlMs),
    validityMs: share * ttlMs,
    timerSlackMs: 0.0001 * ttlMs,
  });
  return {
    ...reference,
    claims: (options) => {
      const own = reference.claims(options);
      return { ...own, timing: { ...own.timing, validityMs: share * options.leaseTtlMs } };
    },
    createCandidate: async (environment) => new FencedCandidate(environment, timing(environment.leaseTtlMs)),
  };
}

function largest(adapter: Adapter, magnitude: Magnitude, side: 'belief' | 'effects'): number {
  const claims = adapter.claims({ leaseTtlMs });
  const found: EnvelopeSide | undefined = envelopeOf({ claims, leaseTtlMs, store: storeFacts('simulated', 'redis') })?.[
    side
  ];
  const most = found?.largest?.[magnitude];
  if (most === undefined || most === null) throw new Error(`${magnitude} has no limit`);
  return most;
}

/** What is claimed, with one magnitude at a share of its limit; the adapter claims all of it but a step of the store's clock. */
function atShare(
  adapter: Adapter,
  [magnitude, share]: readonly [Magnitude, number],
  side: 'belief' | 'effects' = 'effects',
): { readonly adapter: Adapter; readonly trouble: EdgeTrouble } {
  const own = adapter.claims({ leaseTtlMs }).tolerates;
  const trouble = { ...own, storeStepMs: 0, [magnitude]: Math.floor(share * largest(adapter, magnitude, side)) };
  const { storeStepMs: _step, ...tolerates } = trouble;
  return { adapter: claiming(adapter, tolerates), trouble };
}

/** Attacks after different renewals, from different distances. */
function attacks({ adapter, trouble }: ReturnType<typeof atShare>, count: number): readonly Plan[] {
  const claims = adapter.claims({ leaseTtlMs });
  return Array.from({ length: count }, (_, seed) =>
    edgePlan({
      leaseTtlMs,
      claims,
      trouble,
      seed,
      renewal: 1 + (seed % 3),
      aheadMs: [0.5, 1, 2, 3][seed % 4] ?? 1,
      behindMs: [0, 1, 1.5, 2][Math.floor(seed / 4) % 4] ?? 1,
      phaseMs: 2000,
    }),
  );
}

async function historiesOf(adapter: Adapter, plans: readonly Plan[]): Promise<readonly History[]> {
  const found: History[] = [];
  await simulateEach(adapter, plans, (history) => void found.push(history));
  return found;
}

/** How many histories broke a promise, and how many were judged for it; what else was broken. */
async function outcome(
  attack: ReturnType<typeof atShare>,
  property: PropertyId,
  count: number,
): Promise<{
  readonly broken: number;
  readonly judged: number;
  readonly others: readonly string[];
}> {
  let broken = 0;
  let judged = 0;
  const others = new Set<string>();
  for (const history of await historiesOf(attack.adapter, attacks(attack, count))) {
    for (const verdict of judge(history, { holdTo: 'claims' })) {
      if (verdict.property === property && verdict.judged > 0) judged += 1;
      if (verdict.verdict !== 'violated') continue;
      if (verdict.property === property) broken += 1;
      else others.add(`${verdict.property}: ${verdict.witness?.sentence ?? ''}`);
    }
  }
  return { broken, judged, others: [...others] };
}

/** How many histories break it, whether anything was promised for them or not. */
async function brokenAnyway(attack: ReturnType<typeof atShare>, property: PropertyId, count: number): Promise<number> {
  const histories = await historiesOf(attack.adapter, attacks(attack, count));
  return histories.filter((history) => violations(history)[property] !== undefined).length;
}

const INSIDE = 0.98;
const OUTSIDE = 1.03;
const EACH = 260;

describe('effects without fencing (S3u), each magnitude alone with the others as claimed', () => {
  const claimed: readonly Magnitude[] = ['clockRatePpm', 'pauseMs', 'networkDelayMs'];

  test.each<Magnitude>([...claimed, 'storeStepMs'])('%s just inside: nothing breaks', async (magnitude) => {
    const found = await outcome(atShare(reference, [magnitude, INSIDE]), 'S3u', EACH);
    expect(found).toEqual({ broken: 0, judged: EACH, others: [] });
  });

  test.each(claimed)('%s just outside, and claimed: found guilty', async (magnitude) => {
    const found = await outcome(atShare(reference, [magnitude, OUTSIDE]), 'S3u', 16);
    expect(found.broken).toBeGreaterThan(0);
  });

  test('a step of the store’s clock just outside: it breaks, and nobody is blamed', async () => {
    const attack = atShare(reference, ['storeStepMs', OUTSIDE]);
    expect(await brokenAnyway(attack, 'S3u', 16)).toBeGreaterThan(0);
    expect(await outcome(attack, 'S3u', 16)).toMatchObject({ broken: 0, judged: 0 });
  });
});

describe('counted from the receipt of a reply, form (b)', () => {
  const claimed: readonly Magnitude[] = ['clockRatePpm', 'pauseMs', 'networkDelayMs'];

  test.each(claimed)('%s just inside: nothing breaks', async (magnitude) => {
    const found = await outcome(atShare(receiptAdapter, [magnitude, INSIDE]), 'S3u', EACH / 4);
    expect(found).toEqual({ broken: 0, judged: EACH / 4, others: [] });
  });

  test.each(claimed)('%s just outside, and claimed: found guilty', async (magnitude) => {
    const found = await outcome(atShare(receiptAdapter, [magnitude, OUTSIDE]), 'S3u', 16);
    expect(found.broken).toBeGreaterThan(0);
  });
});

describe('exclusive belief (S4), where no pause is claimed', () => {
  const sure = claiming(reference, { pauseMs: 0, networkDelayMs: 1 });

  test.each<Magnitude>(['clockRatePpm', 'storeStepMs'])('%s just inside: nothing breaks', async (magnitude) => {
    const found = await outcome(atShare(sure, [magnitude, INSIDE], 'belief'), 'S4', EACH / 4);
    expect(found).toMatchObject({ broken: 0, judged: EACH / 4 });
  });

  test('a clock rate just outside, and claimed: two leaders', async () => {
    const found = await outcome(atShare(sure, ['clockRatePpm', OUTSIDE], 'belief'), 'S4', 16);
    expect(found.broken).toBeGreaterThan(0);
  });

  test('a step of the store’s clock just outside: two leaders, and nobody is blamed', async () => {
    const attack = atShare(sure, ['storeStepMs', OUTSIDE], 'belief');
    expect(await brokenAnyway(attack, 'S4', 16)).toBeGreaterThan(0);
    expect(await outcome(attack, 'S4', 16)).toMatchObject({ broken: 0, judged: 0 });
  });
});

describe('a validity at the bound of the reference’s own claims, (1 - rho) (T - P - delta) = 0.74925 T', () => {
  const faultKinds = new Set(Object.values(faults).map(({ kind }) => kind));
  const asClaimed = (adapter: Adapter): ReturnType<typeof atShare> => ({
    adapter,
    trouble: { ...adapter.claims({ leaseTtlMs }).tolerates, storeStepMs: 0 },
  });

  test('is clean at it', async () => {
    const tight = believingFor(0.749);
    expect(
      envelopeOf({ claims: tight.claims({ leaseTtlMs }), leaseTtlMs, store: storeFacts('simulated', 'redis') }),
    ).toMatchObject({
      cannotHold: [],
    });
    const found = await outcome(asClaimed(tight), 'S3u', EACH);
    expect(found).toMatchObject({ broken: 0, judged: EACH });
  });

  test('breaks a little beyond it, which its claims say before anything is run', async () => {
    const tooLong = believingFor(0.751);
    const { cannotHold } = envelopeOf({
      claims: tooLong.claims({ leaseTtlMs }),
      leaseTtlMs,
      store: storeFacts('simulated', 'redis'),
    }) ?? { cannotHold: [] };
    expect(cannotHold).toHaveLength(1);
    expect(cannotHold[0]).toMatch(/^exclusive effects without fencing \(S3u\) .* it is 18 ms short of D <= /);
    const found = await outcome(asClaimed(tooLong), 'S3u', 16);
    expect(found.broken).toBeGreaterThan(0);
  });

  test('one that claims more than its constants leave is found by the search', async () => {
    const greedy = believingFor(0.76);
    const generator = planGenerator({ seed: 1, adapter: greedy, faults: faultKinds, scale: 'virtual' });
    const broken = new Set<PropertyId>();
    let histories = 0;
    while (broken.size === 0 && histories < 2000) {
      const plans = Array.from({ length: 50 }, (_, index) => generator.plan(histories + index));
      for (const history of await historiesOf(greedy, plans))
        for (const { property, verdict } of judge(history, { holdTo: 'claims' }))
          if (verdict === 'violated') broken.add(property);
      histories += plans.length;
    }
    expect([...broken]).toEqual(['S3u']);
  });
});
