/**
 * Whom an answer to `leader()` means, in terms of the store's own record. The answer may name a process, a candidate, or
 * what the implementation calls its holders in the record; only what is certainly another one refutes it.
 */
import { candidateOf, earliest } from './history.ts';
import type { HistoryHeader, Micros, Token } from './history.ts';
import type { Tenure } from './store-record.ts';

/** The records that an answer may speak of, in the store's order. */
export interface ToldRecords {
  /** Those that it names. */
  readonly named: readonly Tenure[];
  /** Those of which nobody can tell whether it names them. */
  readonly possible: readonly Tenure[];
}

/** Finds the records that answers speak of; each answer that differs is worked out once. */
export class ToldHolders {
  readonly #header: HistoryHeader;
  readonly #tenures: readonly Tenure[];
  readonly #found = new Map<string, Map<Token | undefined, ToldRecords>>();

  constructor(header: HistoryHeader, tenures: readonly Tenure[]) {
    this.#header = header;
    this.#tenures = tenures;
  }

  /** What `holder` with `number` may mean; without a number, any record of that holder. */
  records(holder: string, number: Token | undefined): ToldRecords {
    let ofHolder = this.#found.get(holder);
    if (ofHolder === undefined) this.#found.set(holder, (ofHolder = new Map<Token | undefined, ToldRecords>()));
    let records = ofHolder.get(number);
    if (records === undefined) ofHolder.set(number, (records = this.#find(holder, number)));
    return records;
  }

  #find(holder: string, number: Token | undefined): ToldRecords {
    const named: Tenure[] = [];
    const possible: Tenure[] = [];
    for (const tenure of this.#tenures) {
      const isNamed = this.#names(holder, tenure);
      if (isNamed === 'no' || (number !== undefined && tenure.token !== undefined && tenure.token !== number)) continue;
      const isCertain = isNamed === 'yes' && (number === undefined || tenure.token !== undefined);
      (isCertain ? named : possible).push(tenure);
    }
    return { named, possible };
  }

  #names(holder: string, { grant, candidate }: Tenure): 'yes' | 'no' | 'unknown' {
    const recorded = grant.event.holder;
    if (holder === recorded) return 'yes';
    if (this.#isCandidate(holder)) {
      if (candidate === undefined) return 'unknown';
      return candidate === candidateOf(holder) ? 'yes' : 'no';
    }
    // A name of the implementation's own: it differs from another such name, and may be anybody of ours.
    return this.#isCandidate(recorded) ? 'unknown' : 'no';
  }

  #isCandidate(name: string): boolean {
    const candidate = candidateOf(name);
    return this.#header.candidates.some(({ id }) => id === candidate);
  }
}

/** The earliest moment at which one of these records may have been granted; Infinity where there is none. */
export function firstGrantedUs(tenures: readonly Tenure[]): Micros {
  let first = Infinity;
  for (const { grant } of tenures) first = Math.min(first, earliest(grant.event.at));
  return first;
}
