/** The records of one election as its ledger shows them: what is there, when it ends, and whose writing it is. */
import { candidateOf, earliest, type CandidateId, type Micros, type ProcessId } from '../../spec/history.ts';
import type { RedisRecord } from '../ports/redis.ts';
import type { ChangeBatch } from './change-batch.ts';

/** What a batch did to the records of the election. */
export interface RecordsTouched {
  readonly touched: boolean;
  /** Whether a value changed. */
  readonly rewritten: boolean;
}

export class ElectionRecords {
  readonly #keys: ReadonlySet<string>;
  readonly #candidates: ReadonlySet<CandidateId>;
  /** The records that are there, by name: the key, or `member/key` where there are several stores. */
  readonly byName: Map<string, RedisRecord> = new Map();
  /** When each of them expires, in microseconds on the time line of the batches; null: never. */
  readonly endsUs: Map<string, Micros | null> = new Map();

  constructor(keys: readonly string[], candidates: readonly CandidateId[]) {
    this.#keys = new Set(keys);
    this.#candidates = new Set(candidates);
  }

  /** Takes the changes of one atomic step of the store. */
  apply(batch: ChangeBatch): RecordsTouched {
    const { member, at } = batch;
    let touched = false;
    let rewritten = false;
    for (const { record } of batch.changes) {
      if (!this.#keys.has(record.key)) continue;
      const name = member === undefined ? record.key : `${member}/${record.key}`;
      touched = true;
      rewritten ||= this.byName.get(name)?.value !== record.value;
      if (record.value === null) {
        this.byName.delete(name);
        this.endsUs.delete(name);
        continue;
      }
      this.byName.set(name, member === undefined ? record : { ...record, member });
      const ttlMs = record.ttlMs ?? null;
      this.endsUs.set(name, ttlMs === null ? null : earliest(at) + Math.round(ttlMs * 1000));
    }
    return { touched, rewritten };
  }

  /** `b` is the process that wrote it when that is one of b's; `b#1` and foreign names stay. Undefined: no new knowledge. */
  writerOf(name: string, by: ProcessId | undefined): string | undefined {
    if (!this.#candidates.has(name)) return name;
    return by !== undefined && candidateOf(by) === name ? by : undefined;
  }
}
