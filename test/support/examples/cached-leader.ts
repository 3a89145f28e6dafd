/**
 * Breaks one promise, for an example report: whoever does not lead remembers for a lease who does, instead of reading it
 * each time. No order of events explains what all candidates together are told (S5-V4).
 */
import { defineAdapter, type ElectionAdapter, type LeaderView } from 'scrutineer/adapter';
import reference from '../../../adapters/redis-fencing/adapter.ts';
import { FencedCandidate } from '../../../adapters/redis-fencing/fenced-candidate.ts';

class RememberingCandidate extends FencedCandidate {
  readonly #nowMs: () => number;
  readonly #forMs: number;
  #seen: { readonly atMs: number; readonly view: LeaderView | undefined } | undefined;

  constructor(environment: ConstructorParameters<typeof FencedCandidate>[0]) {
    super(environment);
    this.#nowMs = () => environment.clock.monotonicMs();
    this.#forMs = environment.leaseTtlMs;
  }

  override async leader(): Promise<LeaderView | undefined> {
    if (this.isLeader()) return super.leader();
    const nowMs = this.#nowMs();
    if (this.#seen !== undefined && nowMs < this.#seen.atMs + this.#forMs) return this.#seen.view;
    const view = await super.leader();
    this.#seen = { atMs: nowMs, view };
    return view;
  }
}

const adapter: ElectionAdapter<'redis'> = defineAdapter({
  ...reference,
  name: 'cached-leader',
  title: 'A lease whose leader is remembered by everybody',
  createCandidate: (environment) => Promise.resolve(new RememberingCandidate(environment)),
});

export default adapter;
