/** The operations of each candidate as rows that are drawn below its bars. */
import { candidateOf, earliest, latest } from '../../../../spec/history.ts';
import type { HistoryEvent, Micros, ProcessId } from '../../../../spec/history.ts';
import { at, emptyTrack, put } from './track.ts';
import type { Track } from './track.ts';

/** Operations at the same time go into rows of their own, up to so many; then they share the last. */
const ROWS_MAX = 3;

/** How an operation ended, as the `look` of its span. */
export const outcomes = ['ok', 'fail', 'info', 'open'] as const;
const OPEN = 3;

/**
 * From invocation to completion, by candidate. One that never completes reaches to the end of its process, else to
 * `endUs`. The event of a span is its invocation. Written for a million of them: columns, and no object for each.
 */
export function operationRows(events: readonly HistoryEvent[], endUs: Micros): ReadonlyMap<string, readonly Track[]> {
  const invoked: number[] = [];
  const toUs: Micros[] = [];
  const look: number[] = [];
  const open = new Map<ProcessId, Map<number, number>>();
  events.forEach((event, index) => {
    const { type, who } = event;
    if (type === 'invoke') {
      let ofProcess = open.get(who);
      if (ofProcess === undefined) open.set(who, (ofProcess = new Map<number, number>()));
      ofProcess.set(event.op, invoked.length);
      invoked.push(index);
      toUs.push(endUs);
      look.push(OPEN);
    } else if (type === 'ok' || type === 'fail' || type === 'info') {
      const place = open.get(who)?.get(event.op);
      if (place === undefined) return;
      open.get(who)?.delete(event.op);
      toUs[place] = latest(event.at);
      look[place] = outcomes.indexOf(type);
    } else if (type === 'crashed' || type === 'closed') {
      for (const place of open.get(who)?.values() ?? []) toUs[place] = earliest(event.at);
      open.delete(who);
    }
  });
  return packed(events, invoked, toUs, look);
}

/** Each operation into the first row that is free when it begins. */
function packed(
  events: readonly HistoryEvent[],
  invoked: readonly number[],
  toUs: readonly Micros[],
  look: readonly number[],
): ReadonlyMap<string, readonly Track[]> {
  const rows = new Map<string, { readonly places: number[]; reachUs: Micros }[]>();
  const fromUs = (place: number): Micros => earliest(events[at(invoked, place)]?.at ?? 0);
  invoked.forEach((index, place) => {
    const candidate = candidateOf(events[index]?.who ?? '');
    let ofCandidate = rows.get(candidate);
    if (ofCandidate === undefined) rows.set(candidate, (ofCandidate = []));
    let row = ofCandidate.find(({ reachUs }) => reachUs <= fromUs(place));
    if (row === undefined && ofCandidate.length < ROWS_MAX) ofCandidate.push((row = { places: [], reachUs: 0 }));
    row ??= ofCandidate[ROWS_MAX - 1];
    row?.places.push(place);
    if (row !== undefined) row.reachUs = Math.max(row.reachUs, at(toUs, place));
  });
  const trackOfRow = ({ places }: { readonly places: readonly number[] }): Track => {
    const track = emptyTrack(places.length);
    places.forEach((place, row) =>
      put(track, row, fromUs(place), at(toUs, place), at(invoked, place), at(look, place)),
    );
    return track;
  };
  return new Map([...rows].map(([candidate, each]) => [candidate, each.map(trackOfRow)]));
}
