/** The Redis lock with a renewal loop, as published. README.md says where it comes from and what it breaks. */
import {
  defineAdapter,
  type CandidateEnvironment,
  type Claims,
  type Deviation,
  type ElectionAdapter,
  type EventCandidate,
  type LeaderView,
  type LeadershipReport,
} from 'scrutineer/adapter';
import { LeaderElection, lockKey } from './leader-election.ts';

const published = 'the published class, followed step by step in leader-election.ts';

/** What it breaks of what its users believe. Each stored plan shows its own; README.md tells how. */
const knownDeviations: readonly Deviation[] = [
  {
    property: 'S4',
    why: 'A leader without an answer has no deadline of its own, and after an error it is never demoted: another leads beside it.',
    source: published,
    plan: 'plans/renewals-refused.json',
  },
  {
    property: 'S3u',
    why: 'A leader that was replaced, or resigned, is not told to stop: it goes on writing, and nothing fences its writes off.',
    source: published,
    plan: 'plans/resignation.json',
  },
  {
    property: 'S6',
    why: 'Re-entry is a GET, a comparison and an EXPIRE: an EXPIRE that arrives late prolongs the record of whoever came in between.',
    source: published,
    plan: 'plans/late-expire.json',
  },
  {
    property: 'S7',
    why: 'A resignation deletes the record first, clears the flag on the reply, and never reports the loss.',
    source: published,
    plan: 'plans/resignation.json',
  },
  {
    property: 'S8',
    why: 'An error clears the flag but not the variable behind the callbacks: isLeader says no while no loss was reported.',
    source: published,
    plan: 'plans/renewals-refused.json',
  },
  {
    property: 'W1-weak',
    why: 'What a resigned instance has on its way still counts: the late reply to its SET elects the candidate in its next campaign, while another holds the record.',
    source: published,
    plan: 'plans/elected-by-an-earlier-start.json',
  },
  {
    property: 'W3',
    why: 'After one failed renewal the loss of the record is never reported, and neither is the next election.',
    source: published,
    plan: 'plans/renewals-refused.json',
  },
  {
    property: 'W1-strong',
    why: 'Resigning does not wait for the SET that is on its way: its late reply elects a candidate that has just deleted the record.',
    source: published,
    plan: 'plans/elected-after-resignation.json',
  },
  {
    property: 'L3',
    why: 'Belief ends only with a reply that refuses a renewal; without a reply it never ends.',
    source: published,
    plan: 'plans/renewals-refused.json',
  },
];

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  name: 'redis-lease',
  title: 'Redis lock with a renewal loop, as published',
  store: 'redis',
  testbeds: ['simulated', 'local', 'containers'],
  leaseTtlMs: { min: 1000, step: 1000 },
  claims,
  knownDeviations,
  createCandidate: async (environment) => new LeaseCandidate(environment),
  grants: {
    keys: (election) => [lockKey(election)],
    holder: (records, election) => {
      const node = records.get(lockKey(election))?.value;
      return node === null || node === undefined ? undefined : { holder: node };
    },
  },
});

export default adapter;

/** What its users believe: one leader at a time while the renewals come through, and a successor when the leader dies. */
function claims({ leaseTtlMs }: { readonly leaseTtlMs: number }): Claims {
  return {
    fencing: 'none',
    exclusivity: 'timed',
    // getLeader is a GET of the lock: whom it names had the lock. There is no number by which it could be monotonic.
    leaderView: 'no-phantom',
    liveness: true,
    tolerates: { clockRatePpm: 100, pauseMs: leaseTtlMs / 10, networkDelayMs: leaseTtlMs / 50 },
    timing: {
      kind: 'store',
      clock: 'monotonic',
      validityMs: leaseTtlMs,
      anchor: 'receipt',
      renewMs: leaseTtlMs / 3,
      retryMs: leaseTtlMs / 3,
      jitter: 0,
      watch: false,
      // The class sets none; this is the limit that the port gives to a call without one.
      requestTimeoutMs: leaseTtlMs / 5,
      backoffMsMax: 0,
      roundTrips: 2,
    },
  };
}

/** The class as a program would use it: one instance for each start, thrown away by its stop. */
class LeaseCandidate implements EventCandidate {
  readonly #environment: CandidateEnvironment<'redis'>;
  #election: LeaderElection | undefined;

  constructor(environment: CandidateEnvironment<'redis'>) {
    this.#environment = environment;
  }

  async start(report: LeadershipReport): Promise<void> {
    this.#election = new LeaderElection(this.#environment, report);
    this.#election.start();
  }

  async resign(): Promise<void> {
    await this.#election?.stop();
  }

  isLeader(): boolean {
    return this.#election?.isLeader() ?? false;
  }

  async leader(): Promise<LeaderView | undefined> {
    const holder = await this.#election?.getLeader();
    return holder === null || holder === undefined ? undefined : { holder };
  }

  async close(): Promise<void> {
    await this.#election?.stop();
    await this.#environment.redis.quit();
  }
}
