/**
 * Trouble: the stretches of time in which the nemesis, or the machine itself, interfered with a candidate or with the
 * store. Liveness is promised only outside of it, so whatever is not understood counts as trouble of everyone.
 */
import { delayUs, factsOf, pauseUs } from './bounds.ts';
import { faults, type FaultKind } from './faults.ts';
import { candidateOf, earliest, latest, memberOf, minorityOf } from './history.ts';
import type {
  CandidateId,
  EventType,
  FaultEvent,
  HistoryEvent,
  HistoryHeader,
  Micros,
  ProcessId,
  StoreLifeEvent,
} from './history.ts';
import type { MonitorContext } from './property.ts';
import { sharedEvidence } from './shared-evidence.ts';
import type { Evidence, Feeding } from './shared-evidence.ts';
import type { Stretch } from './standstill.ts';

/** The event types from which trouble is gathered. */
export const troubleReads: readonly EventType[] = [
  'fault-start',
  'fault-stop',
  'stall',
  'crashed',
  'store-stopped',
  'store-started',
];

/** What trouble does to a candidate: it stops it, cuts its way to the store, or leaves it there but not in order. */
export type Effect = 'stopped' | 'cut' | 'impaired';

export interface Trouble extends Stretch {
  readonly effect: Effect;
  /** True where the candidate receives nothing from the store, or sends nothing to it. */
  readonly isolates: boolean;
  /** The process stands still and goes on, as it does after a pause; present where it is so. */
  readonly pauses?: true;
  /** Position of the event with which it began. */
  readonly index: number;
}

const effects: Partial<Record<FaultKind, Effect>> = {
  refuse: 'cut',
  cut: 'cut',
  'cut-requests': 'cut',
  pause: 'stopped',
  'pause-at': 'stopped',
  crash: 'stopped',
  wipe: 'stopped',
};

type OpenTrouble = { -readonly [Key in keyof Trouble]: Trouble[Key] };

/** Gathers the trouble of all candidates and of the store. */
export class Troubles implements Evidence {
  readonly reads: readonly EventType[] = troubleReads;
  feeding: Feeding | undefined = undefined;
  /** Trouble of the store, or of everyone. The candidates have none of it in their own lists. */
  readonly store: readonly Trouble[];
  /** Trouble of so few of several stores that a majority is left: as a whole they go on. */
  readonly minority: readonly Trouble[];
  readonly #store: OpenTrouble[] = [];
  readonly #minority: OpenTrouble[] = [];
  /** All trouble of members, by member. */
  readonly #byMember = new Map<number, OpenTrouble[]>();
  readonly #byCandidate = new Map<CandidateId, OpenTrouble[]>();
  readonly #open = new Map<number, readonly OpenTrouble[]>();
  readonly #stalls = new Map<ProcessId, Stretch[]>();
  readonly #header: HistoryHeader;
  /** The stores that are down, by member; 0 is the only store, or all of them. */
  readonly #down = new Map<number, OpenTrouble>();
  /** Faults under way that would be tolerated alone, and add up with others of their kind. */
  readonly #adding = new Map<number, { readonly kind: FaultKind; readonly hit: readonly CandidateId[] }>();

  constructor(header: HistoryHeader) {
    this.#header = header;
    this.store = this.#store;
    this.minority = this.#minority;
    for (const { id, clockRatePpm = 0, claims } of header.candidates) {
      if (Math.abs(clockRatePpm) > claims.tolerates.clockRatePpm)
        this.#add(id, { fromUs: 0, toUs: Infinity, effect: 'impaired', isolates: false, index: 0 });
    }
  }

  step(event: HistoryEvent, index: number): void {
    switch (event.type) {
      case 'fault-start':
        return this.#begin(event, index);
      case 'fault-stop':
        return this.#end(event);
      case 'stall':
        return this.#stall(event.who, { fromUs: event.at[0], toUs: event.at[1] }, index);
      case 'crashed': {
        const at = { fromUs: earliest(event.at), toUs: latest(event.at) };
        this.#add(candidateOf(event.who), { ...at, effect: 'stopped', isolates: true, index });
        return undefined;
      }
      case 'store-stopped':
      case 'store-started':
        return this.#storeLife(event, index);
      default:
        return undefined;
    }
  }

  /** The trouble of one candidate, in the order of its beginning. */
  of(candidate: CandidateId): readonly Trouble[] {
    return this.#byCandidate.get(candidate) ?? none;
  }

  /** Stalls of a process that are short enough to be tolerated: bounds are prolonged by them. */
  stallsOf(process: ProcessId): readonly Stretch[] {
    return this.#stalls.get(process) ?? none;
  }

  #storeLife(event: StoreLifeEvent, index: number): void {
    const key = event.member ?? 0;
    if (event.type === 'store-stopped') {
      const down: OpenTrouble = {
        fromUs: earliest(event.at),
        toUs: Infinity,
        effect: 'cut',
        isolates: true,
        index,
      };
      this.#down.set(key, down);
      this.#addToStore(down, event.member);
      return;
    }
    const down = this.#down.get(key);
    if (down !== undefined) down.toUs = latest(event.at);
    this.#down.delete(key);
  }

  /** Where it makes the members in trouble more than a minority, it is trouble of the store for as long as it lasts. */
  #addToStore(trouble: OpenTrouble, member: number | undefined): void {
    if (member === undefined) {
      this.#store.push(trouble);
      return;
    }
    const known = this.#byMember.get(member);
    if (known === undefined) this.#byMember.set(member, [trouble]);
    else known.push(trouble);
    const isMinority = this.#membersInTrouble(trouble.fromUs) <= minorityOf(this.#header.store);
    (isMinority ? this.#minority : this.#store).push(trouble);
  }

  #membersInTrouble(atUs: Micros): number {
    let count = 0;
    for (const troubles of this.#byMember.values()) if (troubles.some(({ toUs }) => toUs >= atUs)) count += 1;
    return count;
  }

  #begin(event: FaultEvent, index: number): void {
    if (this.#isHarmless(event)) return;
    const { instantaneous, scope } = faults[event.kind];
    // Who does not reach one of several stores reaches the others.
    const isPartial = memberOf(event.to) !== undefined || memberOf(event.from) !== undefined;
    const effect = isPartial ? 'impaired' : (effects[event.kind] ?? 'impaired');
    const fromUs = earliest(event.at);
    const make = (): OpenTrouble => ({
      fromUs,
      toUs: instantaneous ? latest(event.at) : Infinity,
      effect,
      isolates: effect !== 'impaired' || (event.kind === 'cut-responses' && !isPartial),
      ...(event.kind === 'pause' || event.kind === 'pause-at' ? { pauses: true } : {}),
      index,
    });
    const candidates = scope === 'store' ? [] : this.#candidatesHit(event);
    const begun: OpenTrouble[] = [];
    if (candidates.length === 0) {
      const trouble = make();
      // A step of the store's clock may prolong what is in the store by as much.
      if (event.kind === 'store-step') trouble.toUs += Math.abs(event.amount ?? 0);
      this.#addToStore(trouble, memberOf(event.on));
      begun.push(trouble);
    }
    for (const candidate of candidates) {
      const trouble = make();
      this.#add(candidate, trouble);
      begun.push(trouble);
    }
    if (!instantaneous) this.#open.set(event.fault, begun);
  }

  #end(event: FaultEvent): void {
    // What was sent on a slow link just before its end is still on the way for as long as that.
    const stillOnTheWayUs = event.kind === 'slow' ? Math.abs(event.amount ?? 0) : 0;
    for (const trouble of this.#open.get(event.fault) ?? []) trouble.toUs = latest(event.at) + stillOnTheWayUs;
    this.#open.delete(event.fault);
    this.#adding.delete(event.fault);
  }

  #stall(who: ProcessId, stretch: Stretch, index: number): void {
    const candidate = candidateOf(who);
    const tolerated = pauseUs(factsOf(this.#header, candidate).claims);
    if (stretch.toUs - stretch.fromUs > tolerated) {
      this.#add(candidate, { ...stretch, effect: 'stopped', isolates: true, pauses: true, index });
      return;
    }
    const known = this.#stalls.get(who);
    if (known === undefined) this.#stalls.set(who, [stretch]);
    else known.push(stretch);
  }

  /** What concerns the resource alone, or stays within what the claims tolerate, is no trouble of an election. */
  #isHarmless(event: FaultEvent): boolean {
    if (event.kind === 'slow-resource' || event.from === 'resource' || event.to === 'resource') return true;
    if (event.kind !== 'clock-rate' && event.kind !== 'slow') return false;
    const amount = Math.abs(event.amount ?? Infinity);
    const hit = this.#candidatesHit(event);
    if (hit.length === 0) return false;
    const isAlone = this.#isAlone(event, hit);
    if (event.kind === 'clock-rate') return isAlone && this.#isTolerableRate(amount, hit);
    const { networkDelayUsMax } = this.#header;
    return isAlone && hit.every((id) => amount + networkDelayUsMax <= delayUs(factsOf(this.#header, id).claims));
  }

  /** Delays add up, and so do rates: of those of one kind only one at a time is harmless. */
  #isAlone({ fault, kind }: FaultEvent, hit: readonly CandidateId[]): boolean {
    const others = [...this.#adding.values()].filter((other) => other.kind === kind);
    this.#adding.set(fault, { kind, hit });
    return !others.some((other) => other.hit.some((id) => hit.includes(id)));
  }

  /** The rate that a clock has from the start counts as well. */
  #isTolerableRate(ppm: number, hit: readonly CandidateId[]): boolean {
    return hit.every((id) => {
      const initial = this.#header.candidates.find((candidate) => candidate.id === id)?.clockRatePpm ?? 0;
      return ppm + Math.abs(initial) <= factsOf(this.#header, id).claims.tolerates.clockRatePpm;
    });
  }

  #candidatesHit(event: FaultEvent): readonly CandidateId[] {
    const hit: CandidateId[] = [];
    for (const name of [event.on, event.from, event.to]) {
      if (name === undefined) continue;
      const candidate = candidateOf(name);
      if (!hit.includes(candidate) && this.#header.candidates.some(({ id }) => id === candidate)) hit.push(candidate);
    }
    return hit;
  }

  #add(candidate: CandidateId, trouble: OpenTrouble): void {
    const known = this.#byCandidate.get(candidate);
    if (known === undefined) this.#byCandidate.set(candidate, [trouble]);
    else known.push(trouble);
  }
}

const none: readonly never[] = [];

/** The trouble of the history that a context stands for. */
export const troublesOf: (context: MonitorContext) => Troubles = sharedEvidence(
  (context) => new Troubles(context.header),
);
