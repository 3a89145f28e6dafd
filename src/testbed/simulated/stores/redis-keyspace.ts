/** The keys of the Redis model: values, deadlines, and a note of every change for the ledger. */
import type { KeyChange } from '../../change-batch.ts';

/** The deadline of a key that never expires. */
export const NEVER: number = Number.POSITIVE_INFINITY;

export interface Entry {
  readonly value: string;
  /** Milliseconds on the server's wall clock. The key is alive *at* its deadline and dead after it, as on the server. */
  readonly deadlineMs: number;
}

const NO_CHANGES: readonly KeyChange[] = [];

/** Keys and values, with the changes since they were last taken. */
export class RedisKeyspace {
  readonly #entries: Map<string, Entry> = new Map();
  #changes: KeyChange[] = [];
  #nextDeadlineMs = NEVER;

  /** The earliest deadline of all keys, in milliseconds of the server's wall clock; `NEVER` where no key expires. */
  get nextDeadlineMs(): number {
    return this.#nextDeadlineMs;
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  /** Writes a key. `refreshed`: whether the deadline was given anew, rather than kept. */
  put(key: string, entry: Entry, options: { readonly nowMs: number; readonly refreshed: boolean }): void {
    const former = this.#entries.get(key);
    this.#entries.set(key, entry);
    if (entry.deadlineMs <= this.#nextDeadlineMs) this.#nextDeadlineMs = entry.deadlineMs;
    else if (former !== undefined && former.deadlineMs === this.#nextDeadlineMs) this.#findNextDeadline();
    const ttlMs = entry.deadlineMs === NEVER ? null : entry.deadlineMs - options.nowMs;
    this.#changes.push({ record: { key, value: entry.value, ttlMs }, refreshed: options.refreshed });
  }

  /** Deletes a key; whether it was there. */
  remove(key: string): boolean {
    const former = this.#entries.get(key);
    if (former === undefined) return false;
    this.#entries.delete(key);
    if (former.deadlineMs === this.#nextDeadlineMs) this.#findNextDeadline();
    this.#changes.push({ record: { key, value: null }, refreshed: false });
    return true;
  }

  /** Deletes every key whose deadline has passed, the earliest first. */
  removeDue(nowMs: number): void {
    while (this.#nextDeadlineMs < nowMs) {
      for (const [key, entry] of this.#entries) {
        if (entry.deadlineMs !== this.#nextDeadlineMs) continue;
        this.remove(key);
        break;
      }
    }
  }

  /** Deletes every key. */
  clear(): void {
    for (const key of this.#entries.keys()) this.remove(key);
  }

  /** Makes the keys those of another server; what is past its deadline is left out. Only differences are changes. */
  replace(entries: ReadonlyMap<string, Entry>, nowMs: number): void {
    for (const key of this.#entries.keys()) {
      const next = entries.get(key);
      if (next === undefined || next.deadlineMs < nowMs) this.remove(key);
    }
    for (const [key, entry] of entries) {
      const former = this.#entries.get(key);
      const isKept = former?.value === entry.value && former.deadlineMs === entry.deadlineMs;
      if (entry.deadlineMs >= nowMs && !isKept) this.put(key, entry, { nowMs, refreshed: true });
    }
  }

  /** The changes since the last call, in order. */
  takeChanges(): readonly KeyChange[] {
    if (this.#changes.length === 0) return NO_CHANGES;
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  #findNextDeadline(): void {
    this.#nextDeadlineMs = NEVER;
    for (const { deadlineMs } of this.#entries.values()) {
      if (deadlineMs < this.#nextDeadlineMs) this.#nextDeadlineMs = deadlineMs;
    }
  }
}
