/**
 * Who plays which part right now, by what the processes have reported: the leader, who waits to become one, who was one.
 * Faults are aimed at parts, so that they keep their meaning when a plan is shrunk.
 */
import { candidateOf, type CandidateId, type HistoryEvent, type ProcessId } from '../../../spec/history.ts';

export class Roles {
  /** Leaderships believed in, oldest first. */
  readonly #believers: ProcessId[] = [];
  /** Processes with an open campaign, oldest first, and its operation. */
  readonly #campaigning: Map<ProcessId, number> = new Map();
  #former: CandidateId | undefined;
  /** Asks the ledger where nobody believes. */
  readonly #holder: () => string | undefined;

  constructor(holder: () => string | undefined) {
    this.#holder = holder;
  }

  see(event: HistoryEvent): void {
    switch (event.type) {
      case 'invoke':
        if (event.f === 'campaign' || event.f === 'start') this.#campaigning.set(event.who, event.op);
        break;
      case 'ok':
      case 'fail':
      case 'info':
        if (this.#campaigning.get(event.who) === event.op) this.#campaigning.delete(event.who);
        break;
      case 'elected':
        this.#believers.push(event.who);
        this.#campaigning.delete(event.who);
        break;
      case 'lost':
        this.#disbelieve(event.who);
        break;
      case 'crashed':
      case 'closed':
        this.#disbelieve(event.who);
        this.#campaigning.delete(event.who);
        break;
      default:
    }
  }

  /** Who was elected last and still believes it; else who holds the election by the ledger. */
  leader(): CandidateId | undefined {
    const believer = this.#believers.at(-1) ?? this.#holder();
    return believer === undefined ? undefined : candidateOf(believer);
  }

  /** Who has campaigned for longest: the one most likely to be next. */
  nextLeader(): CandidateId | undefined {
    return this.#waiters()[0];
  }

  /** Who has campaigned for shortest. */
  waiter(): CandidateId | undefined {
    return this.#waiters().at(-1);
  }

  /** Who stopped believing last and does not lead now. */
  formerLeader(): CandidateId | undefined {
    return this.#former === this.leader() ? undefined : this.#former;
  }

  #waiters(): readonly CandidateId[] {
    const leader = this.leader();
    return [...this.#campaigning.keys()].map(candidateOf).filter((candidate) => candidate !== leader);
  }

  #disbelieve(process: ProcessId): void {
    const place = this.#believers.lastIndexOf(process);
    if (place < 0) return;
    this.#believers.splice(place, 1);
    this.#former = candidateOf(process);
  }
}
