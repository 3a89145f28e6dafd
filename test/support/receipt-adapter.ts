/**
 * A lease on Redis whose holder counts its validity from the receipt of a reply, form (b) of the exclusivity inequality. It
 * has no tokens, tries again after a fixed time, and is otherwise as careful as the reference.
 */
import type {
  CampaignCandidate,
  CandidateEnvironment,
  Claims,
  ElectionAdapter,
  Leadership,
} from '../../src/adapter.ts';
import reference from '../../adapters/redis-fencing/adapter.ts';
import { releaseScript, renewScript } from '../../adapters/redis-fencing/scripts.ts';

class ReceiptCandidate implements CampaignCandidate {
  readonly #environment: CandidateEnvironment<'redis'>;
  readonly #claims: Claims;
  readonly #key: string;
  readonly #name: string;
  #lost: AbortController | undefined;
  #cancel: (() => void)[] = [];

  constructor(environment: CandidateEnvironment<'redis'>, claims: Claims) {
    this.#environment = environment;
    this.#claims = claims;
    this.#key = keyOf(environment.election);
    this.#name = `${environment.id}#${environment.incarnation}`;
  }

  async campaign({ signal }: { readonly signal: AbortSignal }): Promise<Leadership> {
    const { redis, clock, leaseTtlMs } = this.#environment;
    const { retryMs, requestTimeoutMs: timeoutMs } = this.#claims.timing;
    while (!signal.aborted) {
      try {
        const reply = await redis.call('SET', this.#key, this.#name, 'PX', leaseTtlMs, 'NX', { timeoutMs });
        if (reply === 'OK') return this.#lead();
      } catch (error) {
        this.#environment.log(`attempt failed: ${String(error)}`);
      }
      await clock.sleep(retryMs, signal).catch(() => undefined);
    }
    throw new Error('the campaign was cancelled');
  }

  async resign(): Promise<void> {
    this.#demote('resigned');
    await this.#environment.redis.run(releaseScript, [this.#key], [this.#name]);
  }

  async close(): Promise<void> {
    await this.resign();
  }

  #lead(): Leadership {
    this.#lost = new AbortController();
    this.#believe(this.#lost);
    return { lost: this.#lost.signal };
  }

  /** From now on, which is the receipt of a reply. */
  #believe(lost: AbortController): void {
    const { clock } = this.#environment;
    const { validityMs, renewMs } = this.#claims.timing;
    for (const cancel of this.#cancel) cancel();
    this.#cancel = [
      clock.after(validityMs, () => this.#demote('the lease was not renewed in time')),
      clock.after(renewMs, () => void this.#renew(lost)),
    ];
  }

  async #renew(lost: AbortController): Promise<void> {
    const { redis, leaseTtlMs } = this.#environment;
    const limits = { timeoutMs: this.#claims.timing.requestTimeoutMs };
    try {
      const renewed = await redis.run(renewScript, [this.#key], [this.#name, leaseTtlMs], limits);
      if (this.#lost !== lost) return;
      if (renewed === 1) this.#believe(lost);
      else this.#demote('the store holds another record');
    } catch (error) {
      this.#environment.log(`renewal failed: ${String(error)}`);
    }
  }

  #demote(reason: string): void {
    for (const cancel of this.#cancel) cancel();
    this.#cancel = [];
    this.#lost?.abort(reason);
    this.#lost = undefined;
  }
}

function keyOf(election: string): string {
  return `lease:${election}`;
}

/** Validity of 0.7 T from receipt; tolerates a pause of 0.15 T, which leaves 0.05 T. */
export const receiptAdapter: ElectionAdapter<'redis'> = {
  ...reference,
  name: 'receipt-lease',
  testbeds: ['simulated'],
  claims,
  createCandidate: async (environment) =>
    new ReceiptCandidate(environment, claims({ leaseTtlMs: environment.leaseTtlMs })),
  grants: {
    keys: (election) => [keyOf(election)],
    holder: (records, election) => {
      const holder = records.get(keyOf(election))?.value;
      return holder === null || holder === undefined ? undefined : { holder };
    },
  },
};

function claims(options: { readonly leaseTtlMs: number }): Claims {
  const own = reference.claims(options);
  return {
    ...own,
    fencing: 'none',
    leaderView: 'none',
    liveness: false,
    tolerates: { ...own.tolerates, pauseMs: 0.15 * options.leaseTtlMs },
    timing: { ...own.timing, anchor: 'receipt' },
  };
}
