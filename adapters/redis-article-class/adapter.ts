/** An ordinary Node class, certified as it is. README.md says where its behaviour comes from and what it breaks. */
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
import { LeaderElection } from './leader-election.ts';
import { renewScript, resignScript } from './scripts.ts';

const source = 'the published class, written as ordinary Node code in leader-election.ts';

/** What it breaks of what its users believe. Each stored plan shows its own; README.md tells how. */
const knownDeviations: readonly Deviation[] = [
  {
    property: 'S4',
    why: "Between the GET and the EXPIRE of re-entry the lock can become another node's, and the class then says that it leads beside it.",
    source,
    plan: 'plans/re-entry-after-a-pause.json',
  },
  {
    property: 'S6',
    why: 'The EXPIRE of re-entry compares nothing: it prolongs the lock of whoever has it by then.',
    source,
    plan: 'plans/re-entry-after-a-pause.json',
  },
  {
    property: 'S3u',
    why: 'A leader that was replaced, or resigned, is not told to stop: it goes on writing, and nothing fences its writes off.',
    source,
    plan: 'plans/resignation.json',
  },
  {
    property: 'S7',
    why: 'resign() deletes the lock first and clears the flag on the reply, and nothing is emitted.',
    source,
    plan: 'plans/resignation.json',
  },
  {
    property: 'S8',
    why: 'An error clears the flag but not wasLeader: isLeader() says no, and demoted was never emitted.',
    source,
    plan: 'plans/renewals-refused.json',
  },
  {
    property: 'W3',
    why: 'After one failed renewal neither the loss of the lock nor the next election is ever emitted.',
    source,
    plan: 'plans/renewals-refused.json',
  },
  {
    property: 'L3',
    why: 'A leader that gets no answer has no deadline of its own: demoted comes with a refusal or never.',
    source,
    plan: 'plans/renewals-refused.json',
  },
  {
    property: 'W1-strong',
    why: 'stop() does not wait for the SET that is on its way: its late reply emits elected after the resignation.',
    source,
    plan: 'plans/elected-after-resignation.json',
  },
  {
    property: 'W1-weak',
    why: 'The late reply to the SET of a stopped instance elects the candidate in its next campaign, while another holds the lock.',
    source,
    plan: 'plans/elected-by-an-earlier-start.json',
  },
];

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  name: 'redis-article-class',
  title: 'Redis election class in ordinary Node code',
  store: 'redis',
  testbeds: ['simulated', 'local', 'containers'],
  globals: 'virtual',
  scripts: [renewScript, resignScript],
  leaseTtlMs: { min: 1000, step: 1000 },
  claims,
  knownDeviations,
  createCandidate: async (environment) => new ClassCandidate(environment),
  grants: {
    keys: (election) => [lockKey(election)],
    holder: (records, election) => {
      const node = records.get(lockKey(election))?.value;
      return node === null || node === undefined ? undefined : { holder: hostOf(node) };
    },
  },
});

export default adapter;

function lockKey(election: string): string {
  return `leader:${election}`;
}

/** The class writes `host/random`, and the host is what the environment calls this process. */
function hostOf(node: string): string {
  return node.slice(0, node.lastIndexOf('/'));
}

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
      requestTimeoutMs: leaseTtlMs / 5,
      backoffMsMax: 0,
      roundTrips: 2,
    },
  };
}

/** The class as a program would use it: one instance for each start, thrown away by its stop. */
class ClassCandidate implements EventCandidate {
  readonly #environment: CandidateEnvironment<'redis'>;
  #election: LeaderElection | undefined;

  constructor(environment: CandidateEnvironment<'redis'>) {
    this.#environment = environment;
  }

  async start(report: LeadershipReport): Promise<void> {
    const { redis, election, leaseTtlMs, id, incarnation } = this.#environment;
    this.#election = new LeaderElection(redis, {
      electionName: election,
      ttlSeconds: leaseTtlMs / 1000,
      host: `${id}#${incarnation}`,
    });
    this.#election.on('elected', () => report.elected());
    this.#election.on('demoted', () => report.lost('demoted'));
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
    return holder === null || holder === undefined ? undefined : { holder: hostOf(holder) };
  }

  async close(): Promise<void> {
    if (this.#election === undefined) await this.#environment.redis.quit();
    else await this.#election.close();
  }
}
