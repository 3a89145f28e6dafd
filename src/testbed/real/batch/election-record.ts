/**
 * What happened in one election of a batch, as it comes in, in the machine's microseconds: the events of its history to
 * be, the counts that anchors wait for, and who plays which role at the moment.
 */
import { candidateOf, latest, type CandidateId, type HistoryEvent, type ProcessId } from '../../../../spec/history.ts';
import type { Anchor, Target } from '../../../plan/plan.ts';

export type AnchorEvent = Extract<Anchor, { readonly event: unknown }>['event'];

export class ElectionRecord {
  readonly index: number;
  /** Unique among all elections of a testbed's life. */
  readonly name: string;
  readonly events: HistoryEvent[] = [];
  /** Why the run drifted from the plan, where it did. */
  drifted: string | undefined;
  readonly #counts = new Map<AnchorEvent, number>();
  readonly #waiting = new Set<{ event: AnchorEvent; nth: number; onReached: (atUs: number) => void }>();
  readonly #changed = new Set<() => void>();
  /** Who believes that it leads, the latest last. */
  #believers: ProcessId[] = [];
  #formers: CandidateId[] = [];
  /** Who holds the election by the ledger. */
  #holder: string | undefined;
  /** Open campaigns, the oldest first. */
  #campaigns: { readonly who: ProcessId; readonly op: number }[] = [];

  constructor(index: number, name: string) {
    this.index = index;
    this.name = name;
  }

  add(event: HistoryEvent): void {
    this.events.push(event);
    this.#follow(event);
    for (const notice of this.#changed) notice();
  }

  /** Calls back once, when the n-th event of a kind has happened; the returned function forgets it. */
  at(event: AnchorEvent, nth: number, onReached: (atUs: number) => void): () => void {
    const waiting = { event, nth, onReached };
    this.#waiting.add(waiting);
    return () => this.#waiting.delete(waiting);
  }

  /** Calls back at every event; the returned function ends that. */
  onChange(notice: () => void): () => void {
    this.#changed.add(notice);
    return () => this.#changed.delete(notice);
  }

  get believers(): readonly ProcessId[] {
    return this.#believers;
  }

  /** Who plays a role now, among those `present`; undefined when nobody does. */
  resolve(target: Target, present: readonly CandidateId[]): CandidateId | undefined {
    if (target === 'store') return undefined;
    if (target.startsWith('candidate:')) return present.find((id) => id === target.slice('candidate:'.length));
    const believing = this.#believers.length > 0 || this.#holder === undefined ? this.#believers : [this.#holder];
    const leaders = believing.map(candidateOf);
    const waiters = this.#campaigns.map((campaign) => candidateOf(campaign.who)).filter((id) => !leaders.includes(id));
    const players: Readonly<Record<string, readonly CandidateId[]>> = {
      leader: leaders.toReversed(),
      // Who waits longest has the best chance to be next.
      'next-leader': waiters,
      waiter: waiters.toReversed(),
      'former-leader': this.#formers.filter((id) => !leaders.includes(id)).toReversed(),
    };
    return players[target]?.find((id) => present.includes(id));
  }

  #follow(event: HistoryEvent): void {
    switch (event.type) {
      case 'elected':
        this.#believers = [...this.#believers.filter((who) => who !== event.who), event.who];
        this.#count('elected', event);
        return;
      case 'lost':
        this.#steppedDown(event.who);
        this.#count('lost', event);
        return;
      case 'crashed':
      case 'closed':
        this.#steppedDown(event.who);
        this.#campaigns = this.#campaigns.filter((campaign) => campaign.who !== event.who);
        return;
      case 'invoke':
        if (event.f === 'campaign' || event.f === 'start') this.#campaigns.push({ who: event.who, op: event.op });
        if (event.f === 'campaign' || event.f === 'resign') this.#count(event.f, event);
        return;
      case 'ok':
      case 'fail':
      case 'info':
        this.#campaigns = this.#campaigns.filter((campaign) => campaign.who !== event.who || campaign.op !== event.op);
        return;
      case 'released':
      case 'expired':
        this.#holder = undefined;
        return;
      case 'granted':
      case 'renewed':
        this.#holder = event.holder;
        this.#count(event.type, event);
        return;
      default:
    }
  }

  #steppedDown(who: ProcessId): void {
    if (!this.#believers.includes(who)) return;
    this.#believers = this.#believers.filter((believer) => believer !== who);
    const id = candidateOf(who);
    this.#formers = [...this.#formers.filter((former) => former !== id), id];
  }

  #count(kind: AnchorEvent, event: HistoryEvent): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    for (const waiting of this.#waiting) {
      if (waiting.event !== kind || waiting.nth !== count) continue;
      this.#waiting.delete(waiting);
      waiting.onReached(latest(event.at));
    }
  }
}
