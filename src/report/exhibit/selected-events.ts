/** What a page carries of a history that is too long for it: all around the violation, and an even sample of the rest. */
import { earliest } from '../../../spec/history.ts';
import type { HistoryEvent, Micros } from '../../../spec/history.ts';
import type { Witness } from '../../../spec/property.ts';

/** How far around a violation everything is kept, where there is room. */
const AROUND_US: Micros = 5_000_000;

export interface SelectedEvents {
  readonly events: readonly HistoryEvent[];
  /** In terms of the events that are left. */
  readonly witness: Witness | undefined;
}

/**
 * At most about `most` events. What the witness names stays in any case, then all that happens around it, then
 * elections, grants, faults and lives; of the routine (operations, renewals, writes) an even sample. An operation stays
 * or goes as a whole.
 */
export function selected(events: readonly HistoryEvent[], witness: Witness | undefined, most: number): SelectedEvents {
  if (events.length <= most) return { events, witness };
  const kept = new Set<number>();
  for (const tier of tiersOf(events, witness)) {
    const size = tier.reduce((sum, unit) => sum + unit.length, 0);
    const share = Math.min(1, Math.max(0, most - kept.size) / Math.max(1, size));
    for (const [place, unit] of tier.entries())
      if (Math.floor((place + 1) * share) > Math.floor(place * share)) for (const index of unit) kept.add(index);
  }
  for (const index of witness?.events ?? []) kept.add(index);
  const places = [...kept].sort((left, right) => left - right);
  const newPlace = new Map(places.map((old, place) => [old, place]));
  return {
    events: places.flatMap((place) => events[place] ?? []),
    witness: witness && { ...witness, events: witness.events.map((index) => newPlace.get(index) ?? 0) },
  };
}

/** What stays or goes together: the indices of an operation's events, or of one other event. */
type Unit = readonly number[];

/** Those to be kept first are first: what is named, what is near, what tells the story, what is routine. */
function tiersOf(events: readonly HistoryEvent[], witness: Witness | undefined): readonly (readonly Unit[])[] {
  const named = new Set(witness?.events);
  const isNear = ({ at }: HistoryEvent): boolean =>
    witness !== undefined && earliest(at) >= witness.fromUs - AROUND_US && earliest(at) <= witness.toUs + AROUND_US;
  const tiers: Unit[][] = [[], [], [], [], []];
  for (const unit of unitsOf(events)) {
    const members = unit.flatMap((index) => events[index] ?? []);
    const far = members.some(isNear) ? 0 : 2;
    const tier = unit.some((index) => named.has(index)) ? 0 : far + (members.some(isRoutine) ? 2 : 1);
    tiers[tier]?.push(unit);
  }
  return tiers;
}

function unitsOf(events: readonly HistoryEvent[]): readonly Unit[] {
  const units: number[][] = [];
  const open = new Map<string, number[]>();
  for (const [index, event] of events.entries()) {
    if (!('op' in event)) {
      units.push([index]);
      continue;
    }
    const key = `${event.op} ${event.who}`;
    const begun = event.type === 'invoke' ? undefined : open.get(key);
    if (begun !== undefined) {
      begun.push(index);
      open.delete(key);
      continue;
    }
    const unit = [index];
    units.push(unit);
    if (event.type === 'invoke') open.set(key, unit);
  }
  return units;
}

const ROUTINE: ReadonlySet<HistoryEvent['type']> = new Set([
  'invoke',
  'ok',
  'fail',
  'info',
  'renewed',
  'applied',
  'refused',
]);

function isRoutine({ type }: HistoryEvent): boolean {
  return ROUTINE.has(type);
}
