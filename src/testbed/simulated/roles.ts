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
  readonly #events: readonly HistoryEvent[];
  /** How many of the events were looked at. A fault is rare, so they are only when one asks. */
  #seen = 0;
  /** Asks the ledger where nobody believes. */
  readonly #holder: () => string | undefined;

  /** `events`: all that was recorded; the list grows. */
  constructor(events: readonly HistoryEvent[], holder: () => string | undefined) {
    this.#events = events;
    this.#holder = holder;
  }

  /** Who was elected last and still believes it; else who holds the election by the ledger. */
  leader(): CandidateId | undefined {
    this.#catchUp();
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
    const leader = this.leader();
    return this.#former === leader ? undefined : this.#former;
  }

  #waiters(): readonly CandidateId[] {
    // Catches up, too.
    const leader = this.leader();
    return [...this.#campaigning.keys()].map(candidateOf).filter((candidate) => candidate !== leader);
  }

  #catchUp(): void {
    const events = this.#events;
    for (; this.#seen < events.length; this.#seen += 1) {
      const event = events[this.#seen];
      if (event !== undefined) this.#see(event);
    }
  }

  #see(event: HistoryEvent): void {
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

  #disbelieve(process: ProcessId): void {
    const place = this.#believers.lastIndexOf(process);
    if (place < 0) return;
    this.#believers.splice(place, 1);
    this.#former = candidateOf(process);
  }
}
