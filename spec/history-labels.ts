/**
 * What went wrong in a history: which circumstances of the fault model it contains, and how large the trouble was. Only
 * the nemesis, the stalls and the store's restarts are asked, never what the implementation says.
 */
import { delayUs, factsOf, pauseUs, type Adversity, type TimingFacts } from './bounds.ts';
import { faults, type Circumstance } from './faults.ts';
import { earliest, latest, memberOf, minorityOf } from './history.ts';
import type { EventType, FaultEvent, History, HistoryEvent, HistoryHeader, Micros } from './history.ts';

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
  /** The worst of each magnitude that occurred. */
  readonly worst: Adversity;
  /** The longest one-way delay of a write to the resource. */
  readonly resourceDelayUs: Micros;
  readonly facts: TimingFacts;
}

/** Labels a history with its circumstances. A fault without an end lasts to the end of the history. */
export function labelHistory({ header, events }: History): HistoryLabels {
  const last = events.at(-1);
  const labelling = new Labelling(header, last === undefined ? 0 : latest(last.at));
  for (const event of events) labelling.step(event);
  return labelling.labels();
}

const labelReads: readonly EventType[] = ['fault-start', 'fault-stop', 'stall', 'store-started'];

/** Gathers what a history is labelled with that ends at `endUs`. */
export class Labelling {
  readonly reads: readonly EventType[] = labelReads;
  readonly #endUs: Micros;
  readonly #found = new Set<Circumstance>();
  readonly #open = new Map<number, FaultEvent>();
  readonly #facts: TimingFacts;
  #pauseUs: Micros = 0;
  #ratePpm = 0;
  #stepUs: Micros = 0;
  /** Members of the store that lost data or whose clock stepped: the circumstances, and the forward steps. */
  #members: Map<number, { readonly found: Set<Circumstance>; stepUs: Micros }> | undefined;
  #delayUs: Micros;
  #resourceDelayUs: Micros;

  constructor(header: HistoryHeader, endUs: Micros) {
    this.#endUs = endUs;
    this.#facts = factsOf(header);
    const { networkDelayUsMax } = header;
    this.#delayUs = networkDelayUsMax;
    this.#resourceDelayUs = networkDelayUsMax;
    if (networkDelayUsMax > delayUs(this.#facts.claims)) this.#found.add('late-delivery');
  }

  step(event: HistoryEvent): void {
    switch (event.type) {
      case 'fault-start':
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
        this.#pause(Math.min(event.at[1], this.#endUs) - event.at[0]);
        break;
      case 'store-started':
        if (event.durable === false) this.#storeFault('store-lossy', event.member, 0);
        break;
      default:
    }
  }

  /** Ask once, when the history has ended. */
  labels(): HistoryLabels {
    for (const event of this.#open.values()) this.#fault(event, this.#endUs);
    const { store } = this.#facts;
    this.#countMembers();
    return {
      circumstances: this.#found,
      worst: {
        clockRatePpm: this.#ratePpm,
        storeClockRatePpm: store.clockRatePpm,
        pauseUs: this.#pauseUs,
        storeStepUs: this.#stepUs,
        responseDelayUs: this.#delayUs,
      },
      resourceDelayUs: this.#resourceDelayUs,
      facts: this.#facts,
    };
  }

  #fault(event: FaultEvent, stoppedUs: Micros): void {
    const lastedUs = stoppedUs - earliest(event.at);
    const amount = Math.abs(event.amount ?? 0);
    switch (event.kind) {
      case 'pause':
      case 'pause-at':
        this.#pause(lastedUs);
        return;
      case 'clock-rate': {
        this.#ratePpm = Math.max(this.#ratePpm, amount);
        const bounded = amount <= this.#facts.claims.tolerates.clockRatePpm;
        this.#found.add(bounded ? 'rate-bounded' : 'rate-unbounded');
        return;
      }
      case 'slow':
        this.#delayUs = Math.max(this.#delayUs, amount);
        break;
      case 'slow-resource':
        this.#resourceDelayUs = Math.max(this.#resourceDelayUs, amount);
        break;
      case 'hold':
      case 'replay':
        if (event.to === 'resource' || event.from === 'resource') {
          this.#resourceDelayUs = Math.max(this.#resourceDelayUs, lastedUs);
        }
        this.#delayUs = Math.max(this.#delayUs, lastedUs);
        break;
      case 'store-step':
      case 'store-wipe':
      case 'store-failover': {
        const stepUs = event.kind === 'store-step' ? Math.max(0, event.amount ?? 0) : 0;
        this.#storeFault(faults[event.kind].circumstance, memberOf(event.on), stepUs);
        return;
      }
      default:
    }
    this.#found.add(faults[event.kind].circumstance);
  }

  #storeFault(circumstance: Circumstance, member: number | undefined, stepUs: Micros): void {
    if (member === undefined) {
      this.#found.add(circumstance);
      this.#stepUs += stepUs;
      return;
    }
    const members = (this.#members ??= new Map());
    const hit = members.get(member) ?? { found: new Set(), stepUs: 0 };
    members.set(member, hit);
    hit.found.add(circumstance);
    hit.stepUs += stepUs;
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
    for (const { found, stepUs } of this.#members.values()) {
      for (const circumstance of found) this.#found.add(circumstance);
      this.#stepUs += stepUs;
    }
  }

  #pause(lastedUs: Micros): void {
    this.#pauseUs = Math.max(this.#pauseUs, lastedUs);
    this.#found.add(lastedUs <= pauseUs(this.#facts.claims) ? 'pause-bounded' : 'pause-unbounded');
  }
}
