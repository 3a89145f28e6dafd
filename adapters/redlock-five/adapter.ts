/** The Redlock algorithm over five independent Redis servers. README.md says where it comes from and what it breaks. */
import { defineAdapter, type Claims, type Deviation, type ElectionAdapter, type RedisRecord } from 'scrutineer/adapter';
import { RedlockCandidate } from './candidate.ts';
import { lockKey, processOf } from './redlock.ts';
import { redlockTiming } from './timing.ts';

const MEMBERS = 5;

/** What happens when one server of five goes wrong. Each stored plan shows its own; README.md tells how. */
const knownDeviations: readonly Deviation[] = [
  {
    property: 'S4',
    why: 'A server that granted the lock restarts without its data: with it, another majority grants it again while the first holder believes.',
    source:
      'antirez, Is Redlock safe? (2016); Redis documentation on persistence and delayed restarts of Redlock servers',
    plan: 'plans/member-without-data.json',
  },
  {
    property: 'S3u',
    why: 'The first holder goes on writing until its validity is over, and nothing fences its writes off.',
    source: 'Kleppmann, How to do distributed locking (2016)',
    plan: 'plans/member-without-data.json',
  },
  {
    property: 'S4',
    why: 'The clock of a server jumps forward, and the lock ends there at once: the same second majority, without any restart.',
    source: 'Kleppmann, How to do distributed locking (2016)',
    plan: 'plans/member-clock-jump.json',
  },
  {
    property: 'S3u',
    why: 'The same after the jump of a clock: what the first holder still writes is applied after writes of the second one.',
    source: 'Kleppmann, How to do distributed locking (2016)',
    plan: 'plans/member-clock-jump.json',
  },
];

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  name: 'redlock-five',
  title: 'Redlock over five Redis servers',
  store: 'redis',
  members: MEMBERS,
  testbeds: ['simulated'],
  leaseTtlMs: { min: 1000, step: 1 },
  claims,
  knownDeviations,
  createCandidate: async (environment) => new RedlockCandidate(environment),
  grants: {
    keys: (election) => [lockKey(election)],
    holder: (records) => {
      const holder = majorityOf(records.values());
      return holder === undefined ? undefined : { holder };
    },
  },
});

export default adapter;

/** The process whose value a majority of the servers has: of one attempt, since each has a value of its own. */
function majorityOf(records: Iterable<RedisRecord>): string | undefined {
  const counts = new Map<string, number>();
  for (const { value } of records) {
    if (value === null) continue;
    const count = (counts.get(value) ?? 0) + 1;
    if (count > MEMBERS / 2) return processOf(value) ?? value;
    counts.set(value, count);
  }
  return undefined;
}

/** One holder at a time, no deadlock, and availability while a majority of the servers is up; no fencing. */
function claims({ leaseTtlMs }: { readonly leaseTtlMs: number }): Claims {
  const { validityMs, extendMs, retryMs, requestTimeoutMs, tolerates } = redlockTiming(leaseTtlMs);
  return {
    fencing: 'none',
    exclusivity: 'timed',
    leaderView: 'none',
    liveness: true,
    tolerates,
    timing: {
      kind: 'quorum',
      clock: 'monotonic',
      validityMs,
      anchor: 'send',
      renewMs: extendMs,
      // Candidates that ask at the same moment can split the servers. Then all try again, each after a delay of its own:
      // within three attempts one of them comes alone.
      retryMs: 3 * retryMs,
      jitter: 1,
      watch: false,
      requestTimeoutMs,
      backoffMsMax: 0,
      roundTrips: 2,
    },
  };
}
