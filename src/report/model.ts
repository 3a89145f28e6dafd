/**
 * What the HTML page is made from: the run, what each property promises, and the histories worth showing. Plain JSON,
 * since it travels inside the page.
 */
import { earliest } from '../../spec/history.ts';
import type { History, HistoryEvent, HistoryHeader } from '../../spec/history.ts';
import type { Property, Witness } from '../../spec/property.ts';
import type { Plan } from '../plan/plan.ts';
import type { Counterexample, RunResult } from '../search/run-result.ts';
import { pictureOf } from './picture.ts';
import type { Picture } from './picture.ts';
import { byImportance } from './verdict-words.ts';

/** Events of one history that the page carries; the stored history has them all. */
const EVENTS_MAX = 1_000_000;

/** What a reader is told about a property. */
export type PropertyText = Pick<Property, 'id' | 'title' | 'formula' | 'kind' | 'sources' | 'usualCause'>;

/** A history that the page shows, with the violation in it or as a sample of what passed. */
export interface Exhibit {
  readonly adapter: string;
  readonly testbed: string;
  /** Its witness counts in the events that are shown. Absent for a sample. */
  readonly counterexample?: Counterexample;
  /** The header of its history; absent where that could not be read, and then `missing` says why. */
  readonly header?: HistoryHeader;
  /** What is drawn of it to be understood in a minute. */
  readonly picture?: Picture;
  /** How many events were left out to keep the page small. */
  readonly eventsOmitted: number;
  readonly plan?: Plan;
  readonly missing?: string;
}

export interface ReportModel {
  readonly schema: 'scrutineer/report@1';
  readonly run: RunResult;
  readonly properties: readonly PropertyText[];
  readonly exhibits: readonly Exhibit[];
}

/** The model and, beside it, the events of each exhibit, which travel compressed; undefined where they could not be read. */
export interface Report extends ReportModel {
  readonly events: readonly (readonly HistoryEvent[] | undefined)[];
}

/** What the run's folder holds for one exhibit. */
export interface StoredExhibit {
  readonly adapter: string;
  readonly testbed: string;
  readonly counterexample?: Counterexample;
  readonly history?: History;
  readonly plan?: Plan;
  readonly missing?: string;
}

/** Puts the report together: violations first, the most telling one on top, then the samples. */
export function reportModel(run: RunResult, properties: readonly Property[], stored: readonly StoredExhibit[]): Report {
  const order = byImportance(
    stored.flatMap(({ counterexample }) => (counterexample === undefined ? [] : [counterexample])),
  );
  const rank = ({ counterexample }: StoredExhibit): number =>
    counterexample === undefined ? order.length : order.indexOf(counterexample);
  const shown = [...stored].sort((left, right) => rank(left) - rank(right)).map(exhibitOf);
  return {
    schema: 'scrutineer/report@1',
    run,
    properties: properties.map(({ id, title, formula, kind, sources, usualCause }) => ({
      id,
      title,
      formula,
      kind,
      sources,
      usualCause,
    })),
    exhibits: shown.map(({ exhibit }) => exhibit),
    events: shown.map(({ events }) => events),
  };
}

function exhibitOf({ history, ...stored }: StoredExhibit): {
  readonly exhibit: Exhibit;
  readonly events: readonly HistoryEvent[] | undefined;
} {
  if (history === undefined) return { exhibit: { ...stored, eventsOmitted: 0 }, events: undefined };
  const { counterexample } = stored;
  const { events, witness } = selected(history.events, counterexample?.witness, EVENTS_MAX);
  const exhibit = {
    ...stored,
    header: history.header,
    picture: pictureOf(history, counterexample?.witness),
    eventsOmitted: history.events.length - events.length,
    ...(counterexample === undefined || witness === undefined
      ? {}
      : { counterexample: { ...counterexample, witness } }),
  };
  return { exhibit, events };
}

/**
 * At most about `most` events: the routine ones far from the violation go first (operations, then renewals and
 * writes), never those that the witness names. Gives the witness in terms of what is left.
 */
export function selected(
  events: readonly HistoryEvent[],
  witness: Witness | undefined,
  most: number,
): { readonly events: readonly HistoryEvent[]; readonly witness: Witness | undefined } {
  if (events.length <= most) return { events, witness };
  const named = new Set(witness?.events);
  const isFar = (event: HistoryEvent): boolean =>
    witness === undefined ||
    earliest(event.at) < witness.fromUs - 5_000_000 ||
    earliest(event.at) > witness.toUs + 5_000_000;
  const kept = new Set(events.keys());
  const drop = (routine: (event: HistoryEvent) => boolean): void => {
    for (const [index, event] of events.entries()) {
      if (kept.size <= most) return;
      if (!named.has(index) && routine(event)) kept.delete(index);
    }
  };
  drop((event) => isFar(event) && ['invoke', 'ok', 'fail', 'info'].includes(event.type));
  drop((event) => isFar(event) && ['renewed', 'applied', 'refused'].includes(event.type));
  drop((event) => ['invoke', 'ok', 'fail', 'info'].includes(event.type));
  drop(() => true);
  const places = [...kept].sort((left, right) => left - right);
  const newPlace = new Map(places.map((old, place) => [old, place]));
  return {
    events: places.flatMap((place) => events[place] ?? []),
    witness: witness && { ...witness, events: witness.events.map((index) => newPlace.get(index) ?? 0) },
  };
}
