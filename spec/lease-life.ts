/**
 * What the store owes a record between two of its events, as ST1 and ST3 need it: the lifetime that the last write gave
 * it, and what the store's clock did meanwhile.
 */
import { leaseShortestUs } from './bounds.ts';
import { earliest, latest } from './history.ts';
import type { EventType, Micros, StoreEvent, StoreFacts } from './history.ts';
import { eventTypes } from './shared-evidence.ts';
import { storeReads } from './store-record.ts';
import type { ClockStep, StoreEntry, Tenure } from './store-record.ts';

/** The event types that ST1 to ST3 need. */
export const storePromiseReads: readonly EventType[] = eventTypes(storeReads);

/** Stores count lifetimes in whole milliseconds, so a record may end this much before its exact time. */
export const LIFETIME_ROUNDING_US = 1000;

/** The lifetime of a record from one write to whatever came next. */
export interface LeaseLife {
  readonly write: StoreEntry<StoreEvent>;
  /** By the store's clock, from the write. */
  readonly leaseUs: Micros;
  /** The next renewal, or undefined for the last write. */
  readonly renewal: StoreEntry<StoreEvent> | undefined;
  readonly tenure: Tenure;
}

/** All lifetimes of a tenure that are known and finite. */
export function leaseLives(tenure: Tenure): readonly LeaseLife[] {
  const lives: LeaseLife[] = [];
  for (let place = 0; place < tenure.writes.length; place += 1) {
    const life = leaseLife(tenure, place);
    if (life !== undefined) lives.push(life);
  }
  return lives;
}

/** The lifetime that the last write gave, where it is known and finite. */
export function lastLeaseLife(tenure: Tenure): LeaseLife | undefined {
  return leaseLife(tenure, tenure.writes.length - 1);
}

function leaseLife(tenure: Tenure, place: number): LeaseLife | undefined {
  const write = tenure.writes[place];
  const leaseUs = write?.event.leaseUs;
  if (write === undefined || leaseUs === undefined || leaseUs === null) return undefined;
  return { write, leaseUs, renewal: tenure.writes[place + 1], tenure };
}

/**
 * Until when a record was certainly there, in its earliest reading: to its end by the ledger, or, where the history ends
 * before, for the shortest lifetime that its last write gave it. Infinity for a record without an end.
 */
export function keptUntilUs(tenure: Tenure, steps: readonly ClockStep[], store: StoreFacts): Micros {
  if (tenure.end !== undefined) return earliest(tenure.end.at);
  const { event } = tenure.writes.at(-1) ?? tenure.grant;
  if (event.leaseUs === null) return Infinity;
  const writtenUs = earliest(event.at);
  const { forwardUs } = stepsBetween(steps, writtenUs, Infinity);
  return Math.max(writtenUs, writtenUs + leaseShortestUs(event.leaseUs ?? 0, store, forwardUs));
}

const noStep = { forwardUs: 0, backwardUs: 0 };

/** J and J-: the sums of the forward and of the backward steps that the store's clock may have made in a stretch of time. */
export function stepsBetween(
  steps: readonly ClockStep[],
  fromUs: Micros,
  toUs: Micros,
): { readonly forwardUs: Micros; readonly backwardUs: Micros } {
  if (steps.length === 0) return noStep;
  let forwardUs = 0;
  let backwardUs = 0;
  for (const { at, byUs } of steps) {
    if (latest(at) < fromUs || earliest(at) > toUs) continue;
    if (byUs > 0) forwardUs += byUs;
    else backwardUs -= byUs;
  }
  return { forwardUs, backwardUs };
}
