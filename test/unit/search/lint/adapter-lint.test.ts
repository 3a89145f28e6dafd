/**
 * Goal: each mistake of an adapter is found without any fault and explained by a sentence, and adapters without mistakes
 * are left alone.
 * Method: the reference, with one mistake planted at a time.
 */
import { afterEach, describe, expect, test } from 'vitest';
import { recordKey } from '../../../../adapters/redis-fencing/fenced-candidate.ts';
import type { ElectionAdapter } from '../../../../src/adapter.ts';
import { lintAdapter } from '../../../../src/search/lint/adapter-lint.ts';
import type { LintFinding, LintReport } from '../../../../src/search/lint/lint-report.ts';
import { breachOfContract } from '../../../../src/search/property-results.ts';
import {
  methodsOf,
  reference,
  selfCampaigning,
  withCandidates,
  withClaims,
  withLeadership,
} from '../../../support/mistaken-adapters.ts';

const HISTORIES = 22;

function lint(adapter: ElectionAdapter): Promise<LintReport> {
  return lintAdapter(adapter, { histories: HISTORIES });
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

const leftovers: NodeJS.Timeout[] = [];
afterEach(() => {
  for (const timer of leftovers.splice(0)) clearTimeout(timer);
});

interface Mistake {
  readonly code: LintFinding['code'];
  readonly adapter: ElectionAdapter;
  readonly says: RegExp;
}

const mistakes: readonly Mistake[] = [
  {
    code: 'LINT-ELECTED-TWICE',
    adapter: selfCampaigning({
      change: (report) => ({
        ...report,
        elected: (leadership) => {
          report.elected(leadership);
          report.elected(leadership);
        },
      }),
    }),
    says: /reported elected with token \d+ at .* not lost in between/,
  },
  {
    code: 'LINT-LOST-UNELECTED',
    adapter: selfCampaigning({
      change: (report) => ({
        ...report,
        lost: () => {
          report.lost();
          report.lost();
        },
      }),
    }),
    says: /reported lost at .* although it was not elected then/,
  },
  {
    code: 'LINT-REPORT-AFTER-CLOSE',
    adapter: selfCampaigning({
      afterClose: (report, { clock }) => void clock.sleep(5).then(() => report.elected({ token: 99n })),
    }),
    says: /reported elected at .* after its close had settled/,
  },
  {
    code: 'LINT-LOST-LATE',
    adapter: withLeadership((leadership, { clock }) => {
      const late = new AbortController();
      leadership.lost.addEventListener('abort', () => void clock.sleep(50).then(() => late.abort()));
      return { ...leadership, lost: late.signal };
    }),
    says: /(resign|close) of \w#0 settled .* had not been reported lost/,
  },
  {
    code: 'LINT-IS-LEADER',
    adapter: withCandidates((candidate) => ({ ...methodsOf(candidate), isLeader: () => false })),
    says: /answered no twice, .* by its own reports it leads/,
  },
  {
    code: 'LINT-IS-LEADER-SHAPE',
    adapter: withCandidates((candidate) => ({ ...methodsOf(candidate), isLeader: () => 'yes' })),
    says: /isLeader\(\) answered the text "yes"/,
  },
  {
    code: 'LINT-LEADER-SHAPE',
    adapter: withCandidates((candidate) => ({ ...methodsOf(candidate), leader: () => Promise.resolve('a') })),
    says: /leader\(\) answered the text "a"/,
  },
  {
    code: 'LINT-LEADER-SHAPE',
    adapter: withCandidates((candidate) => ({
      ...methodsOf(candidate),
      leader: () => Promise.resolve({ holder: 'host-7' }),
    })),
    says: /leader\(\) named "host-7", which is no candidate/,
  },
  {
    code: 'LINT-NO-TOKEN',
    adapter: withLeadership(({ lost }) => ({ lost })),
    says: /without a token, although the claims say fencing: "monotonic"/,
  },
  {
    code: 'LINT-TOKEN-REUSED',
    adapter: withLeadership(({ lost }) => ({ lost, token: 7n })),
    says: /with token 7 at .* the token of an earlier leadership/,
  },
  {
    code: 'LINT-TOKEN-DOWN',
    adapter: withLeadership(({ lost, token = 0n }) => ({ lost, token: 1000n - token })),
    says: /with token \d+ at .* had been elected with \d+/,
  },
  {
    code: 'LINT-LEADERSHIP-SHAPE',
    adapter: withLeadership(({ token }) => ({ token })),
    says: /campaign settled with an object with token, whose lost is no AbortSignal/,
  },
  {
    code: 'LINT-LEADERSHIP-SHAPE',
    adapter: withLeadership(({ lost, token }) => ({ lost, token: Number(token) })),
    says: /a token that is the number \d+ rather than a bigint/,
  },
  {
    code: 'LINT-CANCEL-IGNORED',
    adapter: withCandidates((candidate) => ({
      ...methodsOf(candidate),
      campaign: () => candidate.campaign({ signal: new AbortController().signal }),
    })),
    says: /settled as elected .* after its signal had aborted/,
  },
  {
    code: 'LINT-CANCEL-UNSETTLED',
    adapter: withCandidates((candidate) => ({
      ...methodsOf(candidate),
      campaign: (options: { signal: AbortSignal }) => candidate.campaign(options).catch(never),
    })),
    says: /The signal of the campaign of \w#0 aborted .* had not settled/,
  },
  {
    code: 'LINT-GRANT-KEPT',
    adapter: withCandidates((candidate, { redis, id, election, leaseTtlMs, clock }) => ({
      ...methodsOf(candidate),
      close: async () => {
        await candidate.close();
        void (async () => {
          for (;;) {
            await redis.set(recordKey(election), `${id}#0:1000`, 'PX', leaseTtlMs);
            await clock.sleep(leaseTtlMs / 4);
          }
        })().catch(() => undefined);
      },
    })),
    says: /renewed the record at .* after its close had settled, and without leading/,
  },
  {
    code: 'LINT-RESIGN-UNSETTLED',
    adapter: withCandidates((candidate) => ({ ...methodsOf(candidate), resign: () => candidate.resign().then(never) })),
    says: /resign of \w#0, called at .* had not settled/,
  },
  {
    code: 'LINT-CLOSE-UNSETTLED',
    adapter: withCandidates((candidate) => ({ ...methodsOf(candidate), close: () => candidate.close().then(never) })),
    says: /close of \w#0, called at .* had not settled/,
  },
  {
    code: 'LINT-GRANTS-BLIND',
    adapter: { ...reference, grants: { keys: () => ['elsewhere'], holder: () => undefined } },
    says: /was elected, but grants.holder never named a holder/,
  },
  {
    code: 'LINT-GRANTS-NAME',
    adapter: {
      ...reference,
      grants: {
        keys: (election) => reference.grants?.keys(election) ?? [],
        holder: (records, election) => {
          const found = reference.grants?.holder(records, election);
          return found === undefined ? undefined : { ...found, holder: `node-${found.holder}` };
        },
      },
    },
    says: /named "node-\w#0" .* which is no candidate/,
  },
  {
    code: 'LINT-GRANTS-THROW',
    adapter: {
      ...reference,
      grants: {
        keys: (election) => reference.grants?.keys(election) ?? [],
        holder: () => {
          throw new TypeError('records.get(...) is undefined');
        },
      },
    },
    says: /grants.holder threw in history \d+: records.get/,
  },
  {
    code: 'LINT-CAMPAIGN-AT-ONCE',
    adapter: withCandidates((candidate) => ({
      ...methodsOf(candidate),
      campaign: () => Promise.reject(new Error('no such host')),
    })),
    says: /5 campaigns of \w#0 in a row .*: no such host/,
  },
  {
    code: 'LINT-NEVER-ELECTED',
    adapter: withCandidates((candidate, { id, clock }) =>
      id === 'b'
        ? { ...methodsOf(candidate), campaign: ({ signal }: { signal: AbortSignal }) => clock.sleep(1e9, signal) }
        : candidate,
    ),
    says: /^b took part in \d+ histories .* never elected/,
  },
  {
    code: 'LINT-NOBODY-ELECTED',
    adapter: withCandidates((candidate, { clock }) => ({
      ...methodsOf(candidate),
      campaign: ({ signal }: { signal: AbortSignal }) => clock.sleep(1e9, signal),
    })),
    says: /^Nobody was ever elected in 3 histories/,
  },
  {
    code: 'LINT-CRASH',
    adapter: withLeadership((leadership) => {
      void Promise.reject(new Error('boom'));
      return leadership;
    }),
    says: /ended at .* by an error that nothing caught: Error: boom/,
  },
  {
    code: 'LINT-CREATE-FAILS',
    adapter: { ...reference, createCandidate: () => Promise.reject(new Error('set REDIS_URL first')) },
    says: /createCandidate failed: set REDIS_URL first/,
  },
  {
    code: 'LINT-CANDIDATE-SHAPE',
    adapter: withCandidates(({ campaign }) => ({ campaign, resign: () => Promise.resolve() })),
    says: /a candidate without close/,
  },
  {
    code: 'LINT-PLATFORM',
    adapter: withCandidates((candidate) => {
      leftovers.push(setTimeout(() => undefined, 60_000));
      return candidate;
    }),
    says: /Timeout outside of the simulation/,
  },
  {
    code: 'LINT-CLAIMS-VALIDITY',
    adapter: withClaims((claims, leaseTtlMs) => ({
      ...claims,
      timing: { ...claims.timing, validityMs: leaseTtlMs + 1 },
    })),
    says: /longer than the store keeps the lease/,
  },
  {
    code: 'LINT-CLAIMS-RENEW',
    adapter: withClaims((claims) => ({ ...claims, timing: { ...claims.timing, renewMs: claims.timing.validityMs } })),
    says: /lose the election between any two/,
  },
  {
    code: 'LINT-CLAIMS-TIMEOUT',
    adapter: withClaims((claims, leaseTtlMs) => ({
      ...claims,
      timing: { ...claims.timing, requestTimeoutMs: 2 * leaseTtlMs },
    })),
    says: /one lost renewal always costs the leadership/,
  },
  {
    code: 'LINT-CLAIMS-TTL',
    adapter: { ...reference, leaseTtlMs: { min: 1500, step: 1000 } },
    says: /not a whole number of steps/,
  },
];

test.each(mistakes)('$code: $says', async ({ code, adapter, says }) => {
  const { findings } = await lint(adapter);
  const finding = findings.find((each) => each.code === code);
  expect(findings.map((each) => each.code)).toContain(code);
  expect(finding?.sentence).toMatch(says);
  expect(finding?.next.length).toBeGreaterThan(20);
});

describe('what is no mistake', () => {
  test.each([
    { name: 'the reference', adapter: reference },
    { name: 'the same, campaigning by itself', adapter: selfCampaigning() },
  ])('$name has no finding', async ({ adapter }) => {
    expect(await lint(adapter)).toEqual({ histories: HISTORIES, findings: [] });
  });
});

describe('what follows from a mistake', () => {
  const late = (): ElectionAdapter => withLeadership(({ lost }) => ({ lost }));

  test('an error breaks the contract, with its sentence', async () => {
    expect(breachOfContract(await lint(late()), false)).toMatch(/^the adapter breaks the contract: .* without a token/);
  });

  test('a declared one does not, unless strict', async () => {
    const deviation = { property: 'S2a', why: 'no tokens', source: 'its README', plan: 'plans/s2a.json' } as const;
    const report = await lint({ ...late(), knownDeviations: [deviation] });
    expect(report.findings).toMatchObject([{ code: 'LINT-NO-TOKEN', declared: true }]);
    expect(breachOfContract(report, false)).toBeUndefined();
    expect(breachOfContract(report, true)).toContain('without a token');
  });

  test('a warning does not', async () => {
    const report = await lint({ ...reference, leaseTtlMs: { min: 1500, step: 1000 } });
    expect(breachOfContract(report, false)).toBeUndefined();
  });

  test('where histories would be about the mistake alone, nothing is searched', async () => {
    const report = await lint(withLeadership(({ token }) => ({ token })));
    expect(report.unsearchable).toContain('whose lost is no AbortSignal');
    expect(report.findings.every(({ declared }) => !declared)).toBe(true);
  });

  test('where every campaign fails at once, neither is there, and nothing is held against the adapter', async () => {
    const report = await lint(
      withCandidates((candidate) => ({
        ...methodsOf(candidate),
        campaign: () => Promise.reject(new Error('campaign is still empty')),
      })),
    );
    expect(report.unsearchable).toMatch(/^no candidate was ever elected, even without a fault\. .*still empty/);
    expect(breachOfContract(report, true)).toBeUndefined();
  });

  test('the first example and how often', async () => {
    const { findings } = await lint(late());
    const [finding] = findings;
    expect(finding?.times).toBeGreaterThan(HISTORIES / 2);
    expect(finding?.example?.candidate).toMatch(/^[a-g]$/);
    expect(finding?.example?.at).toBeGreaterThan(0);
  });
});
