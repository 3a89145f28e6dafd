/**
 * What went wrong in a history: which circumstances of the fault model it contains, and how large the trouble was. Only
 * the nemesis, the stalls and the store's restarts are asked, never what the implementation says.
 */
import { delayUs, factsOf, longestRealUs, type TimingFacts } from './bounds.ts';
import { Endurance, type Party } from './endured.ts';
import { faults, type Circumstance } from './faults.ts';
import { compareTokens, earliest, latest, memberOf, minorityOf } from './history.ts';
import type {
  EventType,
  FaultEvent,
  History,
  HistoryEvent,
  HistoryHeader,
  Micros,
  StoreEvent,
  Token,
} from './history.ts';

/** Every circumstance, in the order of the table of assumptions. */
export const circumstances: readonly Circumstance[] = [
  'cut',
  'late-delivery',
  'restart',
  'wipe',
  'pause-bounded',
  'pause-unbounded',
  'rate-bounded',
  'rate-unbounded',
  'candidate-wall-step',
  'store-clock-step',
  'store-failover',
  'store-lossy',
  'store-minority',
];

export interface HistoryLabels {
  readonly circumstances: ReadonlySet<Circumstance>;
  /** Every candidate with the worst that happened to it; empty where nothing happened. */
  readonly parties: readonly Party[];
  /** Whether tokens are known to have gone on rising when the store had lost data; true where it lost none. */
  readonly tokensSurvived: boolean;
  readonly facts: TimingFacts;
}

/** Labels a history with its circumstances. A fault without an end lasts to the end of the history. */
export function labelHistory({ header, events }: History): HistoryLabels {
  const last = events.at(-1);
  const labelling = new Labelling(header, last === undefined ? 0 : latest(last.at));
  for (const event of events) labelling.step(event);
  return labelling.labels();
}

const labelReads: readonly EventType[] = ['fault-start', 'fault-stop', 'stall', 'store-started', 'granted'];

/** Forward steps of the store's clock. */
interface Step {
  readonly atUs: Micros;
  readonly byUs: Micros;
}

interface MemberFaults {
  readonly found: Set<Circumstance>;
  readonly steps: Step[];
}

/** Gathers what a history is labelled with that ends at `endUs`. */
export class Labelling {
  readonly reads: readonly EventType[] = labelReads;
  readonly #endUs: Micros;
  readonly #found = new Set<Circumstance>();
  readonly #open = new Map<number, FaultEvent>();
  readonly #header: HistoryHeader;
  readonly #facts: TimingFacts;
  readonly #endurance: Endurance;
  readonly #steps: Step[] = [];
  /** Members of the store that lost data or whose clock stepped: the circumstances, and the forward steps. */
  #members: Map<number, MemberFaults> | undefined;
  #largestToken: Token | undefined;
  #hasLostData = false;
  #tokensSurvived = true;

  constructor(header: HistoryHeader, endUs: Micros) {
    this.#endUs = endUs;
    this.#header = header;
    this.#facts = factsOf(header);
    this.#endurance = new Endurance(header);
    const tooSlow = (candidate: string): boolean =>
      header.networkDelayUsMax > delayUs(factsOf(header, candidate).claims);
    if (header.candidates.some(({ id }) => tooSlow(id))) this.#found.add('late-delivery');
  }

  step(event: HistoryEvent): void {
    switch (event.type) {
      case 'fault-start':
        this.#endurance.begun(event);
        if (faults[event.kind].instantaneous) this.#fault(event, earliest(event.at));
        else this.#open.set(event.fault, event);
        break;
      case 'fault-stop': {
        const begun = this.#open.get(event.fault);
        this.#open.delete(event.fault);
        if (begun !== undefined) this.#fault(begun, latest(event.at));
        break;
      }
      case 'stall':
        this.#endurance.stalled(event.who, { fromUs: event.at[0], toUs: Math.min(event.at[1], this.#endUs) });
        break;
      case 'store-started':
        if (event.durable === false) {
          this.#hasLostData = true;
          this.#storeFault('store-lossy', event.member);
        }
        break;
      case 'granted':
        this.#granted(event);
        break;
      default:
    }
  }

  /** Ask once, when the history has ended. */
  labels(): HistoryLabels {
    for (const event of this.#open.values()) this.#fault(event, this.#endUs);
    for (const circumstance of this.#endurance.circumstances()) this.#found.add(circumstance);
    this.#countMembers();
    return {
      circumstances: this.#found,
      parties: this.#found.size === 0 ? [] : this.#endurance.parties(this.#storeStepUs()),
      tokensSurvived: this.#tokensSurvived && (this.#header.ledger || !this.#found.has('store-lossy')),
      facts: this.#facts,
    };
  }

  #fault(event: FaultEvent, stoppedUs: Micros): void {
    this.#endurance.over(event, stoppedUs);
    switch (event.kind) {
      // Labelled by their size against what each candidate tolerates.
      case 'pause':
      case 'pause-at':
      case 'clock-rate':
        return;
      case 'store-step':
      case 'store-wipe':
      case 'store-failover': {
        const byUs = event.kind === 'store-step' ? Math.max(0, event.amount ?? 0) : 0;
        this.#storeFault(faults[event.kind].circumstance, memberOf(event.on), { atUs: earliest(event.at), byUs });
        return;
      }
      default:
    }
    this.#found.add(faults[event.kind].circumstance);
  }

  /** A token that is not above all before it was drawn from what the store had forgotten. */
  #granted({ token }: StoreEvent): void {
    if (token !== undefined && (this.#largestToken === undefined || compareTokens(token, this.#largestToken) > 0)) {
      this.#largestToken = token;
    } else if (this.#hasLostData) this.#tokensSurvived = false;
  }

  #storeFault(circumstance: Circumstance, member: number | undefined, step?: Step): void {
    if (member === undefined) {
      this.#found.add(circumstance);
      if (step !== undefined) this.#steps.push(step);
      return;
    }
    const members = (this.#members ??= new Map<number, MemberFaults>());
    const hit = members.get(member) ?? { found: new Set<Circumstance>(), steps: [] };
    members.set(member, hit);
    hit.found.add(circumstance);
    if (step !== undefined) hit.steps.push(step);
  }

  /** A majority makes the store what it is: what hits no more than the rest is a circumstance of its own. */
  #countMembers(): void {
    if (this.#members === undefined) return;
    const durable = (hit: ReadonlySet<Circumstance>): boolean => hit.size === 1 && hit.has('store-failover');
    const failed = [...this.#members.values()].filter(({ found }) => !durable(found));
    if (failed.length <= minorityOf(this.#facts.store)) {
      this.#found.add('store-minority');
      return;
    }
    for (const { found, steps } of this.#members.values()) {
      for (const circumstance of found) this.#found.add(circumstance);
      this.#steps.push(...steps);
    }
  }

  /** J: the largest sum of forward steps within one lease, the longest that any candidate has. */
  #storeStepUs(): Micros {
    const { candidates, store } = this.#header;
    const leaseMs = Math.max(this.#facts.leaseTtlMs, ...candidates.map(({ leaseTtlMs }) => leaseTtlMs));
    const leaseUs = longestRealUs(leaseMs * 1000, store.clockRatePpm);
    let largest = 0;
    for (const { atUs } of this.#steps) {
      let sum = 0;
      for (const other of this.#steps) if (other.atUs >= atUs && other.atUs <= atUs + leaseUs) sum += other.byUs;
      largest = Math.max(largest, sum);
    }
    return largest;
  }
}
