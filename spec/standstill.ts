/**
 * When processes stood still: pauses by the nemesis and stalls that their own tickers recorded. A process claims
 * nothing while it stands still, nor within the grace after it resumes.
 */
import { candidateOf, earliest, latest } from './history.ts';
import type { FaultEvent, Micros, ProcessId, StallEvent } from './history.ts';

/** A stretch of time, both ends included. */
export interface Stretch {
  readonly fromUs: Micros;
  readonly toUs: Micros;
}

interface OpenStretch {
  readonly fault: number | undefined;
  readonly fromUs: Micros;
  toUs: Micros;
}

/** Gathers the standstills of all processes. */
export class Standstills {
  /** By the name that the nemesis used: a process, or a candidate where any incarnation is meant. */
  readonly #byName: Map<string, OpenStretch[]> = new Map();

  /** Takes a pause that begins or ends, in its widest reading; other faults are none of its business. */
  fault(event: FaultEvent): void {
    if (event.kind !== 'pause' && event.kind !== 'pause-at') return;
    const name = event.on;
    if (name === undefined) return;
    if (event.type === 'fault-start') {
      this.#add(name, { fault: event.fault, fromUs: earliest(event.at), toUs: Infinity });
      return;
    }
    const open = this.#byName.get(name)?.find((each) => each.fault === event.fault && each.toUs === Infinity);
    if (open !== undefined) open.toUs = latest(event.at);
  }

  stall(event: StallEvent): void {
    this.#add(event.who, { fault: undefined, fromUs: event.at[0], toUs: event.at[1] });
  }

  /** The standstills of a process in order, without overlaps, each prolonged by `graceUs`. */
  of(process: ProcessId, graceUs: Micros): readonly Stretch[] {
    if (this.#byName.size === 0) return none;
    const own = this.#byName.get(process);
    const shared = this.#byName.get(candidateOf(process));
    if (own === undefined && shared === undefined) return none;
    const all = [...(own ?? []), ...(shared === own ? [] : (shared ?? []))];
    all.sort((left, right) => left.fromUs - right.fromUs);
    const merged: { fromUs: Micros; toUs: Micros }[] = [];
    for (const { fromUs, toUs } of all) {
      const last = merged.at(-1);
      if (last !== undefined && fromUs <= last.toUs) last.toUs = Math.max(last.toUs, toUs + graceUs);
      else merged.push({ fromUs, toUs: toUs + graceUs });
    }
    return merged;
  }

  #add(name: string, stretch: OpenStretch): void {
    const known = this.#byName.get(name);
    if (known === undefined) this.#byName.set(name, [stretch]);
    else known.push(stretch);
  }
}

const none: readonly Stretch[] = [];

/** What is left of a stretch when the standstills (in order, without overlaps) are taken out. */
export function outside(whole: Stretch, standstills: readonly Stretch[]): readonly Stretch[] {
  if (standstills.length === 0) return [whole];
  const left: Stretch[] = [];
  let fromUs = whole.fromUs;
  for (const still of standstills) {
    if (still.toUs <= fromUs) continue;
    if (still.fromUs >= whole.toUs) break;
    if (still.fromUs > fromUs) left.push({ fromUs, toUs: still.fromUs });
    fromUs = still.toUs;
  }
  if (fromUs < whole.toUs) left.push({ fromUs, toUs: whole.toUs });
  return left;
}

/** Whether two stretches have an instant in common. */
export function touches(left: Stretch, right: Stretch): boolean {
  return left.fromUs <= right.toUs && right.fromUs <= left.toUs;
}

/** Whether a stretch has an instant in common with any of the others. */
export function touchesAny(others: readonly Stretch[], stretch: Stretch): boolean {
  for (const other of others) if (touches(other, stretch)) return true;
  return false;
}
