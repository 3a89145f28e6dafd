/**
 * Which records a leadership may rest on: its candidate's, and with its token where both have one.
 */
import type { Beliefs, Leadership } from './belief.ts';
import { beliefsOf } from './belief.ts';
import type { CandidateId } from './history.ts';
import { sharedEvidence } from './shared-evidence.ts';
import { belongsTo, storeRecordOf } from './store-record.ts';
import type { StoreRecord, Tenure } from './store-record.ts';
import type { MonitorContext } from './property.ts';

/** Finds the tenures of a leadership. Ask only when the history has ended. */
export class Holdings {
  readonly #record: StoreRecord;
  /** By the place of `elected` in the history. */
  readonly #found: Map<number, readonly Tenure[]> = new Map();
  readonly #byCandidate: Map<CandidateId, readonly Tenure[]> = new Map();

  constructor(record: StoreRecord) {
    this.#record = record;
  }

  /** In the store's order. Tenures whose owner nobody knows are among them. */
  of(leadership: Leadership): readonly Tenure[] {
    const known = this.#found.get(leadership.electedIndex);
    if (known !== undefined) return known;
    const { token } = leadership;
    const own = this.#ofCandidate(leadership.candidate);
    const found = own.filter((tenure) => token === undefined || tenure.token === undefined || tenure.token === token);
    this.#found.set(leadership.electedIndex, found);
    return found;
  }

  #ofCandidate(candidate: CandidateId): readonly Tenure[] {
    const known = this.#byCandidate.get(candidate);
    if (known !== undefined) return known;
    const found = this.#record.tenures().filter((tenure) => belongsTo(tenure, candidate));
    this.#byCandidate.set(candidate, found);
    return found;
  }
}

/** The holdings of the history that a context stands for. */
export const holdingsOf: (context: MonitorContext) => Holdings = sharedEvidence(
  (context) => new Holdings(storeRecordOf(context)),
);

/** What monitors share that compare belief with the record. */
export interface BeliefAndRecord {
  readonly beliefs: Beliefs;
  readonly record: StoreRecord;
  readonly holdings: Holdings;
}

/** Belief, record and their relation, of the history that a context stands for. */
export function beliefAndRecordOf(context: MonitorContext): BeliefAndRecord {
  return { beliefs: beliefsOf(context), record: storeRecordOf(context), holdings: holdingsOf(context) };
}
