/** Whom each candidate believes to lead, followed event by event, for whoever watches a run. */
import { candidateOf, type CandidateId, type HistoryEvent } from '../../spec/history.ts';

/** What one candidate believes. */
export interface Belief {
  readonly candidate: CandidateId;
  /** The leader as it sees it: its own name where it believes that it leads. Absent where it sees nobody, or was never asked. */
  readonly leader?: string;
}

/** One election's beliefs: told each event, in order. */
export class Beliefs {
  readonly #leaders = new Map<CandidateId, string | undefined>();
  /** Open questions after the leader, by process and operation. */
  readonly #asked = new Set<string>();

  /** `candidates` are listed from the start, in this order. */
  constructor(candidates: readonly CandidateId[]) {
    for (const candidate of candidates) this.#leaders.set(candidate, undefined);
  }

  add(event: HistoryEvent): void {
    switch (event.type) {
      case 'elected':
        this.#leaders.set(candidateOf(event.who), candidateOf(event.who));
        return;
      case 'lost':
      case 'crashed':
      case 'closed':
        this.#leaders.set(candidateOf(event.who), undefined);
        return;
      case 'invoke':
        if (event.f === 'leader') this.#asked.add(`${event.who} ${event.op}`);
        return;
      case 'ok':
        if (this.#asked.delete(`${event.who} ${event.op}`)) this.#answered(candidateOf(event.who), event.value?.holder);
        return;
      default:
    }
  }

  /** As of now. */
  list(): readonly Belief[] {
    return [...this.#leaders].map(([candidate, leader]) => ({
      candidate,
      ...(leader === undefined ? {} : { leader }),
    }));
  }

  /** A candidate that believes that it leads does so whatever its own view of the store says. */
  #answered(candidate: CandidateId, holder: string | undefined): void {
    if (this.#leaders.get(candidate) === candidate) return;
    this.#leaders.set(candidate, holder === undefined ? undefined : candidateOf(holder));
  }
}
