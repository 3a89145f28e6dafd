/** What a ledger tells of one atomic step of the store. */
import type { Instant, ProcessId } from '../../spec/history.ts';
import type { RedisRecord } from '../ports/redis.ts';

/** One key after a change. */
export interface KeyChange {
  readonly record: RedisRecord;
  /** Whether the key got a lifetime by this change (also the same again, also none), rather than keeping what was left of it. */
  readonly refreshed: boolean;
}

/** Why keys changed: a client's command, the end of their lifetime, or a store that came back without all its data. */
export type ChangeCause = 'command' | 'expired' | 'lost';

/** What one atomic step of the store did to the keys of one election, in order. */
export interface ChangeBatch {
  readonly at: Instant;
  /** The store's own order; rises with every batch. */
  readonly g: number;
  readonly cause: ChangeCause;
  /** The process whose command it was, where known. */
  readonly by?: ProcessId;
  /** Which of several independent stores, from 1. */
  readonly member?: number;
  readonly changes: readonly KeyChange[];
}
