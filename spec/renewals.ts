/**
 * When the record of a candidate was written or prolonged, by the store's own account. A record whose holder is nobody
 * that the history knows may be anyone's, so it counts for all.
 */
import { candidateOf } from './history.ts';
import type { CandidateId, EventType, HistoryEvent, HistoryHeader, Instant } from './history.ts';
import { sharedEvidence, type Evidence, type Feeding } from './shared-evidence.ts';

/** The event types from which renewals are gathered. */
export const renewalReads: readonly EventType[] = ['granted', 'renewed'];

export interface Renewal {
  readonly at: Instant;
  readonly index: number;
}

export class Renewals implements Evidence {
  readonly reads: readonly EventType[] = renewalReads;
  feeding: Feeding | undefined = undefined;
  readonly #byCandidate = new Map<CandidateId, Renewal[]>();
  #last: { readonly holder: string; readonly own: Renewal[] | undefined } | undefined;

  constructor(header: HistoryHeader) {
    for (const { id } of header.candidates) this.#byCandidate.set(id, []);
  }

  step(event: HistoryEvent, index: number): void {
    if (event.type !== 'granted' && event.type !== 'renewed') return;
    const renewal = { at: event.at, index };
    const own = this.#ofHolder(event.holder);
    if (own !== undefined) own.push(renewal);
    else for (const all of this.#byCandidate.values()) all.push(renewal);
  }

  /** The list of a holder's candidate. The same holder is asked for again and again, so the last answer is at hand. */
  #ofHolder(holder: string): Renewal[] | undefined {
    if (this.#last?.holder === holder) return this.#last.own;
    const own = this.#byCandidate.get(candidateOf(holder));
    this.#last = { holder, own };
    return own;
  }

  /** In the store's order. */
  of(candidate: CandidateId): readonly Renewal[] {
    return this.#byCandidate.get(candidate) ?? [];
  }
}

/** The renewals of the history that a context stands for. */
export const renewalsOf: (context: { readonly header: HistoryHeader }) => Renewals = sharedEvidence(
  (context) => new Renewals(context.header),
);
