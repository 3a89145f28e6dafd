/**
 * From the ledger to the history: an adapter's `GrantReader` says who holds the election by the keys as they are; the
 * tracker asks it after every atomic command and turns the differences into store events. The same on every testbed.
 */
import type { GrantReader } from '../adapter.ts';
import { earliest, type CandidateId, type Micros, type StoreEvent, type Token } from '../../spec/history.ts';
import type { ChangeBatch } from './change-batch.ts';
import { ElectionRecords } from './election-records.ts';
import { endEvent, leaseEvent, type NamedGrant } from './grant-event.ts';

export interface GrantTrackerOptions {
  readonly reader: GrantReader<'redis'>;
  readonly election: string;
  readonly candidates: readonly CandidateId[];
  readonly emit: (event: StoreEvent) => void;
}

interface Grant extends NamedGrant {
  /** As the implementation wrote it. */
  readonly name: string;
  /** The keys without which the reader would name another holder or none: their lifetime is the lease. */
  readonly supports: readonly string[];
}

/** Follows who holds one election. */
export class GrantTracker {
  readonly #options: GrantTrackerOptions;
  readonly #records: ElectionRecords;
  #grant: Grant | undefined;

  constructor(options: GrantTrackerOptions) {
    this.#options = options;
    this.#records = new ElectionRecords(options.reader.keys(options.election), options.candidates);
  }

  /** The process (or candidate, or foreign name) that holds the election by the ledger. */
  get holder(): string | undefined {
    return this.#grant?.holder;
  }

  /**
   * Takes one batch and emits at most one event: what the whole atomic step came to. After a loss whoever is the holder
   * then is granted anew, since nothing that was known of a record says how much of it is left.
   */
  apply(batch: ChangeBatch): void {
    const { touched, rewritten } = this.#records.apply(batch);
    if (rewritten || batch.cause === 'lost') this.#evaluate(batch);
    else if (touched) this.#keep(batch);
  }

  /** No value changed, so the reader would name the same holder: at most the lease is a new one. */
  #keep(batch: ChangeBatch): void {
    const grant = this.#grant;
    if (grant === undefined) return;
    const holder = this.#records.writerOf(grant.name, batch.by) ?? grant.holder;
    this.#grant = holder === grant.holder ? grant : { ...grant, holder };
    this.#renew(this.#grant, batch);
  }

  #renew(grant: Grant, batch: ChangeBatch): void {
    const refreshed = batch.changes.some((change) => change.refreshed && grant.supports.includes(change.record.key));
    if (!refreshed) return;
    const leaseUs = this.#leaseUs(grant.supports, earliest(batch.at));
    this.#options.emit(leaseEvent('renewed', grant, batch, { leaseUs }));
  }

  #evaluate(batch: ChangeBatch): void {
    const before = this.#grant;
    const isNew = batch.cause === 'lost';
    const now = this.#options.reader.holder(this.#records.byName, this.#options.election);
    if (now === undefined) {
      this.#grant = undefined;
      if (before !== undefined) this.#options.emit(endEvent(before, batch));
      return;
    }
    const token = now.token?.toString();
    const same = !isNew && before !== undefined && before.name === now.holder && before.token === token;
    const holder = this.#records.writerOf(now.holder, batch.by) ?? (same ? before.holder : now.holder);
    const supports = same ? before.supports : this.#supportsOf(now.holder, token);
    this.#grant = { name: now.holder, holder, token, supports };
    if (same) {
      this.#renew(this.#grant, batch);
      return;
    }
    // What has expired is nobody's live record any more, so it cannot have been replaced.
    const replaced = batch.cause === 'command' ? before?.holder : undefined;
    const leaseUs = this.#leaseUs(supports, earliest(batch.at));
    this.#options.emit(leaseEvent('granted', this.#grant, batch, { leaseUs, replaced }));
  }

  #supportsOf(name: string, token: Token | undefined): readonly string[] {
    const { byName } = this.#records;
    if (byName.size === 1) return [...byName.keys()];
    const supports: string[] = [];
    for (const key of byName.keys()) {
      const without = new Map(byName);
      without.delete(key);
      const other = this.#options.reader.holder(without, this.#options.election);
      if (other?.holder !== name || other.token?.toString() !== token) supports.push(key);
    }
    return supports;
  }

  /** The shortest remaining lifetime; null where no supporting key ever expires. */
  #leaseUs(supports: readonly string[], nowUs: Micros): Micros | null {
    let shortest: Micros | null = null;
    for (const key of supports) {
      const endUs = this.#records.endsUs.get(key) ?? null;
      if (endUs !== null && (shortest === null || endUs - nowUs < shortest)) shortest = endUs - nowUs;
    }
    return shortest;
  }
}
