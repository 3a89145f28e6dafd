/** The one ledger over all servers of a world. */
import type { GrantReader } from '../../adapter.ts';
import type { ChangeBatch } from '../change-batch.ts';
import { GrantTracker } from '../grants.ts';
import { QuorumGrantTracker } from '../quorum-grants.ts';
import type { Recorder } from './recorder.ts';

export interface StoreLedgerOptions {
  readonly recorder: Recorder;
  /** Undefined: the adapter cannot say who holds the election, and the history has no store events. */
  readonly reader: GrantReader<'redis'> | undefined;
  readonly election: string;
  readonly candidates: readonly string[];
  /** How many servers; at least 1. */
  readonly members: number;
}

/** What the servers of a world share: the order of all that they do, and who holds the election by it. */
export class StoreLedger {
  readonly #tracker: GrantTracker | undefined;
  readonly #quorum: QuorumGrantTracker | undefined;
  #g = 0;

  constructor(options: StoreLedgerOptions) {
    const { recorder, reader, election, candidates, members } = options;
    if (reader === undefined) return;
    const following = { reader, election, candidates, emit: recorder.record.bind(recorder) };
    if (members === 1) this.#tracker = new GrantTracker(following);
    else this.#quorum = new QuorumGrantTracker(following);
  }

  get holder(): string | undefined {
    return this.#tracker?.holder ?? this.#quorum?.holder;
  }

  /** The place of the next thing that happens in the store's order. */
  nextG(): number {
    this.#g += 1;
    return this.#g;
  }

  apply(batch: ChangeBatch): void {
    if (this.#tracker === undefined) this.#quorum?.apply(batch);
    else this.#tracker.apply(batch);
  }

  stepped(member: number, byUs: number): void {
    this.#quorum?.stepped(member, byUs);
  }
}
