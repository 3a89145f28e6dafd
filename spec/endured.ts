/**
 * What each candidate went through in a history: its pauses, the rate of its clocks, how late its messages were. What is
 * tolerated differs between candidates with lease times of their own, so each is held against its own claims.
 */
import { factsOf, pauseUs, type Adversity, type TimingFacts } from './bounds.ts';
import type { Circumstance } from './faults.ts';
import { candidateOf, earliest } from './history.ts';
import type { CandidateId, FaultEvent, HistoryHeader, Micros } from './history.ts';
import type { Stretch } from './standstill.ts';
import { union } from './stretches.ts';

/** One candidate and the worst that happened to it. */
export interface Party {
  readonly facts: TimingFacts;
  readonly worst: Adversity;
  /** The longest one-way delay of a write to the resource. */
  readonly resourceDelayUs: Micros;
}

interface Own {
  readonly pauses: Stretch[];
  /** Rate faults under way, in ppm, by their number in the plan. */
  readonly rates: Map<number, number>;
  ratePpm: number;
  /** What was added to messages, to the store and from it. */
  readonly delays: Delay[];
  /** What was added to writes to the resource. */
  readonly resourceDelays: Delay[];
}

/** While it lasted, messages took longer by as much. */
interface Delay extends Stretch {
  readonly byUs: Micros;
}

/** Stands for every candidate, where nobody knows which one was hit. */
const EVERYONE = '';

/** Gathers what candidates endure. */
export class Endurance {
  readonly #header: HistoryHeader;
  readonly #own = new Map<CandidateId, Own>();

  constructor(header: HistoryHeader) {
    this.#header = header;
    for (const { id, clockRatePpm = 0 } of header.candidates) {
      if (clockRatePpm !== 0) this.#of(id).ratePpm = Math.abs(clockRatePpm);
    }
  }

  /** A fault begins. Rates add up, so those of one candidate are followed from their beginning. */
  begun(event: FaultEvent): void {
    if (event.kind !== 'clock-rate') return;
    for (const candidate of this.#hit(event)) {
      const own = this.#of(candidate);
      own.rates.set(event.fault, event.amount ?? 0);
      own.ratePpm = Math.max(own.ratePpm, this.#largestRatePpm(candidate, own));
    }
  }

  /** A fault is over, or the history is. */
  over(event: FaultEvent, stoppedUs: Micros): void {
    const fromUs = earliest(event.at);
    const lastedUs = stoppedUs - fromUs;
    const addedUs = event.kind === 'slow' || event.kind === 'slow-resource' ? Math.abs(event.amount ?? 0) : lastedUs;
    for (const candidate of this.#hit(event)) {
      const own = this.#of(candidate);
      switch (event.kind) {
        case 'pause':
        case 'pause-at':
          own.pauses.push({ fromUs, toUs: stoppedUs });
          break;
        case 'clock-rate':
          own.rates.delete(event.fault);
          break;
        case 'slow':
        case 'slow-resource':
        case 'hold':
        case 'replay': {
          const toResource = event.kind === 'slow-resource' || event.to === 'resource' || event.from === 'resource';
          (toResource ? own.resourceDelays : own.delays).push({ fromUs, toUs: stoppedUs, byUs: addedUs });
          break;
        }
        default:
      }
    }
  }

  /** A stall ends when the process has run, so that one which begins at that instant does not prolong it. */
  stalled(who: string, { fromUs, toUs }: Stretch): void {
    this.#of(candidateOf(who)).pauses.push({ fromUs, toUs: Math.max(fromUs, toUs - 1) });
  }

  /** Pauses and rates of all candidates, each measured by what its own claims tolerate. */
  circumstances(): readonly Circumstance[] {
    if (this.#own.size === 0) return [];
    const found: Circumstance[] = [];
    for (const { id } of this.#header.candidates) {
      const { claims } = factsOf(this.#header, id);
      for (const { fromUs, toUs } of union(this.#pausesOf(id)))
        found.push(toUs - fromUs <= pauseUs(claims) ? 'pause-bounded' : 'pause-unbounded');
      const ratePpm = this.#worstRatePpm(id);
      if (ratePpm > 0) found.push(ratePpm <= claims.tolerates.clockRatePpm ? 'rate-bounded' : 'rate-unbounded');
    }
    return found;
  }

  /** All candidates; `storeStepUs` is J, which they share. */
  parties(storeStepUs: Micros): readonly Party[] {
    const { candidates, networkDelayUsMax, store } = this.#header;
    const fastest = Math.max(0, ...candidates.map(({ id }) => this.#worstRatePpm(id)));
    return candidates.map(({ id }) => {
      const facts = factsOf(this.#header, id);
      const both = [this.#own.get(id), this.#own.get(EVERYONE)];
      const added = (of: (own: Own) => readonly Delay[]): Micros =>
        largestSumUs(both.flatMap((own) => (own === undefined ? [] : of(own))));
      const pauses = union(this.#pausesOf(id)).map(({ fromUs, toUs }) => toUs - fromUs);
      return {
        facts,
        worst: {
          // Where others judge the record by clocks of their own, theirs count as well.
          clockRatePpm: facts.claims.timing.kind === 'store' ? this.#worstRatePpm(id) : fastest,
          storeClockRatePpm: store.clockRatePpm,
          pauseUs: Math.max(0, ...pauses),
          storeStepUs,
          responseDelayUs: networkDelayUsMax + added(({ delays }) => delays),
        },
        resourceDelayUs: networkDelayUsMax + added(({ resourceDelays }) => resourceDelays),
      };
    });
  }

  #pausesOf(candidate: CandidateId): readonly Stretch[] {
    const own = this.#own.get(candidate)?.pauses ?? [];
    const shared = this.#own.get(EVERYONE)?.pauses;
    return shared === undefined ? own : [...own, ...shared];
  }

  #worstRatePpm(candidate: CandidateId): number {
    return Math.max(this.#own.get(candidate)?.ratePpm ?? 0, this.#own.get(EVERYONE)?.ratePpm ?? 0);
  }

  /** Faults that run the clock in opposite directions may end one before the other, so each direction counts by itself. */
  #largestRatePpm(candidate: CandidateId, { rates }: Own): number {
    const initial = this.#header.candidates.find(({ id }) => id === candidate)?.clockRatePpm ?? 0;
    let fast = Math.max(0, initial);
    let slow = Math.max(0, -initial);
    for (const ppm of rates.values()) {
      if (ppm > 0) fast += ppm;
      else slow -= ppm;
    }
    return Math.max(fast, slow);
  }

  #hit(event: FaultEvent): readonly CandidateId[] {
    for (const name of [event.on, event.from, event.to]) {
      if (name === undefined) continue;
      const candidate = candidateOf(name);
      if (this.#header.candidates.some(({ id }) => id === candidate)) return [candidate];
    }
    return [EVERYONE];
  }

  #of(candidate: CandidateId): Own {
    let own = this.#own.get(candidate);
    if (own === undefined) {
      own = { pauses: [], rates: new Map(), ratePpm: 0, delays: [], resourceDelays: [] };
      this.#own.set(candidate, own);
    }
    return own;
  }
}

/** The largest sum of delays that lasted at one time; the largest of several begins where one of them begins. */
function largestSumUs(delays: readonly Delay[]): Micros {
  let largest = 0;
  for (const { fromUs: atUs } of delays) {
    let sum = 0;
    for (const { fromUs, toUs, byUs } of delays) if (fromUs <= atUs && atUs <= toUs) sum += byUs;
    largest = Math.max(largest, sum);
  }
  return largest;
}
