/**
 * A replica of a Redis server that is told of every change a while after it was made: replication is asynchronous, so
 * what was acknowledged within that lag before the primary went is not there when the replica takes over.
 *
 * Deadlines are points of the wall clock, and are replicated as such. A replica removes nothing by itself; what is past
 * its deadline goes when it has become the primary.
 */
import type { Micros } from '../../../../spec/history.ts';
import type { ChangeCause, KeyChange } from '../../change-batch.ts';
import { NEVER, type Entry } from './redis-keyspace.ts';

interface Replicated {
  readonly atUs: Micros;
  /** Written by a client, rather than expired. */
  readonly written: boolean;
  readonly entries: readonly (readonly [key: string, entry: Entry | undefined])[];
}

/** What the replica has when it takes over. */
export interface ReplicaState {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Whether writes are missing in it. */
  readonly lossy: boolean;
}

export class RedisReplica {
  /** What is certain to have arrived. */
  #entries: Map<string, Entry> = new Map();
  /** What may still be on its way, oldest first: how long it takes is known only when the primary goes. */
  #onItsWay: Replicated[] = [];

  /** The primary made these changes at `atUs`; `wallUs` is what its wall clock showed. */
  receive(
    changes: readonly KeyChange[],
    cause: ChangeCause,
    at: { readonly atUs: Micros; readonly wallUs: number },
  ): void {
    const nowMs = Math.floor(at.wallUs / 1000);
    const entries = changes.map(({ record: { key, value, ttlMs } }) => {
      if (value === null) return [key, undefined] as const;
      const deadlineMs = ttlMs === undefined || ttlMs === null ? NEVER : nowMs + ttlMs;
      return [key, { value, deadlineMs }] as const;
    });
    this.#onItsWay.push({ atUs: at.atUs, written: cause !== 'expired', entries });
  }

  /** The primary is gone, and so is what it changed after `keptUntilUs`. The replica begins anew as that of the next one. */
  takeOver(keptUntilUs: Micros): ReplicaState {
    const arrived = this.#onItsWay.filter(({ atUs }) => atUs <= keptUntilUs);
    const lost = this.#onItsWay.filter(({ atUs }) => atUs > keptUntilUs);
    this.#onItsWay = [];
    for (const { entries } of arrived) {
      for (const [key, entry] of entries) {
        if (entry === undefined) this.#entries.delete(key);
        else this.#entries.set(key, entry);
      }
    }
    return { entries: new Map(this.#entries), lossy: lost.some(({ written }) => written) };
  }
}
