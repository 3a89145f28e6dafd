/**
 * What a history looks like on a time axis: who believed, who held, which writes landed, what trouble there was. The
 * page and the terminal draw from this, so that both show the same.
 */
import { faults } from '../../spec/faults.ts';
import { candidateOf, earliest, latest, memberOf } from '../../spec/history.ts';
import type { FaultEvent, History, HistoryEvent, LifeEvent, Micros, ProcessId, Token } from '../../spec/history.ts';

/** A stretch of time, both ends in microseconds. */
export interface Stretch {
  readonly fromUs: Micros;
  readonly toUs: Micros;
}

/** Something that an event of the history begins, or is. */
export interface Begun {
  /** The event's place among those of the history. */
  readonly event: number;
}

/** A stretch in which a process believed that it leads, or in which the store named a holder. */
export interface Tenure extends Stretch, Begun {
  /** A process where known, else a candidate or a foreign name. */
  readonly holder: string;
  /** Its token, or its term. */
  readonly token?: Token;
}

export interface WriteMark extends Begun {
  readonly atUs: Micros;
  readonly outcome: 'applied' | 'refused';
  readonly token?: Token;
}

/** Trouble, with the name that is shown: `cut b ⇄ store`. An instantaneous fault has no length. */
export interface FaultBand extends Stretch, Begun {
  readonly name: string;
  readonly sentence: string;
  /** The candidate that it hits, `store`, or undefined where it is not one of them. */
  readonly lane: string | undefined;
  readonly stopsProcess: boolean;
}

export interface Lane {
  readonly candidate: string;
  readonly believed: readonly Tenure[];
  readonly granted: readonly Tenure[];
  readonly writes: readonly WriteMark[];
  /** From a crash to the next start, and from its close to the end. */
  readonly down: readonly (Stretch & Begun)[];
  readonly stalls: readonly (Stretch & Begun)[];
}

export interface Timeline {
  readonly endUs: Micros;
  readonly lanes: readonly Lane[];
  /** Everyone whom the store named, foreign names included, in time. */
  readonly store: readonly Tenure[];
  /** While the store, or one of several, did not run. */
  readonly storeDown: readonly (Stretch & Begun)[];
  readonly bands: readonly FaultBand[];
  readonly phases: readonly { readonly phase: string; readonly atUs: Micros }[];
}

/** Lays a history out in time. Intervals of uncertain moments shrink to what is certain. */
export function timelineOf(history: History): Timeline {
  const { header, events } = history;
  const endUs = events.reduce((end, event) => Math.max(end, latest(event.at)), 1);
  const believed = beliefs(events, endUs);
  const store = grants(events, endUs);
  const { writes, lives, stalls, phases } = sortedOut(events);
  const lanes = header.candidates.map(({ id }) => ({
    candidate: id,
    believed: believed.filter((tenure) => candidateOf(tenure.holder) === id),
    granted: store.filter((tenure) => candidateOf(tenure.holder) === id),
    writes: writes.get(id) ?? [],
    down: downtimes(
      lives.filter(({ who }) => candidateOf(who) === id),
      endUs,
    ),
    stalls: stalls.get(id) ?? [],
  }));
  return { endUs, lanes, store, storeDown: storeDowntimes(events, endUs), bands: bandsOf(events, endUs), phases };
}

/** When who believed that it leads. What never ended lasts to `endUs`. */
export function beliefs(events: readonly HistoryEvent[], endUs: Micros): readonly Tenure[] {
  const open = new Map<ProcessId, Tenure>();
  const closed: Tenure[] = [];
  const finish = (process: ProcessId, toUs: Micros): void => {
    const tenure = open.get(process);
    if (tenure !== undefined) closed.push({ ...tenure, toUs: Math.max(toUs, tenure.fromUs) });
    open.delete(process);
  };
  for (const [index, event] of events.entries()) {
    if (event.type === 'elected') {
      finish(event.who, earliest(event.at));
      const token = event.token ?? event.term;
      open.set(event.who, {
        holder: event.who,
        fromUs: latest(event.at),
        toUs: endUs,
        event: index,
        ...(token === undefined ? {} : { token }),
      });
    } else if (event.type === 'lost' || event.type === 'crashed' || event.type === 'closed') {
      finish(event.who, earliest(event.at));
    }
  }
  for (const process of [...open.keys()]) finish(process, endUs);
  return closed.sort((left, right) => left.fromUs - right.fromUs);
}

/** When the store named whom. What never ended lasts to `endUs`. */
export function grants(events: readonly HistoryEvent[], endUs: Micros): readonly Tenure[] {
  const tenures: Tenure[] = [];
  let open: Tenure | undefined;
  const finish = (toUs: Micros): void => {
    if (open !== undefined) tenures.push({ ...open, toUs: Math.max(toUs, open.fromUs) });
    open = undefined;
  };
  for (const [index, event] of events.entries()) {
    if (event.who !== 'store') continue;
    if (event.type === 'granted') {
      finish(earliest(event.at));
      const token = event.token === undefined ? {} : { token: event.token };
      open = { holder: event.holder, fromUs: latest(event.at), toUs: endUs, event: index, ...token };
    } else if (event.type === 'released' || event.type === 'expired') {
      finish(earliest(event.at));
    } else if (event.type === 'store-started' && event.durable === false && event.member === undefined) {
      finish(earliest(event.at));
    }
  }
  finish(endUs);
  return tenures;
}

type Life = Pick<LifeEvent, 'who' | 'type'> & Begun & { readonly atUs: Micros };

/** In one pass, since a long history is mostly operations, which are none of these. */
function sortedOut(events: readonly HistoryEvent[]): {
  readonly writes: ReadonlyMap<string, readonly WriteMark[]>;
  readonly lives: readonly Life[];
  readonly stalls: ReadonlyMap<string, readonly (Stretch & Begun)[]>;
  readonly phases: Timeline['phases'];
} {
  const writes = new Map<string, WriteMark[]>();
  const stalls = new Map<string, (Stretch & Begun)[]>();
  const lives: Life[] = [];
  const phases: Timeline['phases'][number][] = [];
  events.forEach((event, index) => {
    const atUs = earliest(event.at);
    switch (event.type) {
      case 'applied':
      case 'refused': {
        const token = event.token === undefined ? {} : { token: event.token };
        return addTo(writes, candidateOf(event.by), { atUs, outcome: event.type, event: index, ...token });
      }
      case 'started':
      case 'crashed':
      case 'closed':
        return void lives.push({ who: event.who, type: event.type, atUs, event: index });
      case 'stall':
        return addTo(stalls, candidateOf(event.who), { fromUs: event.at[0], toUs: event.at[1], event: index });
      case 'phase':
        return void phases.push({ phase: event.phase, atUs });
      default:
    }
  });
  return { writes, lives, stalls, phases };
}

function addTo<Value>(groups: Map<string, Value[]>, name: string, value: Value): void {
  const group = groups.get(name);
  if (group === undefined) groups.set(name, [value]);
  else group.push(value);
}

/** Of one candidate. */
function downtimes(lives: readonly Life[], endUs: Micros): readonly (Stretch & Begun)[] {
  const stretches: (Stretch & Begun)[] = [];
  let down: (Stretch & Begun) | undefined;
  for (const { type, atUs, event } of lives) {
    if (type === 'started') {
      if (down !== undefined) stretches.push({ ...down, toUs: atUs });
      down = undefined;
    } else {
      down ??= { fromUs: atUs, toUs: endUs, event };
    }
  }
  return down === undefined ? stretches : [...stretches, down];
}

function storeDowntimes(events: readonly HistoryEvent[], endUs: Micros): readonly (Stretch & Begun)[] {
  const open = new Map<number, Stretch & Begun>();
  const stretches: (Stretch & Begun)[] = [];
  for (const [index, event] of events.entries()) {
    if (event.type !== 'store-stopped' && event.type !== 'store-started') continue;
    const member = event.member ?? 0;
    const down = open.get(member);
    if (event.type === 'store-stopped') {
      if (down === undefined) open.set(member, { fromUs: earliest(event.at), toUs: endUs, event: index });
    } else if (down !== undefined) {
      stretches.push({ ...down, toUs: earliest(event.at) });
      open.delete(member);
    }
  }
  return [...stretches, ...open.values()].sort((left, right) => left.fromUs - right.fromUs);
}

function bandsOf(events: readonly HistoryEvent[], endUs: Micros): readonly FaultBand[] {
  const open: { readonly start: FaultEvent; readonly event: number; toUs: Micros }[] = [];
  for (const [index, event] of events.entries()) {
    if (event.type === 'fault-start') {
      const toUs = faults[event.kind].instantaneous ? earliest(event.at) : endUs;
      open.push({ start: event, event: index, toUs });
    } else if (event.type === 'fault-stop') {
      const match = open.findLast(({ start }) => start.fault === event.fault && sameEnds(start, event));
      if (match !== undefined) match.toUs = earliest(event.at);
    }
  }
  return open.map(({ start, event, toUs }) => ({
    event,
    name: faultName(start),
    sentence: faults[start.kind].sentence,
    fromUs: earliest(start.at),
    toUs,
    lane: laneOf(start),
    stopsProcess: start.kind === 'pause' || start.kind === 'pause-at',
  }));
}

function laneOf({ on, from }: FaultEvent): string | undefined {
  if (on === undefined) return from;
  return memberOf(on) === undefined ? candidateOf(on) : 'store';
}

function sameEnds(left: FaultEvent, right: FaultEvent): boolean {
  return left.kind === right.kind && left.from === right.from && left.to === right.to && left.on === right.on;
}

/** The candidate that an event is about: who did it, whom the store names, who wrote. */
export function subjectOf(event: HistoryEvent): string {
  if (event.type === 'applied' || event.type === 'refused') return candidateOf(event.by);
  if ('holder' in event) return candidateOf(event.holder);
  return candidateOf(event.who);
}

/** A fault as its strip is named: `pause a#0`, `cut-requests b → store`, `slow a ⇄ store +800 ms`. */
export function faultName(event: FaultEvent): string {
  const arrow = event.kind === 'cut-requests' ? '→' : event.kind === 'cut-responses' ? '←' : '⇄';
  const ends = event.from !== undefined && event.to !== undefined ? ` ${event.from} ${arrow} ${event.to}` : '';
  const target = event.on !== undefined && ends === '' ? ` ${event.on}` : ends;
  const detail = event.detail === undefined ? '' : ` (${event.detail})`;
  return `${event.kind}${target}${amountOf(event)}${detail}`;
}

function amountOf(event: FaultEvent): string {
  if (event.amount === undefined) return '';
  const sign = event.amount < 0 ? '' : '+';
  if (event.kind === 'clock-rate') return ` ${sign}${event.amount} ppm`;
  if (event.kind === 'pause-at') return '';
  return ` ${sign}${Math.round(event.amount / 1_000)} ms`;
}

/** The parts of `stretch` that no stretch of `others` covers. */
export function outside(stretch: Stretch, others: readonly Stretch[]): readonly Stretch[] {
  let rest: readonly Stretch[] = [stretch];
  for (const other of others) {
    rest = rest.flatMap((part) => {
      if (other.toUs <= part.fromUs || other.fromUs >= part.toUs) return [part];
      const pieces: Stretch[] = [];
      if (other.fromUs > part.fromUs) pieces.push({ fromUs: part.fromUs, toUs: other.fromUs });
      if (other.toUs < part.toUs) pieces.push({ fromUs: other.toUs, toUs: part.toUs });
      return pieces;
    });
  }
  return rest;
}

/** Events of a witness that lie further from the broken stretch than so many lease times are not worth the room between. */
const LEASES_AROUND_MAX = 2.5;

/** The part of a history worth looking at first: where the promise is broken and what the witness names near it, with air. */
export function focusOf(
  history: History,
  witness: { readonly events: readonly number[] } & Stretch,
  endUs: Micros,
): Stretch {
  const leaseUs = history.header.leaseTtlMs * 1_000;
  const reachUs = Math.max(leaseUs * LEASES_AROUND_MAX, (witness.toUs - witness.fromUs) * 2);
  let fromUs = witness.fromUs;
  let toUs = witness.toUs;
  for (const index of witness.events) {
    const event = history.events[index];
    if (event === undefined) continue;
    fromUs = Math.min(fromUs, Math.max(earliest(event.at), witness.fromUs - reachUs));
    toUs = Math.max(toUs, Math.min(latest(event.at), witness.toUs + reachUs));
  }
  const air = Math.max((toUs - fromUs) * 0.2, leaseUs * 0.2);
  return { fromUs: Math.max(0, Math.floor(fromUs - air)), toUs: Math.min(endUs, Math.ceil(toUs + air)) };
}
