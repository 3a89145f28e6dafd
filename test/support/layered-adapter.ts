/**
 * An election written in as many asynchronous ways as a library may use: layers of async functions, race, any, all,
 * async generators, abort listeners, nextTick. Its lease is a plain key; it promises nothing and is never certified.
 */
import type {
  CampaignCandidate,
  CandidateEnvironment,
  Claims,
  ElectionAdapter,
  Leadership,
} from '../../src/adapter.ts';

export const layeredAdapter: ElectionAdapter = {
  name: 'layered',
  title: 'Layers upon layers',
  store: 'redis',
  testbeds: ['simulated'],
  leaseTtlMs: { min: 1, step: 1 },
  claims: ({ leaseTtlMs }): Claims => ({
    fencing: 'none',
    exclusivity: 'none',
    leaderView: 'none',
    liveness: false,
    tolerates: { clockRatePpm: 0, pauseMs: 0, networkDelayMs: 0 },
    timing: {
      kind: 'store',
      clock: 'monotonic',
      validityMs: leaseTtlMs,
      anchor: 'send',
      renewMs: leaseTtlMs / 3,
      retryMs: 500,
      jitter: 0.2,
      watch: false,
      requestTimeoutMs: leaseTtlMs / 3,
      backoffMsMax: 0,
      roundTrips: 1,
    },
  }),
  grants: {
    keys: (election) => [election],
    holder: (records, election) => {
      const value = records.get(election)?.value;
      return value === undefined || value === null ? undefined : { holder: value };
    },
  },
  createCandidate: async (environment) => {
    await environment.disk.write('boots', `${environment.incarnation}`);
    await Promise.all([environment.disk.read('boots'), environment.redis.ping().catch(() => 'nobody')]);
    return new LayeredCandidate(environment);
  },
};

class LayeredCandidate implements CampaignCandidate {
  readonly #environment: CandidateEnvironment;
  readonly #name: string;
  #lost: AbortController | undefined;

  constructor(environment: CandidateEnvironment) {
    this.#environment = environment;
    this.#name = `${environment.id}#${environment.incarnation}`;
  }

  async campaign({ signal }: { readonly signal: AbortSignal }): Promise<Leadership> {
    for await (const attempt of this.#attempts(signal)) {
      if (attempt !== 'won') continue;
      const lost = new AbortController();
      this.#lost = lost;
      void this.#keep(lost);
      return { lost: lost.signal };
    }
    throw new Error('unreachable: attempts end by throwing');
  }

  async resign(): Promise<void> {
    const lost = this.#lost;
    this.#lost = undefined;
    if (lost === undefined) return;
    lost.abort(new Error('resigned'));
    await this.#layer(3, async () => {
      const holder = await this.#environment.redis.get(this.#environment.election);
      if (holder === this.#name) await this.#environment.redis.del(this.#environment.election);
    });
  }

  isLeader(): boolean {
    return this.#lost !== undefined;
  }

  async leader(): Promise<{ holder: string } | undefined> {
    const holder = await Promise.any([this.#environment.redis.get(this.#environment.election), this.#never()]);
    return holder === null ? undefined : { holder };
  }

  async close(): Promise<void> {
    await this.resign();
    await new Promise<void>((resolve) => {
      process.nextTick(() => void Promise.resolve().then(resolve));
    });
  }

  async *#attempts(signal: AbortSignal): AsyncGenerator<'won' | 'missed', never, void> {
    for (;;) {
      signal.throwIfAborted();
      const reply = await this.#layer(4, () => this.#tryOnce(signal)).catch(() => null);
      yield reply === 'OK' ? 'won' : 'missed';
      const waits = [300, 400, 500].map((ms) =>
        this.#environment.clock.sleep(ms + 100 * this.#environment.random(), signal),
      );
      await Promise.race(waits);
      const rest = await Promise.allSettled(waits);
      if (rest.every(({ status }) => status === 'rejected')) throw signal.reason;
    }
  }

  async #tryOnce(signal: AbortSignal): Promise<string | null> {
    const { redis, election, leaseTtlMs, clock } = this.#environment;
    const limit = new AbortController();
    const late = clock.after(leaseTtlMs / 4, () => limit.abort(new Error('late')));
    try {
      return await Promise.race([
        redis.set(election, this.#name, 'PX', leaseTtlMs, 'NX', { signal: AbortSignal.any([signal, limit.signal]) }),
        clock.sleep(leaseTtlMs / 3, limit.signal).then(
          () => null,
          () => null,
        ),
      ]);
    } finally {
      late();
    }
  }

  async #keep(lost: AbortController): Promise<void> {
    const { redis, election, leaseTtlMs, clock } = this.#environment;
    const sentMs = clock.monotonicMs();
    try {
      await clock.sleep(leaseTtlMs / 3, lost.signal);
      const [holder] = await Promise.all([
        redis.get(election),
        this.#layer(2, async () => clock.monotonicMs() - sentMs),
      ]);
      if (holder !== this.#name) throw new Error(`${holder ?? 'nobody'} holds it`);
      await redis.pexpire(election, leaseTtlMs);
    } catch (error) {
      if (this.#lost === lost) this.#lost = undefined;
      lost.abort(error);
      return;
    }
    if (!lost.signal.aborted) void this.#keep(lost);
  }

  /** The same through `depth` more async functions, some of which hop through a tick. */
  async #layer<T>(depth: number, work: () => Promise<T>): Promise<T> {
    if (depth === 0) return work();
    if (depth % 2 === 0) await new Promise<void>((resolve) => process.nextTick(resolve));
    await null;
    return this.#layer(depth - 1, work);
  }

  #never(): Promise<string | null> {
    return Promise.reject(new Error('never'));
  }
}
