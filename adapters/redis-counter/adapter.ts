/** The fencing class as published, with a campaign loop of ours around it; README.md says which part is whose. */
import {
  defineAdapter,
  type CandidateEnvironment,
  type Claims,
  type ElectionAdapter,
  type EventCandidate,
  type LeadershipReport,
} from 'scrutineer/adapter';
import { FencedOperation, lockKey, NotTheLeaderError } from './fenced-operation.ts';

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  name: 'redis-counter',
  title: 'Redis lock with a fencing counter, as published',
  store: 'redis',
  testbeds: ['simulated', 'local', 'containers'],
  leaseTtlMs: { min: 1000, step: 1000 },
  claims,
  createCandidate: async (environment) => new CountingCandidate(environment),
  grants: {
    keys: (election) => [lockKey(election)],
    // The counter is not told: it rises with every call, also where the holder only stays the holder.
    holder: (records, election) => {
      const node = records.get(lockKey(election))?.value;
      return node === null || node === undefined ? undefined : { holder: node };
    },
  },
});

export default adapter;

/** Its text promises tokens that only grow, and nothing about time. */
function claims({ leaseTtlMs }: { readonly leaseTtlMs: number }): Claims {
  return {
    fencing: 'monotonic',
    exclusivity: 'none',
    leaderView: 'none',
    liveness: false,
    tolerates: { clockRatePpm: 0, pauseMs: 0, networkDelayMs: leaseTtlMs / 50 },
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
      roundTrips: 1,
    },
  };
}

/** Calls the class every T/3: the first token is an election, a refusal after it is a loss. */
class CountingCandidate implements EventCandidate {
  readonly #environment: CandidateEnvironment<'redis'>;
  readonly #operation: FencedOperation;
  #report: LeadershipReport | undefined;
  #leading = false;
  /** Rises with every start and end, so that a call which outlived its loop is not heard any more. */
  #round = 0;

  constructor(environment: CandidateEnvironment<'redis'>) {
    this.#environment = environment;
    this.#operation = new FencedOperation(environment);
  }

  async start(report: LeadershipReport): Promise<void> {
    this.#report = report;
    this.#round += 1;
    void this.#loop(this.#round);
  }

  isLeader(): boolean {
    return this.#leading;
  }

  /** The class cannot release: the lock stays until it expires. */
  async resign(): Promise<void> {
    this.#round += 1;
    this.#lose('resigned');
  }

  async close(): Promise<void> {
    await this.resign();
  }

  async #loop(round: number): Promise<void> {
    try {
      await this.#operation.executeAsLeader((token) => {
        if (round === this.#round) this.#win(token);
      });
    } catch (error) {
      if (round !== this.#round) return;
      if (error instanceof NotTheLeaderError) this.#lose(error.message);
      else this.#environment.log(`attempt failed: ${String(error)}`);
    }
    if (round === this.#round)
      this.#environment.clock.after(this.#environment.leaseTtlMs / 3, () => this.#again(round));
  }

  #again(round: number): void {
    if (round === this.#round) void this.#loop(round);
  }

  #win(token: bigint): void {
    if (this.#leading) return;
    this.#leading = true;
    this.#report?.elected({ token });
  }

  #lose(reason: string): void {
    if (!this.#leading) return;
    this.#leading = false;
    this.#report?.lost(reason);
  }
}
