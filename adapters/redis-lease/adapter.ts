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

const knownDeviations: readonly Deviation[] = [];

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
    leaderView: 'none',
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
      requestTimeoutMs: leaseTtlMs / 2,
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
