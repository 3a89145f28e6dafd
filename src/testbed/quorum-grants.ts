/**
 * From the ledgers of several independent stores to the history: the adapter's reader sees the records of all of them and
 * says who holds the election, and the differences are the events of the store as a whole.
 *
 * What a majority grants has no single record whose lifetime is the lease. The lease is as long as the reader would go on
 * naming the holder if nothing happened but that records end, the shortest-lived first.
 */
import { earliest, type Micros } from '../../spec/history.ts';
import type { RedisRecord } from '../ports/redis.ts';
import { ElectionRecords } from './election-records.ts';
import { endEvent, leaseEvent, type NamedGrant } from './grant-event.ts';
import type { ChangeBatch } from './change-batch.ts';
import type { GrantTrackerOptions } from './grants.ts';

interface QuorumGrant extends NamedGrant {
  /** As the implementation wrote it. */
  readonly name: string;
  /** When the records that make it the holder will be too few; null: never. */
  readonly endUs: Micros | null;
}

/** Follows who holds one election by the records of several stores. */
export class QuorumGrantTracker {
  readonly #options: GrantTrackerOptions;
  readonly #records: ElectionRecords;
  #grant: QuorumGrant | undefined;

  constructor(options: GrantTrackerOptions) {
    this.#options = options;
    this.#records = new ElectionRecords(options.reader.keys(options.election), options.candidates);
  }

  /** The process (or candidate, or foreign name) that holds the election by the ledgers. */
  get holder(): string | undefined {
    return this.#grant?.holder;
  }

  /** Takes one batch of one member and emits at most one event. */
  apply(batch: ChangeBatch): void {
    if (this.#records.apply(batch).touched) this.#evaluate(batch);
  }

  /** The clock of a member jumped forward by this much: all its records end so much sooner. */
  stepped(member: number, byUs: Micros): void {
    const prefix = `${member}/`;
    const { endsUs } = this.#records;
    for (const [name, endUs] of endsUs) if (endUs !== null && name.startsWith(prefix)) endsUs.set(name, endUs - byUs);
    // Nobody wrote anything, so it is no renewal; whoever judges the lease knows of the step.
    if (this.#grant !== undefined) this.#grant = { ...this.#grant, endUs: this.#endOf(this.#grant) };
  }

  #evaluate(batch: ChangeBatch): void {
    const before = this.#grant;
    const now = this.#holderBy(this.#records.byName);
    if (now === undefined) {
      this.#grant = undefined;
      if (before !== undefined) this.#options.emit(endEvent(before, batch));
      return;
    }
    const same = before !== undefined && before.name === now.name && before.token === now.token;
    const holder = this.#records.writerOf(now.name, batch.by) ?? (same ? before.holder : now.name);
    const grant = { ...now, holder, endUs: this.#endOf(now) };
    this.#grant = grant;
    if (!same) this.#emitLease('granted', grant, batch, batch.cause === 'command' ? before?.holder : undefined);
    else if (grant.endUs !== before.endUs) this.#emitLease('renewed', grant, batch);
  }

  #emitLease(type: 'granted' | 'renewed', grant: QuorumGrant, batch: ChangeBatch, replaced?: string): void {
    const leaseUs = grant.endUs === null ? null : Math.max(0, grant.endUs - earliest(batch.at));
    this.#options.emit(leaseEvent(type, grant, batch, { leaseUs, replaced }));
  }

  #holderBy(records: ReadonlyMap<string, RedisRecord>): Pick<QuorumGrant, 'name' | 'token'> | undefined {
    const found = this.#options.reader.holder(records, this.#options.election);
    return found === undefined ? undefined : { name: found.holder, token: found.token?.toString() };
  }

  /** When the reader would name another holder, or none, if every record lived out its time and nothing else happened. */
  #endOf(grant: Pick<QuorumGrant, 'name' | 'token'>): Micros | null {
    const left = new Map(this.#records.byName);
    const ends = [...this.#records.endsUs].flatMap(([name, endUs]) => (endUs === null ? [] : [{ name, endUs }]));
    for (const { name, endUs } of ends.sort((one, other) => one.endUs - other.endUs)) {
      left.delete(name);
      const then = this.#holderBy(left);
      if (then === undefined || then.name !== grant.name || then.token !== grant.token) return endUs;
    }
    return null;
  }
}
