// Goal: views are judged on histories that implementations made, under every kind of fault. The reference reads the record
// anew each time, so it keeps every level, with one request as the bound of staleness; one that answers from what it last
// read, or from what it hopes for, is found.
import { expect, test, vi } from 'vitest';
import type { Claims } from '../../../spec/claims.ts';
import { faults } from '../../../spec/faults.ts';
import type { PropertyId, VerdictWord } from '../../../spec/property.ts';
import reference from '../../../adapters/redis-fencing/adapter.ts';
import type { CampaignCandidate, Candidate, ElectionAdapter, LeaderView } from '../../../src/adapter.ts';
import { judge } from '../../../src/judge/judge.ts';
import { planGenerator } from '../../../src/plan/generate-plan.ts';
import { simulateEach } from '../../../src/testbed/simulated/simulate.ts';

// Hundreds of histories take seconds where other tests run beside them.
vi.setConfig({ testTimeout: 60_000 });

type View = (own: () => Promise<LeaderView | undefined>) => () => Promise<LeaderView | undefined>;

/** The reference with another claim, and with its answers taken through `through`. */
function viewing(
  leaderView: (ttlMs: number) => Claims['leaderView'],
  through: (candidate: string) => View = () => (own) => own,
): ElectionAdapter<'redis'> {
  return {
    ...reference,
    claims: (options) => ({ ...reference.claims(options), leaderView: leaderView(options.leaseTtlMs) }),
    createCandidate: async (environment) => {
      const candidate: Candidate = await reference.createCandidate(environment);
      if (!('campaign' in candidate)) throw new Error('the reference campaigns');
      const own: CampaignCandidate = candidate;
      const read = async (): Promise<LeaderView | undefined> => own.leader?.();
      return {
        campaign: (options) => own.campaign(options),
        resign: () => own.resign(),
        isLeader: () => own.isLeader?.() ?? false,
        leader: through(`${environment.id}#${environment.incarnation}`)(read),
        close: () => own.close(),
      };
    },
  };
}

interface Outcome {
  readonly words: ReadonlySet<VerdictWord>;
  readonly judged: number;
}

async function outcome(adapter: ElectionAdapter<'redis'>, property: PropertyId, histories: number): Promise<Outcome> {
  const kinds = new Set(Object.values(faults).map(({ kind }) => kind));
  const generator = planGenerator({ seed: 7, adapter, faults: kinds, scale: 'virtual' });
  const plans = Array.from({ length: histories }, (_, index) => generator.plan(index));
  const words = new Set<VerdictWord>();
  let judged = 0;
  await simulateEach(adapter, plans, (history) => {
    for (const verdict of judge(history, { holdTo: 'claims' })) {
      if (verdict.property !== property) continue;
      words.add(verdict.verdict);
      judged += verdict.judged;
    }
  });
  return { words, judged };
}

const oneRequest = (ttlMs: number): Claims['leaderView'] => ({ staleMsMax: 0.2 * ttlMs });
const monotonic = (): Claims['leaderView'] => 'monotonic';

test.each<[PropertyId, (ttlMs: number) => Claims['leaderView']]>([
  ['S5-V1', monotonic],
  ['S5-V2', monotonic],
  ['S5-V3', oneRequest],
])('%s: the reference keeps it', async (property, leaderView) => {
  const { words, judged } = await outcome(viewing(leaderView), property, 80);
  expect(words).not.toContain('violated');
  expect(words).toContain('holds');
  expect(judged).toBeGreaterThan(500);
});

test('S5-V3: an answer of the time before is stale', async () => {
  const lastRead: View = (own) => {
    let last: LeaderView | undefined;
    return async () => {
      const told = last;
      last = await own();
      return told;
    };
  };
  expect(
    (
      await outcome(
        viewing(oneRequest, () => lastRead),
        'S5-V3',
        30,
      )
    ).words,
  ).toContain('violated');
  expect(
    (
      await outcome(
        viewing(monotonic, () => lastRead),
        'S5-V2',
        30,
      )
    ).words,
  ).not.toContain('violated');
});

test('S5-V1: a candidate that names itself where it sees nobody is a phantom', async () => {
  const hoping =
    (process: string): View =>
    (own) =>
    async () =>
      (await own()) ?? { holder: process };
  expect((await outcome(viewing(monotonic, hoping), 'S5-V1', 30)).words).toContain('violated');
});

test('S5-V2: two replicas that take turns go back', async () => {
  const turns: View = (own) => {
    const seen: (LeaderView | undefined)[] = [];
    return async () => {
      seen.push(await own());
      // Every other answer comes from the replica that is three answers behind.
      return seen.length % 2 === 0 ? seen.at(-1) : seen.at(-4);
    };
  };
  expect(
    (
      await outcome(
        viewing(monotonic, () => turns),
        'S5-V2',
        30,
      )
    ).words,
  ).toContain('violated');
});
